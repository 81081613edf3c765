"""What the margin page may be asked: options, delivery, groups, and what turns to loss."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dashboard.margins.frames import margin_download
from dashboard.parts.margin_summary import brands
from dashboard.words.i18n import _
from engine import CostProfile, FeeTier, MarginUnit, ProfileKind, today
from engine.domain.costs import StatedCosts

from .conftest import House, Open, metrics


def test_options_and_delivery_change_what_is_counted(house: House, open_page: Open) -> None:
    store_id = house.ready.store_id
    app = open_page(house.engine, "margins", store=house.ready.name)

    app = app.segmented_control(key="margins.unit").set_value(MarginUnit.OPTION).run()
    options = house.engine.margins.table(store_id, unit=MarginUnit.OPTION)
    own = options.tiers[house.ready.fee_tier]
    assert metrics(app)["적자 상품"] == f"{int((own.profit_won < 0).sum()):,}개"

    app = app.segmented_control(key="margins.unit").set_value(MarginUnit.LISTING).run()
    app = app.toggle(key="margins.delivery").set_value(True).run()
    counted = house.engine.margins.table(store_id, with_delivery=True)
    own = counted.tiers[house.ready.fee_tier]
    assert metrics(app)["적자 상품"] == f"{int((own.profit_won < 0).sum()):,}개"


@pytest.mark.dated
def test_what_turns_to_loss_is_shown_alone(own_house: House, open_page: Open) -> None:
    engine, store = own_house.engine, own_house.ready
    engine.terms.set_tier(store.store_id, FeeTier.SMALL_3, today())
    before = engine.margins.table(store.store_id)
    left = int(before.tiers[FeeTier.SMALL_3].gross_won[0] + before.costs.goods_won[0])
    sheet = f"own_code,name,cost_won\n{before.sku_code[0]},x,{left}\n"
    engine.skus.save(engine.skus.plan("s.csv", sheet.encode()))  # it breaks even there
    table = engine.margins.table(store.store_id)
    now, after = (table.tiers[tier].profit_won < 0 for tier in (FeeTier.SMALL_3, FeeTier.GENERAL))
    turned = after & ~now
    assert turned.any()
    app = open_page(engine, "margins", store=store.name)

    app = app.selectbox(key="margins.shown.ko").select_index(2).run()

    shown = next(one.value for one in app.dataframe if "settlement" in one.value)
    assert sorted(shown["name"]) == sorted(table.name[turned])


@pytest.mark.parametrize("by", ["BRAND", "STORE"])
def test_margin_rates_are_shown_by_brand_and_store_too(
    house: House, open_page: Open, by: str
) -> None:
    app = open_page(house.engine, "margins", store=house.ready.name)

    app = app.segmented_control(key="margins.spread_by").set_value(by).run()

    (chart,) = [
        json.loads(one.proto.spec)
        for one in app.get("plotly_chart")
        if '"type":"box"' in one.proto.spec.replace(" ", "")
    ]
    names = chart["data"][0]["y"]
    if by == "STORE":
        assert any(name.startswith(house.ready.name) for name in names)
    else:
        table = house.engine.margins.table(house.ready.store_id)
        assert set(names) <= set(brands(table, "브랜드 없음").names)


def test_what_a_profile_filled_in_is_marked_on_the_page_and_in_the_download(
    own_house: House, open_page: Open
) -> None:
    engine, store = own_house.engine, own_house.ready
    table = engine.margins.table(store.store_id)
    category = str(table.category_name[0])
    engine.cost_profiles.save(
        CostProfile(
            kind=ProfileKind.CATEGORY,
            name=category.split(">")[0],
            starts_on=today(),
            costs=StatedCosts(returns_mp=2_500),
        )
    )

    app = open_page(engine, "margins", store=store.name)

    shown = next(one.value for one in app.dataframe if "settlement" in one.value)
    assert "반품비" in set(shown["filled"])
    marked = [name.removeprefix("? ").startswith("◇ ") for name in shown["name"]]
    assert marked == [bool(parts) for parts in shown["filled"]]
    file = margin_download(engine.margins.table(store.store_id), {})
    filled = file[_("Filled by a profile")].fillna("") == "반품비"
    assert filled.any()
    paid = file.loc[filled, _("Price (₩)")].to_numpy(dtype=np.int64)
    assert list(file.loc[filled, _("Returns (₩)")]) == list((paid * 2_500 + 50_000) // 100_000)
