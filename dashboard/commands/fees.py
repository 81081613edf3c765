"""The commands that quote fees and prices; they need no store and make no workspace."""

from __future__ import annotations

import argparse
import sys
from fractions import Fraction
from typing import Any

from dashboard.words.i18n import N_, _
from engine import (
    EngineError,
    FeeRates,
    NoPrice,
    Quotes,
    Sale,
    read_config,
    shipped_schedule,
    two_decimals,
    workspace_schedule,
)

Answer = dict[str, Any]

REASONS = {
    NoPrice.TOO_LITTLE_LEFT: N_("Fees, VAT and the wanted margin take the whole price."),
    NoPrice.TOO_HIGH: N_("The price would be higher than any price can be."),
}

SHIPPED_INSTEAD = N_(
    "The fee rates of the workspace cannot be read, so those that come with Storeboard are used."
)


def quote(options: argparse.Namespace) -> Answer:
    """Fees and settlement of an order: one amount a line, one delivery fee a package."""
    order = _quotes(options).order(
        _sale(options), options.line, [options.delivery] if options.delivery is not None else []
    )
    delivery = order.deliveries[0] if order.deliveries else None
    return {
        "lines": [
            {
                "order_fee_won": line.order_fee_won,
                "sales_fee_won": line.sales_fee_won,
                "settlement_won": line.settlement_won,
            }
            for line in order.lines
        ],
        "delivery": {
            "order_fee_won": delivery.order_fee_won,
            "settlement_won": delivery.settlement_won,
        }
        if delivery
        else None,
        "fees_won": order.paid_won - order.settlement_won,
        "settlement_won": order.settlement_won,
        "rates": _rates(order.rates),
    }


def price(options: argparse.Namespace) -> Answer:
    """The break-even price and the price for a margin, or with --price what that price leaves."""
    if options.price is not None:
        return _at_price(options)
    wanted = None if options.margin is None else int(options.margin * 1000)
    found = _quotes(options).prices(
        _sale(options),
        options.cost,
        delivery_income_won=options.delivery_income,
        tax_mode=options.tax_mode,
        tax_type=options.tax_type,
        margin_mp=wanted,
    )
    reasons = [one for one in (found.break_even, found.target) if isinstance(one, NoPrice)]
    answer: Answer = {"break_even_won": _won(found.break_even)}
    if wanted is not None:
        answer["target_price_won"] = _won(found.target)
    if reasons:
        answer["reason"] = _(REASONS[reasons[0]])
    return {**answer, "rates": _rates(found.rates)}


def _at_price(options: argparse.Namespace) -> Answer:
    left = _quotes(options).margin(
        _sale(options),
        options.price,
        options.cost,
        delivery_income_won=options.delivery_income,
        tax_mode=options.tax_mode,
        tax_type=options.tax_type,
    )
    rate = left.margin_rate_mp
    return {
        "fees_won": left.fees_won,
        "gross_won": left.gross_won,
        "profit_won": two_decimals(Fraction(left.profit)),
        "margin_rate": None if rate is None else rate / 100_000,
        "rates": _rates(left.rates),
    }


def _quotes(options: argparse.Namespace) -> Quotes:
    """By the rates of the workspace; where it cannot be read by those of this version, and says
    so.
    """
    try:
        return Quotes(workspace_schedule(read_config(options.workspace)))
    except EngineError:
        sys.stderr.write(_(SHIPPED_INSTEAD) + "\n")
        return Quotes(shipped_schedule())


def _sale(options: argparse.Namespace) -> Sale:
    return Sale(
        on=options.on, tier=options.tier, arrival=options.arrival, store_type=options.store_type
    )


def _won(found: int | NoPrice | None) -> int | None:
    return None if found is None or isinstance(found, NoPrice) else int(found)


def _rates(rates: FeeRates) -> list[Answer]:
    """The rows used: rate in thousandths of a percent, first day, how well attested, source."""
    return [
        {
            "layer": row.layer,
            "rate_mp": row.rate_mp,
            "valid_from": row.valid_from.isoformat(),
            "confidence": row.confidence,
            "source": row.source,
        }
        for row in rates.rows
    ]
