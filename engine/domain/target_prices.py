"""The prices of many listings that reach a margin, ended as shops end them."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from engine.domain.cost_columns import CostParts, Rows
from engine.domain.fees import MAX_WON, FeeRates, WonColumn
from engine.domain.pricing import NO_PRICE, NoPrice, Wish, fulfils, smallest_prices
from engine.domain.vat import TaxColumn


class PriceEnding(StrEnum):
    """How a price is rounded up; NAVER takes multiples of ten won.

    Source: docs/reference/fees.md section 9.
    """

    TEN = "TEN"  # 12,340
    HUNDRED = "HUNDRED"  # 12,400
    NINE_HUNDRED = "NINE_HUNDRED"  # 12,900


def raised_prices(
    margin_mp: int,
    price_won: WonColumn,
    costs: CostParts,
    rates: FeeRates,
    *,
    delivery_won: WonColumn | None = None,
    tax: TaxColumn,
    ending: PriceEnding = PriceEnding.TEN,
) -> WonColumn:
    """The prices whose exact profit is at least `margin_mp` of revenue: those that reach it as they
    are, others raised to the next such price with that ending; NO_PRICE where there is none.

    Source: docs/reference/fees.md section 9.
    """
    delivery = np.zeros_like(price_won) if delivery_won is None else delivery_won
    fixed, prices = costs.fixed_won, np.full_like(price_won, NO_PRICE)
    for shares, rows in _by_terms(costs, tax):
        wish = Wish(
            margin_mp=margin_mp,
            fixed_won=fixed[rows],
            share_mps=shares,
            rates=rates,
            delivery_won=delivery[rows],
            vat=tax.rule(rows),
        )
        found, held = smallest_prices([wish]), price_won[rows]
        if not isinstance(found, NoPrice):
            reached = fulfils(wish, np.arange(len(rows)), held[:, None])[:, 0]
            start = np.where(found == NO_PRICE, NO_PRICE, np.maximum(found, held))
            prices[rows] = np.where(reached, held, _ended(wish, start, ending))
    return prices


def _by_terms(costs: CostParts, tax: TaxColumn) -> list[tuple[tuple[int, int], Rows]]:
    """The rows of each pair of shares and each tax: each has a closed form of its own."""
    places = np.zeros_like(costs.ads_mp) if tax.places is None else tax.places
    terms = np.stack([costs.ads_mp, costs.returns_mp, places])
    if (terms == terms[:, :1]).all():
        groups, group = terms[:, :1], np.zeros(terms.shape[1], np.int64)
    else:
        groups, group = np.unique(terms, axis=1, return_inverse=True)
    return [
        ((int(ads), int(back)), np.flatnonzero(group.ravel() == at))
        for at, (ads, back, _place) in enumerate(groups.T)
    ]


def _ended(wish: Wish, prices: WonColumn, ending: PriceEnding) -> WonColumn:
    """The prices with their ending; one that just misses the margin there has the next one."""
    ended = np.where(prices == NO_PRICE, NO_PRICE, _next(prices, ending))
    pending = np.flatnonzero(ended != NO_PRICE)
    while len(pending):
        misses = ~fulfils(wish, pending, ended[pending, None])[:, 0]
        pending = pending[misses & (ended[pending] <= MAX_WON)]
        ended[pending] = _next(ended[pending] + 1, ending)
    return np.where(ended > MAX_WON, NO_PRICE, ended)


def _next(prices: WonColumn, ending: PriceEnding) -> WonColumn:
    """The price itself or the next one up that ends so."""
    step, rest = {
        PriceEnding.TEN: (10, 0),
        PriceEnding.HUNDRED: (100, 0),
        PriceEnding.NINE_HUNDRED: (1_000, 900),
    }[ending]
    return prices + (rest - prices) % step
