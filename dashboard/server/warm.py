"""Imports what the first pages would import, while the server already answers, and freezes it.

What is not frozen is gone over by the garbage collector after every run of a page.
"""

from __future__ import annotations

import gc
import importlib
import threading
from contextlib import suppress

MODULES = (
    "pandas",
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
    "dashboard.board.cards",
    "dashboard.changes.overview",
    "dashboard.imports.overview",
    "dashboard.jobs.overview",
    "dashboard.margins.detail",
    "dashboard.margins.table",
    "dashboard.delivery.prerequisite",
    "dashboard.jobs.schedule",
    "dashboard.skus.upload",
    "dashboard.stores.form",
)


def freeze() -> None:
    """Lets the collector pass over all that is there now: Streamlit collects after every run."""
    gc.collect()
    gc.freeze()


def warm_up_aside() -> threading.Thread:
    """Warms up beside the server, whose first visitor need not wait for all of it."""

    def work() -> None:
        warm_up()
        freeze()

    thread = threading.Thread(target=work, name="warm-up", daemon=True)
    thread.start()
    return thread


def warm_up() -> None:
    """Imports them; one that another version of a library lacks is passed over."""
    for name in MODULES:
        with suppress(ModuleNotFoundError):
            importlib.import_module(name)
