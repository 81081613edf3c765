"""The fee rates on the screen: those that count, what a change would do, and what is not sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.parts import view
from dashboard.parts.columns import chips, text
from dashboard.parts.downloads import downloads
from dashboard.parts.table_head import table_head
from dashboard.parts.widgets import empty, section_text
from dashboard.server.session import mode
from dashboard.words.closed_months import months_text
from dashboard.words.i18n import N_, _
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, day
from engine import (
    Confidence,
    Engine,
    FeeChange,
    FeeLayer,
    FeeLedger,
    FeeRateRow,
    FeeTier,
    LedgerRow,
    RateChange,
    percent_text,
)

TONES = {Confidence.HIGH: "green", Confidence.MEDIUM: "blue", Confidence.LOW: "orange"}
UNCERTAIN = (  # docs/reference/fees.md section 11
    N_("The sales fee of 3 %: NAVER prints 3.000, some tools count 3.003."),
    N_("No sales fee for the N delivery hall and brand solution packages: one weak source."),
    N_("The tier of a new seller until it is graded, and the months the August tier looks at."),
    N_("The starter programme: whether it is still open, and how much of a month it covers."),
    N_("Whether a discount that NAVER pays lowers the amount the fee is taken of."),
    N_("The sign of fees in settlement rows: amounts are checked row by row."),
    N_("Which paths of a buyer count as seller marketing: NAVER publishes no table."),
    N_("Every rate after October 2026: no later change was known when the table was made."),
)
SOURCES = (  # of the shipped rates, data/fee_rates.csv, without the place in our reference
    N_("several public sources agree"),
    N_("one good public source"),
    N_("one settled order of 2023-03-28 shows it"),
    N_("a seller centre screen of 2026-10-01 still shows it"),
    N_("the seller centre prints 3.000 % (some tools use 3.003)"),
)
_PLACE = re.compile(r"^fees\.md section \d+; | \(section \d+ case \d+\)$")


def ledger_facts(ledger: FeeLedger) -> str:
    """The grey line of the head."""
    accepted = day(ledger.accepted_at.date())
    if ledger.accepted_by is None:
        return _("rates with VAT inside · table of {day}").format(day=accepted)
    who = _("rates with VAT inside · table accepted on {day} by {who}")
    return who.format(day=accepted, who=ledger.accepted_by)


def rate_table(ledger: FeeLedger, on: date) -> None:
    """The rates, those of today or of all days."""
    note = _("a payment is priced with the rows of its day")
    with table_head(section_text(_("Fee rates"), note)):
        everything = view.held("all_days", "fees.all_days", view.switch(), False)
        st.toggle(_("All days"), key="fees.all_days")
    rows = [one for one in ledger.rows if everything or one.row.covers(on)]
    if not rows:
        empty(_("No rate counts today"), _("Look at all days, or add a rate."), icon="percent")
        return
    st.dataframe(
        _frame(sorted(rows, key=_order)),
        column_config=_columns(),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height="content",
        alt=_("Fee rates"),
    )


def rate_downloads() -> None:
    """Every row of all days."""
    downloads("storeboard-fee-rates", _("Fee rates"), "fees", rates_download)


def rates_download(engine: Engine) -> pd.DataFrame:
    """Every row with the rate in percent, days and source; newest first."""
    rows = sorted(engine.fees.ledger().rows, key=_order)
    return pd.DataFrame(
        {
            _("Fee"): [label(one.row.layer) for one in rows],
            _("For"): [sale(one.row) for one in rows],
            _("Fee rate (%)"): [percent_text(one.row) for one in rows],
            _("First day"): [day(one.row.valid_from) for one in rows],
            _("Last day"): [_last(one.row) for one in rows],
            _("Attested"): [label(one.row.confidence) for one in rows],
            _("Added by"): [one.own.added_by if one.own else "Storeboard" for one in rows],
            _("Source"): [source(one.row) for one in rows],
        }
    )


def _order(one: LedgerRow) -> tuple[Any, ...]:
    row, tiers = one.row, list(FeeTier)
    at = tiers.index(row.tier) if row.tier else -1
    return row.layer, -row.valid_from.toordinal(), at, row.store_type or "", row.arrival or ""


def _frame(rows: Sequence[LedgerRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "layer": [label(one.row.layer) for one in rows],
            "sale": [sale(one.row) for one in rows],
            "rate": [f"{percent_text(one.row)} %" for one in rows],
            "from": [day(one.row.valid_from) for one in rows],
            "until": [_last(one.row) for one in rows],
            "confidence": [[label(one.row.confidence)] for one in rows],
            "origin": [one.own.added_by if one.own else "Storeboard" for one in rows],
            "source": [source(one.row) for one in rows],
        }
    )


def _columns() -> dict[str, Any]:
    tones = {label(one): tone for one, tone in TONES.items()}
    return {
        "layer": text(_("Fee"), 122),
        "sale": text(_("For"), 172),
        "rate": text(_("Fee rate"), 84, alignment="right"),
        "from": text(_("First day"), 92),
        "until": text(_("Last day"), 92),
        "confidence": chips(_("Attested"), tones, mode(), 132),
        "origin": text(_("Added by"), 88, help=_("Shipped with Storeboard, or who added it")),
        "source": text(_("Source"), 270),
    }


def sale(row: FeeRateRow) -> str:
    """Whom a rate is for: the tier, or the kind of store and the arrival."""
    if row.layer is FeeLayer.ORDER:
        return label(row.tier) if row.tier else _("every tier")
    kind = label(row.store_type) if row.store_type else _("every store")
    return f"{kind} · {label(row.arrival) if row.arrival else _('every arrival')}"


def source(row: FeeRateRow) -> str:
    """Who says so, in the reader's words where the rate was shipped."""
    told = _PLACE.sub("", row.source)
    return _(told) if told in SOURCES else row.source


def _last(row: FeeRateRow) -> str | None:
    return day(row.valid_to - timedelta(days=1)) if row.valid_to else None


def change_table(change: FeeChange) -> None:
    """What would be before and after, row by row, and which closed months it prices anew."""
    st.dataframe(
        pd.DataFrame([_difference(one) for one in change.rates]),
        column_config={
            "layer": text(_("Fee"), 150),
            "sale": text(_("For"), 200),
            "before": text(_("Before"), 330),
            "after": text(_("After"), 330),
        },
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height="content" if len(change.rates) < 12 else 470,
        alt=_("What would change"),
    )
    if change.months:
        st.warning(
            _("{count} closed months would be priced anew: {months}.").format(
                count=len(change.months), months=months_text(change.months)
            ),
            icon=":material/history:",
        )


def _difference(one: RateChange) -> dict[str, str | None]:
    row = one.after or one.before
    return {
        "layer": label(row.layer) if row else None,
        "sale": sale(row) if row else None,
        "before": _rate_text(one.before, one.after),
        "after": _rate_text(one.after, one.before),
    }


def _rate_text(row: FeeRateRow | None, other: FeeRateRow | None) -> str | None:
    """Rate and days; also how it is attested where that is all that differs."""
    if row is None:
        return None
    days = f"{row.valid_from} – {_last(row) or ''}".rstrip()
    told = f"{percent_text(row)} % · {days}"
    same = other and (row.rate_mp, row.valid_to) == (other.rate_mp, other.valid_to)
    return f"{told} · {label(row.confidence)} · {source(row)}" if same else told


def uncertain() -> None:
    """What is not sure about fees, and so can be changed."""
    with st.expander(_("What is not certain"), icon=":material/help:"):
        st.markdown("\n".join(f"- {_(one)}" for one in UNCERTAIN))
        st.caption(_("Add a rate of your own where you know better; it counts from its first day."))
