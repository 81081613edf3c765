"""Scenarios: the engine's numbers row by row, saved, compared, refused where they cannot be."""

from __future__ import annotations

import msgspec
import pytest

from dashboard.scenarios.saved import export_frame
from engine import Arrival, BadRequest, Costs, FeeRates, FeeTier, PriceEnding, Role, Scenario
from engine.domain.margin import margin

from .conftest import House, Open, metrics

PLAN = Scenario(
    name="18 %",
    price_change_mp=12_500,
    discount_won=700,
    cost_change_mp=-3_000,
    shipping_change_won=250,
    tier=FeeTier.SMALL_2,
    arrival=Arrival.SELLER_MARKETING,
    sales_mp=1_001,
)


def test_every_listing_of_a_scenario_is_the_margin_of_its_changed_amounts(house: House) -> None:
    table = house.engine.margins.table(house.ready.store_id)

    result = house.engine.scenarios.result(house.ready.store_id, PLAN)

    for at in range(len(table)):
        price = (int(table.price_won[at]) * 112_500 + 50_000) // 100_000 - 700
        goods = (int(table.costs.goods_won[at]) * 97_000 + 50_000) // 100_000
        costs = Costs(
            goods_won=goods,
            packaging_won=int(table.costs.packaging_won[at]),
            shipping_won=int(table.costs.shipping_won[at]) + 250,
        )
        rates = FeeRates(order_mp=2_728, sales_mp=1_001)
        expected = margin(
            *(max(price, 0), costs, rates),
            tax_mode=table.store.tax_mode,
            tax_type=table.tax.of(at),
        )
        assert int(result.then.profit_won[at]) == expected.profit_won
    own = table.tiers[house.ready.fee_tier]
    assert result.now.profit_won.tolist() == own.profit_won.tolist()
    assert len(export_frame(result)) == len(table)


def test_a_scenario_of_chosen_listings_tells_those_that_are_gone(house: House) -> None:
    table = house.engine.margins.table(house.ready.store_id)
    chosen = tuple(int(one) for one in table.channel_product_no[:3])
    some = msgspec.structs.replace(PLAN, numbers=(*chosen, 1))

    result = house.engine.scenarios.result(house.ready.store_id, some)

    assert sorted(result.channel_product_no.tolist()) == sorted(chosen)
    assert result.missing == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": " "}, "a name"),
        ({"price_change_mp": -100_001}, "-100 %"),
        ({"discount_won": -1}, "discount"),
        ({"order_mp": 100_001}, "fee rate"),
        ({"numbers": tuple(range(10_001))}, "10,000"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused(
    house: House, fields: dict[str, object], told: str
) -> None:
    with pytest.raises(BadRequest) as raised:
        house.engine.scenarios.save(house.ready.store_id, msgspec.structs.replace(PLAN, **fields))

    assert told in str(raised.value)
    assert all(
        one.scenario.name != " " for one in house.engine.scenarios.of_store(house.ready.store_id)
    )


def test_listings_of_doubtful_matches_are_marked_in_a_scenario(
    house: House, open_page: Open
) -> None:
    store = house.ready
    table = house.engine.margins.table(store.store_id)
    doubted = {f"? {name}" for name in table.name[table.doubtful]}
    assert doubted

    app = open_page(house.engine, "scenarios", store=store.name)
    shown = next(one.value for one in app.dataframe if "price_now" in one.value)

    assert {name for name in shown["name"] if name.startswith("? ")} == doubted
    result = house.engine.scenarios.result(store.store_id, Scenario(name="x", tier=store.fee_tier))
    file = export_frame(result)
    assert list(file["의심 매칭"] == "의심") == list(table.doubtful)


def test_an_analyst_tries_saves_compares_and_removes_one_on_the_page(
    own_house: House, open_page: Open
) -> None:
    engine, store = own_house.engine, own_house.ready
    app = open_page(engine, "scenarios", store=store.name, role=Role.ANALYST)
    app.text_input(key="scenarios.price").input("10").run()
    wanted = Scenario(name="x", price_change_mp=10_000, tier=store.fee_tier)
    losses = int((engine.scenarios.result(store.store_id, wanted).then.profit_won < 0).sum())
    assert metrics(app)["적자 상품"] == f"{losses:,}개"

    app.text_input(key="scenarios.name").input("열 퍼센트 인상").run()
    app.button(key="scenarios.save").click().run()

    (saved,) = engine.scenarios.of_store(store.store_id)
    assert (saved.scenario.name, saved.scenario.price_change_mp) == ("열 퍼센트 인상", 10_000)
    shown = app.dataframe[-1].value
    assert list(shown["시나리오"]) == ["열 퍼센트 인상"]
    app.button(key="scenarios.gone").click().run()
    assert engine.scenarios.of_store(store.store_id) == ()


def test_what_is_folded_away_counts_and_is_counted_in_its_title(
    own_house: House, open_page: Open
) -> None:
    engine, store = own_house.engine, own_house.ready
    app = open_page(engine, "scenarios", store=store.name, role=Role.ANALYST)
    assert "배송비와 수수료" in [one.label for one in app.expander]
    app.text_input(key="scenarios.order_mp").input("1.9").run()
    app.number_input(key="scenarios.ship").set_value(-500).run()
    assert "배송비와 수수료 · 2개 설정" in [one.label for one in app.expander]

    app.text_input(key="scenarios.target").input("18").run()
    app.selectbox(key="scenarios.ending.ko").set_value(PriceEnding.HUNDRED).run()
    app.text_input(key="scenarios.name").input("가득").run()
    app.button(key="scenarios.save").click().run()

    (saved,) = engine.scenarios.of_store(store.store_id)
    kept = saved.scenario
    assert (kept.order_mp, kept.shipping_change_won) == (1_900, -500)
    assert (kept.target_mp, kept.ending) == (18_000, PriceEnding.HUNDRED)
