"""The catalogue as it is held: the costs of a day, and those of today where none is said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import BadRequest
from engine.jobs.context import Tables
from tests.builders import NOON, sku

TODAY = NOON.date()
DAY = timedelta(days=1)


@pytest.fixture
def dearer(tables: Tables) -> Tables:
    """One SKU that cost 1,000 won and costs 1,500 since yesterday, 2,000 from tomorrow on."""
    tables.skus.save([sku("A-1", cost_won=1_000)])
    tables.skus.save([sku("A-1", cost_won=1_500)], [TODAY - DAY])
    tables.skus.save([sku("A-1", cost_won=2_000)], [TODAY + DAY])
    return tables


@pytest.mark.parametrize(
    ("days", "cost_won"), [(-20, 1_000), (-2, 1_000), (-1, 1_500), (0, 1_500), (1, 2_000)]
)
def test_a_sku_is_held_with_the_costs_of_the_day(dearer: Tables, days: int, cost_won: int) -> None:
    held = dearer.skus.held(["A-1", "B-1"], TODAY + days * DAY)

    assert {code: one.cost_won for code, one in held.items()} == {"A-1": cost_won}


def test_first_costs_that_name_their_day_are_unknown_before_it(tables: Tables) -> None:
    tables.skus.save([sku("A-1", cost_won=1_000)], [TODAY - DAY])

    days = [TODAY - 2 * DAY, TODAY - DAY, TODAY]
    assert [tables.skus.held(["A-1"], day)["A-1"].cost_won for day in days] == [None, 1_000, 1_000]


def test_without_a_day_the_costs_are_those_of_today(dearer: Tables) -> None:
    held = dearer.skus.held(["A-1"])["A-1"]

    assert held.cost_won == 1_500
    assert held.sku_id is not None
    assert dearer.skus.get(held.sku_id) == held
    assert dearer.skus.find("A-1", limit=5, offset=0) == (held,)


def test_a_sku_that_is_not_there_is_refused(dearer: Tables) -> None:
    with pytest.raises(BadRequest, match="no longer exists"):
        dearer.skus.get(99)
