"""Costs have dates: a sale keeps what its goods cost on its day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from engine import CostProfile, FeeTier, ProfileKind, RowState
from engine.domain.costs import StatedCosts
from tests.costs import Hands, day_of, save_sheet, sheet, some_code
from tests.one_store import OneStore

pytestmark = pytest.mark.dated

DAY = timedelta(days=1)


def _cost_of(one_store: OneStore, code: str, on: date | None = None) -> int | None:
    """What the goods of a SKU cost on a day, as the margins of the first listing with it say."""
    table = one_store.engine.margins.table(one_store.store_id, on=on)
    found = np.flatnonzero(table.sku_code == code)
    return int(table.costs.goods_won[found[0]]) if len(found) else None


def test_the_first_costs_count_for_all_days_before_too(stocked: OneStore) -> None:
    before = stocked.engine.margins.table(
        stocked.store_id, on=day_of(stocked) - DAY - timedelta(days=300)
    )

    now = stocked.engine.margins.table(stocked.store_id)

    assert before.costs.goods_won.tolist() == now.costs.goods_won.tolist()
    assert len(now) > 100


def test_a_sale_of_yesterday_keeps_the_cost_of_yesterday(stocked: OneStore, hands: Hands) -> None:
    code = some_code(stocked)
    held = _cost_of(stocked, code)

    save_sheet(stocked.engine, sheet(stocked, cost_won="77777"))

    assert _cost_of(stocked, code) == 77_777
    assert _cost_of(stocked, code, day_of(stocked) - DAY) == held
    assert stocked.engine.skus.find(code)[0].cost_won == 77_777
    hands.now += DAY
    first, second = day_of(stocked) - DAY, day_of(stocked)
    save_sheet(stocked.engine, sheet(stocked, cost_won="88888"))
    days = (first - DAY, first, second, None)
    assert [_cost_of(stocked, code, day) for day in days] == [held, 77_777, 88_888, 88_888]
    (sku,) = [one for one in stocked.engine.skus.find(code) if one.own_code == code]
    assert sku.sku_id is not None
    told = stocked.engine.service.tables.skus.cost_days(sku.sku_id)
    assert [(day, costs.cost_won) for day, costs in told] == [
        (second, 88_888),
        (first, 77_777),
        (None, held),
    ]


def test_a_cost_typed_twice_on_one_day_is_the_second_one(stocked: OneStore) -> None:
    code = some_code(stocked)
    for cost in ("70000", "60000"):
        save_sheet(stocked.engine, sheet(stocked, cost_won=cost))

    assert _cost_of(stocked, code) == 60_000


def test_a_sheet_says_from_which_day_its_costs_count(stocked: OneStore) -> None:
    code = some_code(stocked)
    held = _cost_of(stocked, code)
    past, coming = date(2026, 10, 1), day_of(stocked) + timedelta(days=30)

    save_sheet(stocked.engine, sheet(stocked, cost_won="5000", costs_from="2026-10-01"))
    plan = stocked.engine.skus.plan(
        "skus.csv", sheet(stocked, cost_won="6000", costs_from=coming.strftime("%Y.%m.%d"))
    )
    stocked.engine.skus.save(plan)

    assert {row.state for row in plan.planned} == {RowState.CHANGED}
    days = (past - timedelta(days=1), past, day_of(stocked), coming)
    assert [_cost_of(stocked, code, day) for day in days] == [held, 5_000, 5_000, 6_000]


def test_what_a_day_already_costs_is_no_change(stocked: OneStore) -> None:
    save_sheet(stocked.engine, sheet(stocked, cost_won="5000", costs_from="2026-10-01"))

    again = stocked.engine.skus.plan(
        "skus.csv", sheet(stocked, cost_won="5000", costs_from="2026/10/02")
    )

    assert {row.state for row in again.planned} == {RowState.UNCHANGED}


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "26-10-01", "1999-12-31", "2101-01-01"])
def test_a_day_that_is_none_is_refused_with_the_row(stocked: OneStore, text: str) -> None:
    plan = stocked.engine.skus.plan("skus.csv", sheet(stocked, costs_from=text))

    assert plan.planned == ()
    assert "is not a day" in plan.rejected[0].text


def test_inbound_advertising_and_returns_lower_the_margin_by_what_they_are(
    stocked: OneStore,
) -> None:
    code = some_code(stocked)
    plain = stocked.engine.margins.table(stocked.store_id)
    at = int(np.flatnonzero(plain.sku_code == code)[0])

    save_sheet(stocked.engine, sheet(stocked, inbound_won="120", ads="3.5%", returns="250"))

    table = stocked.engine.margins.table(stocked.store_id)
    price = int(table.price_won[at])
    share = (price * 3_500 + 50_000) // 100_000
    micro = table.tiers[FeeTier.MICRO]
    lost = plain.tiers[FeeTier.MICRO].gross_won[at] - micro.gross_won[at]
    assert lost == 120 + share + 250
    sale = stocked.engine.margins.of(
        stocked.store_id, price, table.costs.of(at), table.rates[FeeTier.MICRO]
    )
    assert sale.profit_won == micro.profit_won[at]
    assert (sale.costs.ads_won, sale.costs.returns_won) == (share, 250)
    assert sale.cost_rate_mp == micro.cost_rate_mp[at]
    assert not table.costs.filled.any()


@pytest.mark.parametrize(("column", "text"), [("ads", "101%"), ("returns", "-1"), ("ads", "3,5%")])
def test_a_share_that_is_none_is_refused_with_the_row(
    stocked: OneStore, column: str, text: str
) -> None:
    plan = stocked.engine.skus.plan("skus.csv", sheet(stocked, **{column: text}))

    assert plan.planned == ()


def test_the_copy_for_other_tools_has_the_costs_of_the_day_and_of_all_days(
    stocked: OneStore, tmp_path: Path
) -> None:
    code = some_code(stocked)
    save_sheet(stocked.engine, sheet(stocked, cost_won="77777"))
    stocked.engine.cost_profiles.save(
        CostProfile(
            kind=ProfileKind.SKU_GROUP,
            name="유리",
            starts_on=day_of(stocked),
            costs=StatedCosts(packaging_won=1),
        )
    )
    file = tmp_path / "copy.duckdb"
    stocked.engine.snapshots.write(file)

    with duckdb.connect(str(file), read_only=True) as copy:
        cost = copy.execute("select cost_won from sku where own_code = ?", [code]).fetchone()
        dated = copy.execute("select distinct starts_on from sku_cost").fetchall()
        profiles = copy.execute("select name, packaging_won from cost_profile").fetchall()
    assert (cost, dated, profiles) == ((77_777,), [(day_of(stocked),)], [("유리", 1)])
