"""The check of settlements on the screen: numbers, findings, the tier measured, sales fee share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.parts import pager, view
from dashboard.parts.columns import amount, chips, text
from dashboard.parts.table_head import table_head
from dashboard.parts.widgets import (
    empty,
    section,
    section_text,
    show_errors,
    strip,
    toast_after_rerun,
)
from dashboard.server.session import for_later, forget, get_engine, may, mode
from dashboard.settlements.frames import check_frame, check_totals, share_frame, tier_frame
from dashboard.settlements.month_workbook import book_bytes
from dashboard.settlements.reading import begin
from dashboard.settlements.words import TONES, verdict_text, word
from dashboard.words.closed_months import repriced
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, ago, day, month, number, totals, won
from engine import (
    SETTLED_WITHIN,
    Role,
    RowCheck,
    SettlementCheck,
    Store,
    TierChange,
    Verdict,
    month_end,
    today,
)

MONTHS, AFTER_DAYS = 12, 9  # what a month's last days made is expected by then
PAGE = 100

BALANCE = ":material/balance:"


def settlement_facts(told: SettlementCheck) -> str:
    """The grey line of the head: which days, by which date, read when."""
    read_at = told.reading.finished_at or told.reading.started_at if told.reading else None
    return _("by expected day {first} – {last} · read {when}").format(
        first=day(told.first), last=day(told.last), when=ago(read_at)
    )


def read_button(store: Store, *, primary: bool = False, busy: bool = False) -> None:
    """Reads the last 30 days again, as a job."""
    if not may(Role.OPERATOR):
        return
    if st.button(
        _("Read settlements"),
        icon=":material/sync:",
        type="primary" if primary else "secondary",
        disabled=busy,
        key=f"settlements.read.{primary}",
        help=_("The last 30 days are read again: NAVER may state them anew."),
    ):
        begin(store)


def books(store: Store, *, busy: bool = False) -> None:
    """A month as an Excel file for the accountant, and the reading of that month."""
    with st.popover(_("Books"), icon=":material/menu_book:"):
        months = _months(today())
        chosen = view.held("month", "settlements.month", view.one_of(months), months[0])
        st.selectbox(
            _("Month"),
            months,
            format_func=month,
            key="settlements.month",
        )
        st.caption(_("Rows, totals that are held against NAVER's sums, VAT: as far as read."))
        if may(Role.OPERATOR) and st.button(
            _("Read this month"),
            icon=":material/sync:",
            disabled=busy,
            key="settlements.read_month",
        ):
            begin(store, chosen, _read_to(chosen, today()))
        st.download_button(
            "Excel (.xlsx)",
            for_later(lambda engine: book_bytes(engine.settlements.book(store.store_id, chosen))),
            file_name=f"storeboard-settlements-{month(chosen)}.xlsx",
            icon=":material/table:",
            on_click="ignore",
            key="settlements.book",
        )


def _read_to(month: date, on: date) -> date:
    """The day by which what was paid in a month is settled, as far as it can be told."""
    settled = month_end(month) + timedelta(days=SETTLED_WITHIN)
    return min(settled, max(on, month_end(month)) + timedelta(days=AFTER_DAYS))


def _months(on: date) -> list[date]:
    """The months a year back, the last whole one first."""
    found = [(on.replace(day=1) - timedelta(days=1)).replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def nothing(store: Store) -> None:
    """Nothing was ever read: what to do first, or who may."""
    text = _("Read what NAVER settled; each row is then held against the fee rates.")
    if not may(Role.OPERATOR):
        text = _("An operator or a manager reads them under Earnings, Settlements.")
    empty(_("No settlement was read yet"), text, icon="receipt_long")
    read_button(store, primary=True)


def settlement_numbers(told: SettlementCheck) -> None:
    """The strip of five."""
    verdicts = Counter(check.verdict for check in told.checks)
    run = told.tiers[-1] if told.tiers else None
    other = run.tier_set if run is not None and run.differs else None
    saved = sum(share.saved_won for share in told.shares)
    with strip(5):
        st.metric(_("Rows checked"), number(len(told.checks)))
        st.metric(
            _("As predicted"),
            number(verdicts[Verdict.EQUAL] + verdicts[Verdict.ONE_WON]),
            help=_("Fees are cut below one won; a difference of one won is accepted and shown."),
        )
        st.metric(_("To look at"), number(len(told.findings) + len(told.day_findings)))
        st.metric(
            _("Tier measured"),
            label(run.measured) if run and run.measured else UNKNOWN,
            delta=_("set: {tier}").format(tier=label(other)) if other else None,
            delta_color="orange",
            delta_arrow="off",
            help=_("The tier whose rate makes the fees of most rows of the newest days."),
        )
        st.metric(
            _("Saved by marketing"),
            won(saved),
            help=_("What orders through your own marketing link cost less than ordinary ones."),
        )


def tier_warning(store: Store, told: SettlementCheck) -> None:
    """The newest days show another tier than is set: said, with the correction in one click."""
    run = told.tiers[-1] if told.tiers else None
    if run is None or not run.differs or run.measured is None:
        return
    held = label(run.tier_set) if run.tier_set else _("none")
    said = _("Rows paid since {day} are charged as {measured}; set is {held}.").format(
        day=day(run.starts_on), measured=label(run.measured), held=held
    )
    if may(Role.MANAGER):
        with show_errors():
            change = get_engine().terms.plan_tier(store.store_id, run.measured, run.starts_on)
            st.warning(said + (f" {repriced(change)}" if change.months else ""), icon=BALANCE)
            _correct(store, change)
    else:
        st.warning(said, icon=BALANCE)


def _correct(store: Store, change: TierChange) -> None:
    """The correction in one click; what it prices anew stands above it."""
    name = _("Set {tier} from {day}").format(tier=label(change.after), day=day(change.starts_on))
    if st.button(name, icon=":material/edit_calendar:", key="tier.correct"):
        get_engine().terms.set_tier(store.store_id, change.after, change.starts_on, reprice=True)
        forget()
        toast_after_rerun(_("The fee tier was corrected."))
        st.rerun()


def findings(told: SettlementCheck) -> None:
    """The rows to look at, or all of them."""
    note = _("fees taken beside those the rates of the payment day make")
    with table_head(section_text(_("Check"), note)):
        everything = view.held("all_rows", "settlements.all_rows", view.switch(), False)
        st.toggle(_("All rows"), key="settlements.all_rows")
    shown: Sequence[RowCheck] = told.checks if everything else told.findings
    reasons = Counter(check.reason for check in told.checks if check.reason is not None)
    if not shown:
        well = _("Every row is as predicted")
        well_as_told = _("Every row that can be predicted is as predicted")
        empty(well_as_told if reasons else well, icon="task_alt")
    else:
        key, last = f"settlements.page.{everything}", pager.pages(len(shown), PAGE)
        first = pager.offset(pager.page_at(key, last), PAGE)
        _table(shown[first : first + PAGE])
        pager.pager(key, last, totals(check_totals(shown)))
    if reasons:
        parts = [f"{word(reason)} {number(count)}" for reason, count in reasons.most_common()]
        st.caption(_("Not predictable: {reasons}").format(reasons=" · ".join(parts)))


def _table(checks: Sequence[RowCheck]) -> None:
    tones = {verdict_text(verdict): tone for verdict, tone in TONES.items()}
    st.dataframe(
        check_frame(checks),
        column_config={
            "expected": text(_("Expected"), 92),
            "verdict": chips(_("Verdict"), tones, mode(), 132),
            "why": text(_("Why"), 132),
            "off": amount(_("Off (₩)"), 76, _("Fees taken less fees predicted")),
            "name": text(_("Product name"), 150),
            "type": text(_("Type"), 150),
            "basis": amount(_("Fee base (₩)"), 112, _("What the buyer paid")),
            "order_fee": amount(_("Order fee"), 100),
            "order_predicted": amount(_("predicted"), 80),
            "sales_fee": amount(_("Sales fee"), 80),
            "sales_predicted": amount(_("predicted"), 80),
            "settled": amount(_("Settled (₩)"), 92),
            "paid": text(_("Paid on"), 92),
            "order": text(_("Product order"), 140),
        },
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=min(430, 40 + 36 * len(checks)),
        alt=_("Settled rows"),
    )


def tiers_and_shares(told: SettlementCheck) -> None:
    """The tier measured beside the tier set, and how orders came, side by side."""
    left, right = st.columns(2, gap="medium")
    with left:
        section(_("Fee tier by payment day"), _("measured from rows"))
        _small(
            tier_frame(told.tiers),
            {
                "days": text(_("Paid on"), 110),
                "measured": text(_("Measured"), 84),
                "set": text(_("Set"), 76),
                "rate": text(_("Rate measured"), 100, alignment="right"),
                "fitting": text(_("Rows that fit"), 90, alignment="right"),
            },
        )
    with right:
        section(_("Sales fee"), _("how orders came"))
        _small(
            share_frame(told.shares),
            {
                "arrival": text(_("Arrival"), 120),
                "rows": amount(_("Rows"), 60),
                "basis": amount(_("Fee base (₩)"), 100),
                "fee": amount(_("Sales fee"), 90),
                "saved": amount(_("Saved (₩)"), 90),
            },
        )


def _small(frame: pd.DataFrame, columns: dict[str, Any]) -> None:
    st.dataframe(
        frame,
        column_config=columns,
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height="content",
    )
