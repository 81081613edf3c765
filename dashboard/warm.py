"""Imports what the first pages would import, so that the server's freeze covers it.

What is imported afterwards is gone over by the garbage collector after every run of a page.
"""

from __future__ import annotations

import importlib
from contextlib import suppress

MODULES = (
    "certifi",
    "httpcore",
    "babel.numbers",
    "plotly.graph_objects",
    "plotly.graph_objs._bar",
    "plotly.graph_objs._box",
    "plotly.graph_objs._figure",
    "plotly.io._json",
    "plotly.tools",
    "pyarrow.pandas_compat",
    "streamlit.dataframe.lazy_df_adapters",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "PIL.PngImagePlugin",
    "dashboard.board",
    "dashboard.changes",
    "dashboard.importing",
    "dashboard.job_list",
    "dashboard.margin_detail",
    "dashboard.margin_listing",
    "dashboard.prerequisite_view",
    "dashboard.schedule_view",
    "dashboard.sku_upload",
    "dashboard.store_form",
)


def warm_up() -> None:
    """Imports them; one that another version of a library lacks is passed over."""
    for name in MODULES:
        with suppress(ModuleNotFoundError):
            importlib.import_module(name)
