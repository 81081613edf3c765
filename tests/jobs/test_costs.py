"""Costs have dates, profiles fill what a SKU does not say, options have margins of their own."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from engine import (
    BadRequest,
    Config,
    CostPart,
    CostProfile,
    Engine,
    FeeTier,
    MarginUnit,
    ProfileKind,
    RowState,
    StatedCosts,
    open_engine,
    parts_of,
)
from engine.clock import now, today
from engine.store.database import dicts
from tests.sandbox_process import Sandbox
from tests.shop import BY_CODE, Shop, done, open_shop, sku_sheet

SOME = 60
DAY = timedelta(days=1)


class Hands:
    """A clock that stands still and is turned by hand."""

    def __init__(self) -> None:
        self.now = now()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="module")
def prepared(
    shared_sandbox: Sandbox, store_indices: Iterator[int], tmp_path_factory: pytest.TempPathFactory
) -> Shop:
    """A closed workspace whose listings are matched to the SKUs of the store's own sheet."""
    shop = open_shop(shared_sandbox, next(store_indices), tmp_path_factory.mktemp("costs") / "shop")
    _save(shop.engine, sku_sheet(shop.index, 620))
    done(shop.imports(**BY_CODE))
    shop.engine.close()
    return shop


@pytest.fixture
def stocked(prepared: Shop, tmp_path: Path, hands: Hands) -> Iterator[Shop]:
    """A copy of it for each test."""
    folder = shutil.copytree(prepared.folder, tmp_path / "shop")
    engine = open_engine(Config(workspace=folder), clock=hands)
    yield replace(prepared, folder=folder, engine=engine)
    engine.close()


def _save(engine: Engine, sheet: bytes) -> None:
    engine.save_skus(engine.plan_skus("skus.csv", sheet))


def _sheet(shop: Shop, columns: tuple[str, ...] = (), **cells: str) -> bytes:
    """The sheet of the first SKUs: codes and names, these columns as they are, these cells."""
    rows = list(csv.DictReader(io.StringIO(sku_sheet(shop.index, 620).decode("utf-8-sig"))))[:SOME]
    kept = ("own_code", "name", *columns)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*kept, *cells])
    writer.writeheader()
    writer.writerows({**{name: row[name] for name in kept}, **cells} for row in rows)
    return text.getvalue().encode()


def _today(shop: Shop) -> date:
    return today(shop.engine._clock)


def _cost_of(shop: Shop, code: str, on: date | None = None) -> int | None:
    """What the goods of a SKU cost on a day, as the margins of the first listing with it say."""
    table = shop.engine.margins(shop.store_id, on=on)
    found = np.flatnonzero(table.sku_code == code)
    return int(table.costs.goods_won[found[0]]) if len(found) else None


def _some_code(shop: Shop) -> str:
    """A SKU of the sheet's beginning that a listing has."""
    codes = {line.split(",")[0] for line in _sheet(shop).decode().splitlines()[1:]}
    table = shop.engine.margins(shop.store_id)
    return next(str(code) for code in table.sku_code if code in codes)


def test_the_first_costs_count_for_all_days_before_too(stocked: Shop) -> None:
    before = stocked.engine.margins(
        stocked.store_id, on=_today(stocked) - DAY - timedelta(days=300)
    )

    now = stocked.engine.margins(stocked.store_id)

    assert before.costs.goods_won.tolist() == now.costs.goods_won.tolist()
    assert len(now) > 100


def test_a_sale_of_yesterday_keeps_the_cost_of_yesterday(stocked: Shop, hands: Hands) -> None:
    code = _some_code(stocked)
    held = _cost_of(stocked, code)

    _save(stocked.engine, _sheet(stocked, cost_won="77777"))

    assert _cost_of(stocked, code) == 77_777
    assert _cost_of(stocked, code, _today(stocked) - DAY) == held
    assert stocked.engine.skus(code)[0].cost_won == 77_777
    hands.now += DAY
    first, second = _today(stocked) - DAY, _today(stocked)
    _save(stocked.engine, _sheet(stocked, cost_won="88888"))
    days = (first - DAY, first, second, None)
    assert [_cost_of(stocked, code, day) for day in days] == [held, 77_777, 88_888, 88_888]
    (sku,) = [one for one in stocked.engine.skus(code) if one.own_code == code]
    assert sku.sku_id is not None
    told = stocked.engine.sku_costs(sku.sku_id)
    assert [(day, costs.cost_won) for day, costs in told] == [
        (second, 88_888),
        (first, 77_777),
        (None, held),
    ]


def test_a_cost_typed_twice_on_one_day_is_the_second_one(stocked: Shop) -> None:
    code = _some_code(stocked)
    for cost in ("70000", "60000"):
        _save(stocked.engine, _sheet(stocked, cost_won=cost))

    assert _cost_of(stocked, code) == 60_000


def test_a_sheet_says_from_which_day_its_costs_count(stocked: Shop) -> None:
    code = _some_code(stocked)
    held = _cost_of(stocked, code)
    past, coming = date(2026, 10, 1), _today(stocked) + timedelta(days=30)

    _save(stocked.engine, _sheet(stocked, cost_won="5000", costs_from="2026-10-01"))
    plan = stocked.engine.plan_skus(
        "skus.csv", _sheet(stocked, cost_won="6000", costs_from=coming.strftime("%Y.%m.%d"))
    )
    stocked.engine.save_skus(plan)

    assert {row.state for row in plan.planned} == {RowState.CHANGED}
    days = (past - timedelta(days=1), past, _today(stocked), coming)
    assert [_cost_of(stocked, code, day) for day in days] == [held, 5_000, 5_000, 6_000]


def test_what_a_day_already_costs_is_no_change(stocked: Shop) -> None:
    _save(stocked.engine, _sheet(stocked, cost_won="5000", costs_from="2026-10-01"))

    again = stocked.engine.plan_skus(
        "skus.csv", _sheet(stocked, cost_won="5000", costs_from="2026/10/02")
    )

    assert {row.state for row in again.planned} == {RowState.UNCHANGED}


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "26-10-01", "1999-12-31", "2101-01-01"])
def test_a_day_that_is_none_is_refused_with_the_row(stocked: Shop, text: str) -> None:
    plan = stocked.engine.plan_skus("skus.csv", _sheet(stocked, costs_from=text))

    assert plan.planned == ()
    assert "is not a day" in plan.rejected[0].text


def test_inbound_advertising_and_returns_lower_the_margin_by_what_they_are(stocked: Shop) -> None:
    code = _some_code(stocked)
    plain = stocked.engine.margins(stocked.store_id)
    at = int(np.flatnonzero(plain.sku_code == code)[0])

    _save(stocked.engine, _sheet(stocked, inbound_won="120", ads="3.5%", returns="250"))

    table = stocked.engine.margins(stocked.store_id)
    price = int(table.price_won[at])
    share = (price * 3_500 + 50_000) // 100_000
    micro = table.tiers[FeeTier.MICRO]
    lost = plain.tiers[FeeTier.MICRO].gross_won[at] - micro.gross_won[at]
    assert lost == 120 + share + 250
    sale = stocked.engine.margin_of(
        stocked.store_id, price, table.costs.of(at), table.rates[FeeTier.MICRO]
    )
    assert sale.profit_won == micro.profit_won[at]
    assert (sale.costs.ads_won, sale.costs.returns_won) == (share, 250)
    assert sale.cost_rate_mp == micro.cost_rate_mp[at]
    assert not table.costs.filled.any()


@pytest.mark.parametrize(("column", "text"), [("ads", "101%"), ("returns", "-1"), ("ads", "3,5%")])
def test_a_share_that_is_none_is_refused_with_the_row(
    stocked: Shop, column: str, text: str
) -> None:
    plan = stocked.engine.plan_skus("skus.csv", _sheet(stocked, **{column: text}))

    assert plan.planned == ()


def test_profiles_fill_what_a_sku_does_not_say_and_are_marked(stocked: Shop) -> None:
    engine, code = stocked.engine, _some_code(stocked)
    table = engine.margins(stocked.store_id)
    category = str(table.category_name[table.sku_code == code][0])
    held = _row(stocked, code)
    _save(engine, _sheet(stocked, packaging_won="", sku_group="유리"))
    assert code in engine.margins(stocked.store_id).unknown.sku_code

    for name, packaging in ((category.split(">")[0], 111), (category, 222)):
        engine.save_cost_profile(
            _profile(ProfileKind.CATEGORY, name, _today(stocked), packaging_won=packaging)
        )
    by_category = _row(stocked, code)
    engine.save_cost_profile(
        _profile(
            ProfileKind.SKU_GROUP, "유리", _today(stocked), packaging_won=333, returns_mp=2_000
        )
    )
    by_group = _row(stocked, code)

    assert by_category == (222, 0, (CostPart.PACKAGING,))
    assert by_group == (333, 2_000, (CostPart.PACKAGING, CostPart.RETURNS))
    assert _row(stocked, code, on=_today(stocked) - DAY) == held  # as the SKU said then


def test_what_the_sku_says_goes_before_its_profile(stocked: Shop) -> None:
    code = _some_code(stocked)
    _save(stocked.engine, _sheet(stocked, packaging_won="50", ads="10", sku_group="유리"))

    stocked.engine.save_cost_profile(
        _profile(ProfileKind.SKU_GROUP, "유리", _today(stocked), packaging_won=333, ads_mp=9_000)
    )

    assert _row(stocked, code) == (50, 0, ())


def test_an_ended_profile_fills_nothing_from_that_day_on(stocked: Shop) -> None:
    engine, code = stocked.engine, _some_code(stocked)
    _save(engine, _sheet(stocked, ("packaging_won",), sku_group="유리"))
    engine.save_cost_profile(
        _profile(ProfileKind.SKU_GROUP, "유리", date(2026, 1, 1), returns_mp=2_000)
    )
    ended = engine.end_cost_profile(ProfileKind.SKU_GROUP, "유리")

    assert ended.is_end
    then, before = _row(stocked, code), _row(stocked, code, on=_today(stocked) - DAY)
    assert then is not None
    assert before is not None
    assert (then[1], before[1]) == (0, 2_000)
    assert [one.starts_on for one in engine.cost_profiles()] == [_today(stocked), date(2026, 1, 1)]
    assert "유리" in engine.cost_profile_names(ProfileKind.SKU_GROUP)


@pytest.mark.parametrize(
    "costs",
    [
        StatedCosts(packaging_won=-1),
        StatedCosts(ads_mp=100_001),
        StatedCosts(ads_mp=1_000, ads_won=5),
        StatedCosts(cost_won=10**9),
    ],
)
def test_a_profile_that_cannot_be_is_refused(stocked: Shop, costs: StatedCosts) -> None:
    profile = CostProfile(
        kind=ProfileKind.SKU_GROUP, name="유리", starts_on=_today(stocked), costs=costs
    )
    with pytest.raises(BadRequest):
        stocked.engine.save_cost_profile(profile)
    assert stocked.engine.cost_profiles() == ()


def test_a_profile_without_a_name_is_refused(stocked: Shop) -> None:
    with pytest.raises(BadRequest):
        stocked.engine.save_cost_profile(
            _profile(ProfileKind.CATEGORY, "  ", _today(stocked), packaging_won=1)
        )


def test_the_buyers_delivery_fee_is_income_with_a_fee_of_its_own_where_it_is_counted(
    stocked: Shop,
) -> None:
    plain = stocked.engine.margins(stocked.store_id)
    counted = stocked.engine.margins(stocked.store_id, with_delivery=True)

    assert plain.delivery_won is None
    assert counted.delivery_won is not None
    paid = np.flatnonzero(counted.delivery_won > 0)
    assert len(paid)
    at = int(paid[0])
    was = int(np.flatnonzero(plain.channel_product_no == counted.channel_product_no[at])[0])
    fee = int(counted.delivery_won[at])
    order_mp = counted.rates[FeeTier.MICRO].order_mp
    with_it, without = counted.tiers[FeeTier.MICRO], plain.tiers[FeeTier.MICRO]
    assert (
        with_it.settlement_won[at] - without.settlement_won[was] == fee - fee * order_mp // 100_000
    )
    sale = stocked.engine.margin_of(
        stocked.store_id,
        int(counted.price_won[at]),
        counted.costs.of(at),
        counted.rates[FeeTier.MICRO],
        delivery_income_won=fee,
    )
    assert sale.profit_won == with_it.profit_won[at]


def test_each_option_has_the_margin_of_its_own_price_and_sku(stocked: Shop) -> None:
    listings = stocked.engine.margins(stocked.store_id)

    options = stocked.engine.margins(stocked.store_id, unit=MarginUnit.OPTION)

    assert options.unit is MarginUnit.OPTION
    assert not listings.option_id.any()
    of_options = np.flatnonzero(options.option_id)
    assert len(of_options) > 5
    details = {
        (row["channel_product_no"], row["option_id"]): row for row in _options_held(stocked.engine)
    }
    skus = {one.own_code: one for one in stocked.engine.skus(limit=10_000)}
    for at in of_options:
        held = details[int(options.channel_product_no[at]), int(options.option_id[at])]
        assert options.price_won[at] == held["discounted_price_won"] + held["price_won"]
        assert str(options.name[at]).endswith(held["name"])
        if held["seller_code"] in skus:
            assert options.sku_code[at] == held["seller_code"]
        assert options.costs.goods_won[at] == skus[str(options.sku_code[at])].cost_won
    without = set(options.channel_product_no[options.option_id == 0].tolist())
    assert without <= set(listings.channel_product_no.tolist())


def test_the_copy_for_other_tools_has_the_costs_of_the_day_and_of_all_days(
    stocked: Shop, tmp_path: Path
) -> None:
    code = _some_code(stocked)
    _save(stocked.engine, _sheet(stocked, cost_won="77777"))
    stocked.engine.save_cost_profile(
        _profile(ProfileKind.SKU_GROUP, "유리", _today(stocked), packaging_won=1)
    )
    file = tmp_path / "copy.duckdb"
    stocked.engine.write_snapshot(file)

    with duckdb.connect(str(file), read_only=True) as copy:
        cost = copy.execute("select cost_won from sku where own_code = ?", [code]).fetchone()
        dated = copy.execute("select distinct starts_on from sku_cost").fetchall()
        profiles = copy.execute("select name, packaging_won from cost_profile").fetchall()
    assert (cost, dated, profiles) == ((77_777,), [(_today(stocked),)], [("유리", 1)])


def _options_held(engine: Engine) -> list[dict[str, Any]]:
    with engine._rooms.database.read() as cursor:
        return dicts(
            cursor.execute(
                "select p.channel_product_no, p.discounted_price_won, o.* from product_option o"
                " join channel_product p using (store_id, origin_product_no)"
            )
        )


def _profile(kind: ProfileKind, name: str, starts_on: date, **costs: int) -> CostProfile:
    return CostProfile(kind=kind, name=name, starts_on=starts_on, costs=StatedCosts(**costs))


def _row(
    shop: Shop, code: str, on: date | None = None
) -> tuple[int, int, tuple[CostPart, ...]] | None:
    """Packaging, share of returns and what was filled of a SKU's first listing; None without a
    margin.
    """
    table = shop.engine.margins(shop.store_id, on=on)
    found = np.flatnonzero(table.sku_code == code)
    if not len(found):
        return None
    costs, at = table.costs, found[0]
    filled = parts_of(int(costs.filled[at]))
    return int(costs.packaging_won[at]), int(costs.returns_mp[at]), filled
