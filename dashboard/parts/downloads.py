"""The button that lets a table be taken along as CSV, Excel and Parquet, made when asked for."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.parts.frames import csv_bytes, xlsx_bytes
from dashboard.server.session import for_later
from dashboard.words.i18n import _
from engine import Engine

EXCEL_ROWS = 200_000  # beyond this an Excel file takes minutes; CSV and Parquet have all
ICONS = {"csv": "description", "xlsx": "table", "parquet": "deployed_code"}
NAMES = {"csv": "CSV", "xlsx": "Excel (.xlsx)", "parquet": "Parquet"}


def downloads(file: str, sheet: str, key: str, table: Callable[[Engine], pd.DataFrame]) -> None:
    """Three files called `file`; each asks the engine for the table anew."""
    with st.popover(_("Export"), icon=":material/download:"):
        button(f"{file}.csv", key, lambda engine: csv_bytes(table(engine)))
        button(
            f"{file}.xlsx",
            key,
            lambda engine: xlsx_bytes(table(engine).head(EXCEL_ROWS), sheet),
        )
        button(f"{file}.parquet", key, lambda engine: parquet_bytes(table(engine)))


def button(file: str, key: str, make: Callable[[Engine], bytes]) -> None:
    """One file, called by its kind and made when it is asked for."""
    kind = file.rpartition(".")[2]
    st.download_button(
        NAMES[kind],
        for_later(make),
        file_name=file,
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
