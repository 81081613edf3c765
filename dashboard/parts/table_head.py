"""What stands above a table, with the strip above a sheet's tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.parts.widgets import strip
from dashboard.words.i18n import _
from dashboard.words.phrases import counted
from engine import RowState, SkuPlan, StorePlan


@contextmanager
def table_facts(text: str) -> Iterator[None]:
    """A table's controls, then facts about it in the same line: these may lie under its tools."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        yield
        st.markdown(text, width="content")


@contextmanager
def table_head(text: str) -> Iterator[None]:
    """What a table holds and, below that at the left, its controls: its own tools float over
    the right end of the line above it, where nothing could be pressed.
    """
    st.markdown(text)
    with st.container(horizontal=True, vertical_alignment="center"):
        yield


def plan_strip(plan: SkuPlan | StorePlan) -> int:
    """What saving a sheet would do, in four numbers; how many rows it would change."""
    new, changed = plan.count(RowState.NEW), plan.count(RowState.CHANGED)
    with strip(4):
        st.metric(_("New"), counted(new))
        st.metric(_("Changed"), counted(changed))
        st.metric(_("Unchanged"), counted(plan.count(RowState.UNCHANGED)))
        st.metric(_("Refused"), counted(len(plan.rejected)))
    return new + changed
