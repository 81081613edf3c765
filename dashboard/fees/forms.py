"""What a manager does with fee rates: adds one, withdraws one, accepts the table of a version.

Each is shown as a difference first; closed months it would price anew want a tick of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from dashboard.fees.rates import change_table, sale
from dashboard.parts.widgets import row, section, show_errors, toast_after_rerun
from dashboard.server.session import actor, forget, get_engine
from dashboard.words.i18n import _, language, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import day
from engine import (
    Arrival,
    Confidence,
    FeeChange,
    FeeLayer,
    FeeLedger,
    FeeRateRow,
    FeeTier,
    OwnRate,
    Role,
    StoreType,
    TableUpdate,
    percent_text,
    rate_of_percent,
    today,
)

PLANNED = "fees.planned"
WITHDRAWN = "fees.withdrawn"


def may_change() -> bool:
    """Whether who is signed in may change rates: a manager of every store."""
    held = actor()
    return held.role.may(Role.MANAGER) and held.store_ids is None


def offer_update(update: TableUpdate) -> None:
    """The table of this version that nobody accepted yet."""
    with st.container(border=True):
        count = len(update.change.rates)
        text = ngettext(
            "This version of Storeboard brings {count} other fee rate.",
            "This version of Storeboard brings {count} other fee rates.",
            count,
        )
        section(text, _("until a manager accepts them, the rates below count"))
        change_table(update.change)
        if may_change():
            _confirm(
                *(_("Accept these rates"), "update", update.change),
                lambda reprice: get_engine().fees.accept_table(update.digest),
                _("The new fee rates count now."),
            )


def adding() -> None:
    """The form of a rate of one's own, and what it would change."""
    if not may_change():
        return
    part = st.expander(_("Add a rate"), icon=":material/add:", key="fees.adding", on_change="rerun")
    if not part.open:
        return
    with part, show_errors():
        planned = _asked()
        if planned is not None:
            st.session_state[PLANNED] = planned
        held = st.session_state.get(PLANNED)
        if held is None:
            return
        change = get_engine().fees.plan_rate(held)
        section(
            _("What it changes"), f"{label(held.layer)} · {sale(held)} · {percent_text(held)} %"
        )
        change_table(change)
        _confirm(
            *(_("Add this rate"), "add", change),
            lambda reprice: get_engine().fees.add_rate(held, reprice=reprice),
            _("The rate was added."),
        )


def _asked() -> FeeRateRow | None:
    """The rate as it is typed, once the button is pressed."""
    layer = st.segmented_control(
        _("Fee"),
        list(FeeLayer),
        default=FeeLayer.ORDER,
        required=True,
        format_func=label,
        key="fees.layer",
    )
    with st.container(horizontal=True):
        tier, kind, arrival = _sale(layer or FeeLayer.ORDER)
        rate, first, until = _rate_and_days()
    with st.container(horizontal=True):
        confidence, source = _attested()
    if not st.button(_("Show what it changes"), icon=":material/difference:", key="fees.plan"):
        return None
    st.session_state.pop(PLANNED, None)
    return FeeRateRow(
        layer=layer or FeeLayer.ORDER,
        tier=tier,
        store_type=kind,
        arrival=arrival,
        valid_from=first,
        valid_to=until,
        rate_mp=rate_of_percent(rate),
        confidence=confidence,
        source=source,
    )


def _rate_and_days() -> tuple[str, date, date | None]:
    """The rate as typed, its first day, and the day on which it counts no more."""
    rate = st.text_input(
        _("Rate (%)"),
        placeholder="1.947",
        key="fees.rate",
        width=130,
        help=_("With VAT inside, at most three decimals."),
    )
    first = st.date_input(_("First day"), today(), key="fees.from", width=150)
    until = st.date_input(
        _("First day it counts no more"),
        None,
        key="fees.until",
        width=190,
        help=_("Empty: until the next rate you add."),
    )
    return (
        rate or "",
        first if isinstance(first, date) else today(),
        until if isinstance(until, date) else None,
    )


def _attested() -> tuple[Confidence, str]:
    """How sure the rate is, and who says so."""
    confidence = st.selectbox(
        _("Attested"),
        list(Confidence),
        index=1,
        format_func=label,
        key=f"fees.confidence.{language()}",
        width=190,
    )
    source = st.text_input(
        _("Source"), placeholder=_("Notice of 2027-01-10"), key="fees.source", width=420
    )
    return confidence or Confidence.MEDIUM, source or ""


def _sale(layer: FeeLayer) -> tuple[FeeTier | None, StoreType | None, Arrival | None]:
    spoken = language()
    if layer is FeeLayer.ORDER:
        tier = st.selectbox(
            *(_("Fee tier"), list(FeeTier)),
            format_func=label,
            key=f"fees.tier.{spoken}",
            width=150,
        )
        return tier, None, None
    kind = st.selectbox(
        *(_("Kind of store"), list(StoreType)),
        format_func=label,
        key=f"fees.kind.{spoken}",
        width=150,
    )
    arrival = st.selectbox(
        *(_("Arrival"), list(Arrival)), format_func=label, key=f"fees.arrival.{spoken}", width=170
    )
    return None, kind, arrival


def own_rates(ledger: FeeLedger) -> None:
    """The rates of one's own with the way to withdraw them, and those withdrawn."""
    own = {one.own.rate_id: one.own for one in ledger.rows if one.own}
    if not own and not ledger.withdrawn:
        return
    section(_("Rates you added"), _("a withdrawn one counts no more and stays here"))
    for one in own.values():
        with row():
            st.markdown(_line(one), width="content")
            if may_change() and st.button(
                _("Withdraw"),
                icon=":material/undo:",
                type="tertiary",
                key=f"fees.withdraw.{one.rate_id}",
            ):
                st.session_state[WITHDRAWN] = one.rate_id
                st.rerun()
        if st.session_state.get(WITHDRAWN) == one.rate_id:
            _withdraw(one)
    for gone in ledger.withdrawn:
        when = day(gone.withdrawn_at.date()) if gone.withdrawn_at else ""
        told = _("withdrawn on {day} by {who}").format(day=when, who=gone.withdrawn_by)
        st.caption(f"~~{_line(gone)}~~ · {told}")


def _line(one: OwnRate) -> str:
    row = one.row
    return (
        f"{label(row.layer)} · {sale(row)} · {percent_text(row)} % · {row.valid_from}"
        f" · {one.added_by} · {row.source}"
    ).replace("$", "\\$")


def _withdraw(one: OwnRate) -> None:
    """What withdrawing the rate would change, and the button that does it."""
    with st.container(border=True), show_errors():
        change = get_engine().fees.plan_withdrawal(one.rate_id)
        change_table(change)
        _confirm(
            *(_("Withdraw this rate"), "withdraw", change),
            lambda reprice: get_engine().fees.withdraw(one.rate_id, reprice=reprice),
            _("The rate was withdrawn."),
        )


def _confirm(
    title: str, name: str, change: FeeChange, do: Callable[[bool], FeeLedger], told: str
) -> None:
    """The button that makes a change count, behind a tick where closed months are priced anew."""
    reprice = bool(change.months) and st.checkbox(
        _("Price these months anew"), key=f"fees.reprice.{name}"
    )
    if st.button(
        title, type="primary", disabled=bool(change.months) and not reprice, key=f"fees.{name}"
    ):
        with show_errors():
            do(reprice)
            for key in (PLANNED, WITHDRAWN):
                st.session_state.pop(key, None)
            forget()
            toast_after_rerun(told)
            st.rerun()
