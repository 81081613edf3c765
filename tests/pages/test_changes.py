"""Change history: what syncs saw, by day, field and name, and the past of one listing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dashboard.parts.change_frames import changes_download, field_changes
from engine import ImportRequest, ProductChange, today

from .conftest import House, Open, button, texts


@pytest.fixture
def changed(own_house: House) -> House:
    """A house whose first store has three listings that another sync found changed."""
    engine, store = own_house.engine, own_house.ready
    numbers = [
        one.product.channel_product_no for one in engine.products.unmatched(store.store_id)[:3]
    ]
    held = [engine.products.get(store.store_id, number) for number in numbers]
    change = [
        {
            "channel_product_no": one.product.channel_product_no,
            "salePrice": one.product.sale_price_won + 1000 * place,
            "stockQuantity": (one.product.stock_quantity or 0) + 7,
        }
        for place, one in enumerate(held, start=1)
        if one
    ]
    own_house.sandbox.control("products", {"store": 0, "change": change})
    engine.jobs.wait(engine.imports.submit_sync(ImportRequest(store_id=store.store_id)))
    return own_house


def changes_of(house: House) -> tuple[ProductChange, ...]:
    return house.engine.products.changes(
        house.ready.store_id, from_on=today(), to_on=today() + timedelta(days=1)
    )


@pytest.mark.dated
def test_every_changed_field_is_a_row_with_before_and_after(
    changed: House, open_page: Open
) -> None:
    app = open_page(changed.engine, "changes", store=changed.ready.name)

    table = app.dataframe[0].value
    wanted = field_changes(changes_of(changed))
    assert len(wanted) >= 6
    assert list(table["name"]) == [one.product for one in wanted]
    prices = [one for one in wanted if one.field == "sale_price_won"]
    shown = table[table["field"].map(lambda chip: list(chip) == ["판매가(원)"])]
    assert list(shown["before"]) == [f"{one.before:,}" for one in prices]
    assert list(shown["after"]) == [f"{one.after:,}" for one in prices]
    assert f"변경 **{len(wanted)}**건" in texts(app)


def test_a_field_and_a_name_narrow_the_rows(changed: House, open_page: Open) -> None:
    app = open_page(changed.engine, "changes", store=changed.ready.name)

    app = app.pills(key="changes.fields").set_value(["stock_quantity"]).run()
    table = app.dataframe[0].value
    assert {tuple(chip) for chip in table["field"]} == {("재고",)}
    name = str(table["name"].iloc[0])
    app = app.text_input(key="changes.name").set_value(name.upper()).run()
    assert set(app.dataframe[0].value["name"]) == {name}

    app = app.text_input(key="changes.name").set_value("no such product").run()
    assert "조건에 맞는 변경이 없습니다" in texts(app)


def test_a_period_without_a_change_says_so(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "changes", store=house.ready.name)

    app = app.segmented_control(key="changes.period").set_value(30).run()

    assert "이 기간에 바뀐 상품이 없습니다" in texts(app)


def test_a_store_without_imports_leads_to_the_import(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "changes", store=house.unprepared.name)

    app = button(app, "상품 가져오기").click().run()

    assert app.title[0].value == "상품 가져오기"


def test_the_download_has_whole_numbers_and_moments(changed: House, open_page: Open) -> None:
    open_page(changed.engine, "changes", store=changed.ready.name)

    rows = field_changes(changes_of(changed))
    frame = changes_download(rows)

    assert list(frame.iloc[:, 1]) == [one.channel_product_no for one in rows]
    assert list(frame.iloc[:, 4]) == [one.before for one in rows]
    assert frame.iloc[0, 0].endswith("+09:00")
