"""The commands about the fee rates of a workspace: which count, and a rate of one's own."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from dashboard.commands.option_types import day, one_of
from engine import (
    Arrival,
    Confidence,
    Engine,
    FeeChange,
    FeeLayer,
    FeeRateRow,
    FeeTier,
    LedgerRow,
    StoreType,
    percent_text,
    rate_of_percent,
)

Answer = dict[str, Any]
Options = argparse.Namespace


def add_fee_ledger_commands(
    group: Any, leaf: Callable[..., argparse.ArgumentParser], store_types: Mapping[str, StoreType]
) -> None:
    """`fees rates` and `fees add`."""
    rates = leaf(group, "rates", fee_rates, "the fee rates that count, with their sources")
    rates.add_argument("--on", type=day, help="only those of this payment date")
    add = leaf(group, "add", add_rate, "add a rate of one's own from a day on")
    add.add_argument("--layer", **one_of(FeeLayer), required=True)
    add.add_argument("--tier", **one_of(FeeTier), help="for an order fee")
    add.add_argument("--store-type", choices=store_types, help="for a sales fee")
    add.add_argument("--arrival", **one_of(Arrival), help="for a sales fee")
    add.add_argument("--rate", required=True, metavar="PERCENT", help="VAT inside, such as 1.947")
    add.add_argument("--from", dest="valid_from", type=day, required=True, metavar="DATE")
    add.add_argument(
        "--to", dest="valid_to", type=day, metavar="DATE", help="first day it counts no more"
    )
    add.add_argument("--confidence", **one_of(Confidence), default=Confidence.MEDIUM)
    add.add_argument("--source", required=True, help="where the rate comes from")
    add.add_argument(
        "--reprice", action="store_true", help="closed months may be priced anew by it"
    )
    add.add_argument("--plan", action="store_true", help="only say what it would change")
    add.set_defaults(store_types=store_types, new=True)


def fee_rates(engine: Engine, options: Options) -> Answer:
    """The rates that count, and whether the table of this version waits to be accepted."""
    ledger = engine.fees.ledger()
    on = options.on
    return {
        "rates": [_row(one) for one in ledger.rows if on is None or one.row.covers(on)],
        "accepted_at": ledger.accepted_at.isoformat(timespec="seconds"),
        "accepted_by": ledger.accepted_by,
        "update": _change(ledger.update.change) if ledger.update else None,
    }


def add_rate(engine: Engine, options: Options) -> Answer:
    """Adds a rate, or with --plan only says what it would change."""
    kind = options.store_type
    row = FeeRateRow(
        layer=options.layer,
        tier=options.tier,
        store_type=options.store_types[kind] if kind else None,
        arrival=options.arrival,
        valid_from=options.valid_from,
        valid_to=options.valid_to,
        rate_mp=rate_of_percent(options.rate),
        confidence=options.confidence,
        source=options.source,
    )
    change = engine.fees.plan_rate(row)
    if not options.plan:
        engine.fees.add_rate(row, reprice=options.reprice)
    return {"added": not options.plan, **_change(change)}


def _change(change: FeeChange) -> Answer:
    return {
        "changes": [
            {
                "before": None if one.before is None else _rate(one.before),
                "after": None if one.after is None else _rate(one.after),
            }
            for one in change.rates
        ],
        "repriced_months": [month.isoformat()[:7] for month in change.months],
    }


def _row(one: LedgerRow) -> Answer:
    own = one.own
    added = {"rate_id": own and own.rate_id, "added_by": own and own.added_by}
    return {**_rate(one.row), "own": own is not None, **added}


def _rate(row: FeeRateRow) -> Answer:
    return {
        "layer": row.layer,
        "tier": row.tier,
        "store_type": row.store_type,
        "arrival": row.arrival,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "rate_mp": row.rate_mp,
        "percent": percent_text(row),
        "confidence": row.confidence,
        "source": row.source,
    }
