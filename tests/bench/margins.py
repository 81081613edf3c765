"""Bench of margins: 1,000,000 listings in five tiers, and a sorted page of them.

The baseline is the bare scan: DuckDB reading the same input columns into numpy, nothing computed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import duckdb

from engine.domain.cost_columns import cost_column
from engine.domain.fee_schedule import fee_schedule, parse_fee_rates
from engine.domain.fees import FeeRates, FeeTier
from engine.domain.margin_columns import MarginColumns, margins_by, sorted_page

ROWS = 1_000_000
REPEATS = 7
SCAN = "select price_won, goods_won, packaging_won, shipping_won from listing"
MAKE = """
    create table listing as
    select
        1000 + (n * 7919) % 299000 as price_won,
        600 + (n * 104729) % 180000 as goods_won,
        (n % 10) * 100 as packaging_won,
        2500 + (n % 5) * 250 as shipping_won
    from (select range as n from range($rows))
"""


def run() -> list[dict[str, Any]]:
    """Recomputing from columns in memory, reading and computing, and one sorted page."""
    rates = _rates()
    with duckdb.connect() as connection:
        connection.execute(MAKE, {"rows": ROWS})
        inputs = _scan(connection)
        tiers = _compute(inputs, rates)
        lowest = tiers[FeeTier.GENERAL]

        scan, recompute, rated, both, page = _medians(
            lambda: _scan(connection),
            lambda: _compute(inputs, rates),
            lambda: [columns.margin_rate_mp for columns in _compute(inputs, rates).values()],
            lambda: _compute(_scan(connection), rates),
            lambda: lowest.take(sorted_page(lowest.profit_won, lowest.known)).settlement_won,
        )
    return [
        _row("margins 1M x 5 recomputed", recompute, scan, "50 ms or 1.3x the scan"),
        _row("margins and margin rates 1M x 5", rated, scan, "shown, no goal"),
        _row("margins 1M x 5 scanned and computed", both, scan, "shown, no goal"),
        _row("page of the 100 lowest margins of 1M", page, scan, "50 ms"),
    ]


def _rates() -> dict[FeeTier, FeeRates]:
    table = Path(__file__).parents[2] / "data" / "fee_rates.csv"
    schedule = fee_schedule(parse_fee_rates(table.read_text(encoding="utf-8")))
    return {tier: schedule.rates_on(date(2026, 10, 5), tier=tier) for tier in FeeTier}


def _scan(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return connection.execute(SCAN).fetchnumpy()


def _compute(
    inputs: dict[str, Any], rates: dict[FeeTier, FeeRates]
) -> dict[FeeTier, MarginColumns]:
    cost = cost_column(inputs["goods_won"], inputs["packaging_won"], inputs["shipping_won"])
    return margins_by(rates, inputs["price_won"], cost)


def _medians(*works: Callable[[], object]) -> list[float]:
    """Median milliseconds of each, taken in turns so that a busy moment falls on all of them."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(REPEATS):
        for work, times in zip(works, taken, strict=True):
            begun = perf_counter()
            work()
            times.append((perf_counter() - begun) * 1_000)
    return [median(times) for times in taken]


def _row(name: str, ours: float, baseline: float, goal: str) -> dict[str, Any]:
    return {
        "name": name,
        "ours": round(ours, 1),
        "baseline": round(baseline, 1),
        "ratio": round(ours / baseline, 2),
        "goal": goal,
        "unit": "ms",
    }
