"""Scenarios: price, discount, cost, delivery, tier, arrival and rates changed together on listings.

The arithmetic is that of `margin` and `pricing`; here is said what goes into it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.domain.cost_columns import CostParts, Mask, Rows
from engine.domain.fees import (
    FULL_RATE_MP,
    MAX_WON,
    Arrival,
    FeeRates,
    FeeTier,
    WonColumn,
)
from engine.domain.margin_columns import MarginColumns, margin_columns
from engine.domain.margin_table import MarginTable
from engine.domain.pricing import NO_PRICE, changed_won
from engine.domain.target_prices import PriceEnding, raised_prices
from engine.domain.vat import TaxColumn
from engine.errors import BadRequest

MOST_LISTINGS = 10_000


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """What is changed on which listings; what is zero or None stays as it is."""

    name: str
    numbers: tuple[int, ...] = ()  # channel product numbers; empty: every listing
    price_change_mp: int = 0  # in thousandths of a percent of the price, -20000 is 20 % off
    discount_won: int = 0  # then taken off each price, paid by the seller
    target_mp: int | None = None  # then prices below that margin rate are raised to reach it,
    ending: PriceEnding = PriceEnding.TEN  # and end so
    cost_change_mp: int = 0  # of the goods
    shipping_change_won: int = 0  # added to what shipping costs the seller
    with_delivery: bool = False  # whether what the buyer pays for delivery is counted,
    delivery_change_won: int = 0  # and what is added to it
    tier: FeeTier
    arrival: Arrival = Arrival.NORMAL
    order_mp: int | None = None  # rates to try in place of the ledger's
    sales_mp: int | None = None


class SavedScenario(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario under its name."""

    scenario: Scenario
    saved_by: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScenarioResult:
    """The listings as they are and as the scenario has them, row by row in the same order.

    `doubtful` marks those whose SKU comes by a code though the names have little in common,
    `missing` counts chosen listings that have no margin any more, `unreached` marks those that no
    price brings to the target: their price stays.
    """

    scenario: Scenario
    channel_product_no: NDArray[np.int64]
    name: NDArray[np.object_]
    doubtful: Mask
    now: MarginColumns
    then: MarginColumns
    missing: int
    unreached: Mask


def check_scenario(scenario: Scenario) -> None:
    """Raises BadRequest for a scenario that cannot be."""
    if not scenario.name.strip():
        raise BadRequest("Give the scenario a name.")
    if len(scenario.numbers) > MOST_LISTINGS:
        raise BadRequest(
            "A scenario is of {most} chosen listings at most. Choose fewer, or every one.",
            most=f"{MOST_LISTINGS:,}",
        )
    for change in (scenario.price_change_mp, scenario.cost_change_mp):
        if not -FULL_RATE_MP <= change <= 10 * FULL_RATE_MP:
            raise BadRequest("A change lies between -100 % and 1,000 %. Choose another one.")
    changes = (scenario.shipping_change_won, scenario.delivery_change_won)
    if not 0 <= scenario.discount_won <= MAX_WON or any(abs(one) > MAX_WON for one in changes):
        raise BadRequest("A discount is zero or more won. Choose another one.")
    if scenario.target_mp is not None and not 0 <= scenario.target_mp < FULL_RATE_MP:
        raise BadRequest("A margin to reach lies between 0 and 100 %. Choose another one.")
    for rate_mp in (scenario.order_mp, scenario.sales_mp):
        if rate_mp is not None and not 0 <= rate_mp <= FULL_RATE_MP:
            raise BadRequest("A fee rate lies between 0 and 100 %. Choose another one.")


def scenario_result(table: MarginTable, scenario: Scenario, rates: FeeRates) -> ScenarioResult:
    """The listings of the scenario as the table has them at the store's own tier, and then by
    `rates`, those of the scenario's tier and arrival. No price and no cost falls below zero.
    """
    rows = _rows(table, scenario)
    wanted = _tried(rates, scenario)
    costs, delivery = _costs(table, scenario, rows), _delivery(table, scenario, rows)
    price = changed_won(table.price_won[rows], scenario.price_change_mp)
    price = np.maximum(price - scenario.discount_won, 0)
    tax = table.tax.take(rows)
    price, unreached = _raised(price, scenario, wanted, costs, delivery, tax)
    then = margin_columns(
        price,
        costs.at(price if delivery is None else price + delivery),
        wanted,
        delivery_income_won=delivery,
        tax_mode=tax.mode,
        tax_places=tax.places,
    )
    chosen = len(set(scenario.numbers))
    return ScenarioResult(
        scenario=scenario,
        channel_product_no=table.channel_product_no[rows],
        name=table.name[rows],
        doubtful=table.doubtful[rows],
        now=table.tiers[table.store.fee_tier].take(rows),
        then=then,
        missing=chosen - len(rows) if chosen else 0,
        unreached=unreached,
    )


def _costs(table: MarginTable, scenario: Scenario, rows: Rows) -> CostParts:
    costs = table.costs.take(rows)
    return replace(
        costs,
        goods_won=changed_won(costs.goods_won, scenario.cost_change_mp),
        shipping_won=np.maximum(costs.shipping_won + scenario.shipping_change_won, 0),
    )


def _delivery(table: MarginTable, scenario: Scenario, rows: Rows) -> WonColumn | None:
    if table.delivery_won is None:
        return None
    return np.maximum(table.delivery_won[rows] + scenario.delivery_change_won, 0)


def _raised(
    price: WonColumn,
    scenario: Scenario,
    rates: FeeRates,
    costs: CostParts,
    delivery: WonColumn | None,
    tax: TaxColumn,
) -> tuple[WonColumn, Mask]:
    """The prices, those that miss the wanted margin raised to it, and which no price brings there.

    A price that reaches the margin stays as it is.
    """
    if scenario.target_mp is None:
        return price, np.zeros(len(price), np.bool_)
    raised = raised_prices(
        scenario.target_mp,
        price,
        costs,
        rates,
        delivery_won=delivery,
        tax=tax,
        ending=scenario.ending,
    )
    unreached = raised == NO_PRICE
    return np.where(unreached, price, raised), unreached


def _rows(table: MarginTable, scenario: Scenario) -> Rows:
    if not scenario.numbers:
        return np.arange(len(table))
    numbers = np.array(scenario.numbers, dtype=np.int64)
    return np.flatnonzero(np.isin(table.channel_product_no, numbers))


def _tried(rates: FeeRates, scenario: Scenario) -> FeeRates:
    """The rates with those that are tried; such have no rows."""
    order, sales = scenario.order_mp, scenario.sales_mp
    if order is None and sales is None:
        return rates
    return replace(
        rates,
        order_mp=rates.order_mp if order is None else order,
        sales_mp=rates.sales_mp if sales is None else sales,
        rows=(),
    )
