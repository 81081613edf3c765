"""The downloads of the settlements page, made when asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.frames import csv_bytes, xlsx_bytes
from dashboard.i18n import _
from dashboard.session import for_later
from dashboard.settlement_downloads import (
    cash_download,
    check_download,
    check_parquet,
    runway_download,
)
from engine import Engine, RowCheck, SettlementCheck, Store


def check_downloads(store: Store, told: SettlementCheck) -> None:
    """Every row of the check as CSV, Excel and Parquet."""
    name, sheet = f"storeboard-settlement-check-{told.last.isoformat()}", _("Check")

    def rows(engine: Engine) -> tuple[RowCheck, ...]:
        asked = engine.settlement_check(store.store_id, first=told.first, last=told.last)
        return asked.checks

    with st.popover(_("Export"), icon=":material/download:"):
        st.caption(_("Every row, also those that are not shown."))
        _button("CSV", f"{name}.csv", lambda engine: csv_bytes(check_download(rows(engine))))
        _button(
            "Excel (.xlsx)",
            f"{name}.xlsx",
            lambda engine: xlsx_bytes(check_download(rows(engine)), sheet),
        )
        _button("Parquet", f"{name}.parquet", lambda engine: check_parquet(rows(engine)))


def cash_csv(store_id: int | None) -> None:
    """The days of the calendar as CSV."""
    _button(
        "CSV",
        "storeboard-cash-calendar.csv",
        lambda engine: csv_bytes(cash_download(engine.cash(store_id).days)),
    )


def runway_csv(stores: tuple[str, ...]) -> None:
    """The two resets as CSV."""
    _button(
        "CSV",
        "storeboard-tier-runway.csv",
        lambda engine: csv_bytes(runway_download(engine.tier_runway(stores))),
    )


def _button(label: str, file_name: str, make: Callable[[Engine], bytes]) -> None:
    icons = {"csv": "description", "xlsx": "table", "parquet": "deployed_code"}
    st.download_button(
        label,
        for_later(make),
        file_name=file_name,
        icon=f":material/{icons[file_name.rpartition('.')[2]]}:",
        type="tertiary",
        on_click="ignore",
        key=f"settlements.download.{file_name}",
    )
