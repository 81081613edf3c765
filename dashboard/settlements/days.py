"""Days whose sums do not hold, and what NAVER told and could not be read, on the screen."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.parts.columns import amount, text
from dashboard.parts.frames import whole
from dashboard.parts.widgets import section
from dashboard.settlements.words import word
from dashboard.words.i18n import _
from dashboard.words.phrases import day, number
from engine import DayFinding, UnreadElement


def days_to_look_at(findings: Sequence[DayFinding]) -> None:
    """What does not hold of days; nothing where all of it does."""
    if not findings:
        return
    section(_("Days whose sums do not hold"), _("what NAVER tells of a day, against itself"))
    st.dataframe(
        day_frame(findings),
        column_config={
            "on": text(_("Day"), 100),
            "what": text(_("Why"), 360),
            "off": amount(_("Off (₩)"), 110),
        },
        hide_index=True,
        row_height=36,
        alt=_("Days whose sums do not hold"),
    )


def day_frame(findings: Sequence[DayFinding]) -> pd.DataFrame:
    """One row a finding."""
    return pd.DataFrame(
        {
            "on": [day(one.on) for one in findings],
            "what": [word(one.flag) for one in findings],
            "off": whole(one.off_won for one in findings),
        }
    )


def unread_elements(unread: Sequence[UnreadElement]) -> None:
    """How many elements could not be read, and each as it was told; nothing where all could be."""
    if not unread:
        return
    said = _("{count} entries NAVER told could not be read and are in no sum. Update Storeboard.")
    st.warning(said.format(count=number(len(unread))), icon=":material/help_center:")
    with st.expander(_("Entries as told"), icon=":material/data_object:"):
        st.dataframe(
            unread_frame(unread),
            column_config={
                "on": text(_("Day"), 100),
                "source": text(_("Told by"), 120),
                "member": text(_("Not as expected"), 180),
                "raw": text(_("As told"), 500),
            },
            hide_index=True,
            row_height=36,
            alt=_("Entries as told"),
        )


def unread_frame(unread: Sequence[UnreadElement]) -> pd.DataFrame:
    """One row an element."""
    return pd.DataFrame(
        {
            "on": [day(one.asked_on) for one in unread],
            "source": [word(one.source) for one in unread],
            "member": [one.member for one in unread],
            "raw": [one.raw for one in unread],
        }
    )
