"""The button that lets a table be taken along as CSV, Excel and Parquet, made when asked for."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.frames import csv_bytes, xlsx_bytes
from dashboard.i18n import _
from dashboard.session import for_later
from engine import Engine

EXCEL_ROWS = 200_000  # beyond this an Excel file takes minutes; CSV and Parquet have all
ICONS = {"csv": "description", "xlsx": "table", "parquet": "deployed_code"}
NAMES = {"csv": "CSV", "xlsx": "Excel (.xlsx)", "parquet": "Parquet"}


def downloads(file: str, sheet: str, key: str, table: Callable[[Engine], pd.DataFrame]) -> None:
    """Three files called `file`; each asks the engine for the table anew."""
    makers: dict[str, Callable[[pd.DataFrame], bytes]] = {
        "csv": csv_bytes,
        "xlsx": lambda frame: xlsx_bytes(frame.head(EXCEL_ROWS), sheet),
        "parquet": parquet_bytes,
    }
    with st.popover(_("Export"), icon=":material/download:"):
        for kind, make in makers.items():
            st.download_button(
                NAMES[kind],
                for_later(_made(table, make)),
                file_name=f"{file}.{kind}",
                icon=f":material/{ICONS[kind]}:",
                type="tertiary",
                on_click="ignore",
                key=f"{key}.{kind}",
            )


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """The frame for other tools: whole numbers stay whole, unknown stays empty."""
    file = io.BytesIO()
    frame.to_parquet(file, index=False)
    return file.getvalue()


def _made(
    table: Callable[[Engine], pd.DataFrame], make: Callable[[pd.DataFrame], bytes]
) -> Callable[[Engine], bytes]:
    return lambda engine: make(table(engine))
