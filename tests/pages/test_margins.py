"""The margin page tells the engine's numbers, the losses first, and never a zero for unknown."""

from __future__ import annotations

import json
import statistics

from dashboard.margins.price_scatter import picked
from engine import FeeTier

from .conftest import House, Open, metrics, texts


def test_the_strip_shows_the_engines_numbers(house: House, open_page: Open) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    own = table.tiers[house.ready.fee_tier]
    losses = int((own.profit_won < 0).sum())

    shown = metrics(open_page(house.engine, "margins", store=house.ready.name))

    assert shown["적자 상품"] == f"{losses:,}개"
    assert shown["원가 모름"] == f"{len(table.unknown.name):,}개"
    middle = statistics.median(int(rate) for rate in own.margin_rate_mp)
    assert abs(float(shown["중간 마진율"].rstrip("%")) - middle / 1000) <= 0.051
    mean = sum(int(won) for won in own.profit_won) / len(table)
    assert abs(int(shown["한 개당 평균 이익"].rstrip("원").replace(",", "")) - mean) <= 0.5


def test_the_table_begins_with_the_lowest_margin(house: House, open_page: Open) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    own = table.tiers[house.ready.fee_tier]
    lowest = int(own.margin_rate_mp.argmin())

    app = open_page(house.engine, "margins", store=house.ready.name)

    first = next(one.value for one in app.dataframe if "settlement" in one.value).iloc[0]
    assert table.doubtful[lowest]  # the demo's worst loss is a code that was copied
    assert first["name"] == f"? {table.name[lowest]}"
    assert first["settlement"] == own.settlement_won[lowest]
    assert first["order_fee"] == own.order_fee_won[lowest]
    assert first["profit"] == own.profit_won[lowest]


def test_loss_makers_only_shows_no_profit(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "margins", store=house.ready.name)

    app = app.selectbox(key="margins.shown.ko").select_index(1).run()

    shown = next(one.value for one in app.dataframe if "settlement" in one.value)
    assert len(shown)
    assert (shown["profit"] < 0).all()


def test_another_tier_changes_the_numbers_and_ours_stays_marked(
    house: House, open_page: Open
) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    app = open_page(house.engine, "margins", store=house.ready.name)

    key = f"margins.tier.{house.ready.store_id}"
    app = app.segmented_control(key=key).set_value(FeeTier.GENERAL).run()

    losses = int((table.tiers[FeeTier.GENERAL].profit_won < 0).sum())
    assert metrics(app)["적자 상품"] == f"{losses:,}개"
    assert metrics(app)["다음 기준이면 적자"] == "—"
    tiers = next(one.value for one in app.dataframe if "tier" in one.value)
    assert "중소1 (우리)" in list(tiers["tier"])
    assert len(tiers) == len(FeeTier)


def test_unknown_costs_are_listed_apart_with_what_is_missing(house: House, open_page: Open) -> None:
    table = house.engine.margins.table(house.ready.store_id)

    app = open_page(house.engine, "margins", store=house.ready.name)
    assert not [one for one in app.dataframe if "missing" in one.value]
    app.session_state["margins.unknown"] = True  # as a press opens it
    app.run()

    listed = next(one.value for one in app.dataframe if "missing" in one.value)
    assert list(listed["name"]) == list(table.unknown.name)
    assert set(listed["missing"]) <= {
        "원가",
        "포장비",
        "배송비",
        "원가, 포장비",
        "원가, 포장비, 배송비",
    }


def test_a_store_without_costs_says_what_to_do_first(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "margins", store=house.unprepared.name)

    assert "원가가 있는 상품이 없습니다" in texts(app)


def test_the_bench_is_worked_out_once_opened_and_tells_what_the_engine_does(
    house: House, open_page: Open
) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    own = table.tiers[house.ready.fee_tier]
    lowest = int(own.margin_rate_mp.argmin())
    app = open_page(house.engine, "margins", store=house.ready.name)
    assert not [one for one in app.number_input if one.key == "margins.ad"]

    app.session_state["margins.what_if"] = True  # as a press opens it
    app.run()
    app.number_input(key="margins.ad").set_value(300_000)
    app.number_input(key="margins.orders").set_value(100_000).run()

    found = house.engine.margins.ad_break_even(
        house.ready.store_id,
        int(table.price_won[lowest]),
        300_000,
        100_000,
        tier=house.ready.fee_tier,
    )
    assert f"{found.orders_needed:,}" in texts(app)
    assert "주문관리수수료 2.563 %" in texts(app)


def test_the_points_are_drawn_once_opened_one_for_each_product(
    house: House, open_page: Open
) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    own = table.tiers[house.ready.fee_tier]

    app = open_page(house.engine, "margins", store=house.ready.name)
    before = len(app.get("plotly_chart"))
    app.session_state["margins.scatter"] = True  # as a press opens it
    app.run()

    charts = app.get("plotly_chart")
    assert len(charts) == before + 1
    figure = json.loads(charts[-1].proto.spec)
    profit, loss, *doubtful = figure["data"]
    lost, doubt = own.profit_won < 0, table.doubtful
    assert len(loss["customdata"]) == int((lost & ~doubt).sum())
    assert len(profit["customdata"]) == int((~lost & ~doubt).sum())
    assert sorted(at for one in doubtful for at in one["customdata"]) == list(doubt.nonzero()[0])
    first = loss["customdata"][0]
    assert loss["x"][0] == int(table.price_won[first])


def test_a_box_picks_points_by_their_place() -> None:
    event = {"selection": {"points": [{"customdata": [7]}, {"customdata": 2}]}}

    assert picked(event).tolist() == [2, 7]
    assert picked({"selection": {"points": []}}).tolist() == []


def test_the_totals_are_those_of_the_listings_shown(house: House, open_page: Open) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    own = table.tiers[house.ready.fee_tier]

    told = texts(open_page(house.engine, "margins", store=house.ready.name))

    sums = [line for line in told.splitlines() if line.startswith("합계")]
    assert len(sums) == 1
    for column in (own.price_won, own.settlement_won, own.profit_won):
        assert f"**{int(column.sum()):,}원**" in sums[0]
