"""The downloads of the settlements page, made when asked for."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.downloads import button
from dashboard.parts.frames import csv_bytes, xlsx_bytes
from dashboard.settlements.downloads import (
    cash_download,
    check_download,
    check_parquet,
    runway_download,
)
from dashboard.words.i18n import _
from dashboard.words.phrases import day
from engine import Engine, RowCheck, SettlementCheck, Store


def check_downloads(store: Store, told: SettlementCheck) -> None:
    """Every row of the check as CSV, Excel and Parquet; the last has codes where the others have
    words.
    """
    name, key = f"storeboard-settlement-check-{day(told.last)}", "settlements.check"

    def rows(engine: Engine) -> tuple[RowCheck, ...]:
        asked = engine.settlements.check(store.store_id, first=told.first, last=told.last)
        return asked.checks

    with st.popover(_("Export"), icon=":material/download:"):
        st.caption(_("Every row, also those that are not shown."))
        button(f"{name}.csv", key, lambda engine: csv_bytes(check_download(rows(engine))))
        button(
            f"{name}.xlsx", key, lambda engine: xlsx_bytes(check_download(rows(engine)), _("Check"))
        )
        button(f"{name}.parquet", key, lambda engine: check_parquet(rows(engine)))


def cash_csv(store_id: int | None) -> None:
    """The days of the calendar as CSV."""
    button(
        "storeboard-cash-calendar.csv",
        "settlements.cash",
        lambda engine: csv_bytes(cash_download(engine.settlements.cash(store_id).days)),
    )


def runway_csv(stores: tuple[str, ...]) -> None:
    """The two resets as CSV."""
    button(
        "storeboard-tier-runway.csv",
        "settlements.runway",
        lambda engine: csv_bytes(runway_download(engine.runway.of(stores))),
    )
