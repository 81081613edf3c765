"""Product import: what is shown, what is selected, what is started, and what the report tells."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.imports.preview_table import Selection
from dashboard.imports.search import search_of
from dashboard.words.phrases import sku_said
from engine import (
    ACTIVE,
    BadRequest,
    ImportRequest,
    KeywordType,
    MatchingMode,
    MatchKind,
    PeriodType,
    ProductSearch,
    ProductSort,
    SaleStatus,
)
from tests.one_store import SEARCH

from .conftest import PRODUCTS, House, Open, address, button, metrics, texts


def wait_for(house: House) -> None:
    for job in house.engine.jobs.latest():
        if job.state in ACTIVE:
            house.engine.jobs.wait(job.job_id, 60)


def test_a_page_shows_what_naver_lists_and_what_each_would_match(
    house: House, open_page: Open
) -> None:
    found = house.engine.products.preview(house.ready.store_id, ProductSearch(), page=1, size=100)

    app = open_page(house.engine, "product_import", store=house.ready.name)

    table = app.dataframe[0].value
    assert list(table["name"]) == [row.product.name for row in found.rows]
    assert list(table["price"]) == [row.product.sale_price_won for row in found.rows]
    assert list(table["sku"]) == [
        sku_said(row.match.sku_code, row.match.sku_name, row.match.sku_option) for row in found.rows
    ]
    assert any(row.match.doubtful for row in found.rows)
    doubted = [list(chips) == ["? 의심"] for chips in table["match"]]
    assert doubted == [row.match.doubtful for row in found.rows]
    assert f"{found.total:,}개 중 **1–100**" in texts(app)


def test_a_listing_that_cannot_be_read_is_said_above_the_others(
    house: House, open_page: Open
) -> None:
    fault = {"store": 0, "kind": "missing_member", "path": SEARCH, "member": "salePrice"}
    house.sandbox.control("faults", fault)

    app = open_page(house.engine, "product_import", store=house.ready.name)

    house.sandbox.control("faults", method="DELETE")
    assert len(app.dataframe[0].value) == 99
    [notice] = [one for one in app.expander if "읽을 수 없어" in one.label]
    assert notice.label == "이 페이지의 상품 1개는 읽을 수 없어 뺐습니다."
    assert "salePrice" in notice.markdown[0].value


def test_what_is_missing_is_said_and_nothing_can_be_imported(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "product_import", store=house.unprepared.name)

    assert "사전 동기화가 필요합니다: 주소록, 오늘출발, 묶음배송그룹." in texts(app)
    assert button(app, "가져오기").disabled

    app = app.button(key="product_import.prerequisites").click().run()
    assert app.title[0].value == "사전 동기화"


def test_a_wrong_secret_leads_to_the_stores_form(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "product_import", store=house.locked_out.name)

    assert len(app.error) == 1
    app = button(app, "스토어 연결로").click().run()
    assert app.title[0].value == "스토어"


def test_many_listings_are_imported_and_the_report_adds_up(
    own_house: House, open_page: Open
) -> None:
    own_house.engine.prerequisites.fetch(own_house.unprepared.store_id)
    app = open_page(own_house.engine, "product_import", store=own_house.unprepared.name)
    app = app.menu_button(key="product_import.many").click("The whole page").run()

    app = button(app, "100개 가져오기").click().run()
    wait_for(own_house)
    app = app.run()

    job = own_house.engine.jobs.latest(own_house.unprepared.store_id)[0]
    assert job.request.mode is MatchingMode.BY_CODE
    assert len(job.request.numbers) == 100
    shown = metrics(app)
    report = job.result
    assert shown["새로 가져옴"] == f"{report.imported}개" == "100개"
    assert shown["SKU 연결"] == f"{report.matched}개"
    assert shown["확인 필요"] == f"{report.doubtful + report.unmatched + report.ambiguous}개"


def test_all_results_are_asked_as_a_search_not_as_rows(own_house: House, open_page: Open) -> None:
    store = own_house.unprepared
    own_house.engine.prerequisites.fetch(store.store_id)
    app = open_page(own_house.engine, "product_import", store=store.name)
    total = own_house.engine.products.preview(store.store_id, ProductSearch(), size=1).total

    app = app.menu_button(key="product_import.many").click("All results").run()
    button(app, f"{total}개 가져오기").click().run()
    wait_for(own_house)

    job = own_house.engine.jobs.latest(store.store_id)[0]
    assert job.request.numbers == ()
    assert job.request.search == ProductSearch()
    assert own_house.engine.boards.counts(store.store_id).imported >= total


def test_ticks_stay_when_the_page_turns_until_they_are_cleared(
    house: House, open_page: Open
) -> None:
    app = open_page(house.engine, "product_import", store=house.ready.name)
    app = app.menu_button(key="product_import.many").click("The whole page").run()
    assert "**100개 선택**" in texts(app)

    app = app.pagination(key=_pager(app)).set_value(2).run()
    assert "**100개 선택**" in texts(app)
    app = app.menu_button(key="product_import.many").click("The whole page").run()
    assert f"**{PRODUCTS}개 선택**" in texts(app)
    app = app.pagination(key=_pager(app)).set_value(1).run()
    assert f"**{PRODUCTS}개 선택**" in texts(app)

    app = app.button(key="product_import.clear").click().run()
    assert "선택**" not in texts(app)
    assert button(app, "가져오기").disabled


def _pager(app: AppTest) -> str:
    return next(one.key for one in app.pagination if one.key.startswith("product_import.page"))


def test_all_results_stay_chosen_when_the_page_turns(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "product_import", store=house.ready.name)
    app = app.menu_button(key="product_import.many").click("All results").run()

    app = app.pagination(key=_pager(app)).set_value(2).run()

    assert f"**{PRODUCTS}개 선택**" in texts(app)


def test_the_search_and_the_page_stand_in_the_address(house: House, open_page: Open) -> None:
    store_id, name = house.ready.store_id, house.ready.name
    statuses = (SaleStatus.SALE, SaleStatus.OUTOFSTOCK, SaleStatus.SUSPENSION)
    wanted = ProductSearch(statuses=statuses, order=ProductSort.NAME)
    found = house.engine.products.preview(store_id, wanted, page=2, size=100)

    app = open_page(
        house.engine, "product_import", store=name, status=",".join(statuses), sort="NAME", page=2
    )

    assert found.rows
    assert list(app.dataframe[0].value["name"]) == [row.product.name for row in found.rows]
    assert (address(app)["sort"], address(app)["page"]) == ("NAME", "2")


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "NONE", "sort": "up", "page": "x"},
        {"by": "PRODUCT_NO", "words": "abc"},
        {"period": "PROD_REG_DAY", "from": "yesterday", "to": "2026-13-01"},
        {"page": "-3"},
        {"page": "9" * 30},
    ],
)
def test_what_means_nothing_in_the_address_is_passed_over(
    house: House, open_page: Open, wrong: dict[str, str]
) -> None:
    found = house.engine.products.preview(house.ready.store_id, ProductSearch(), page=1, size=100)

    app = open_page(house.engine, "product_import", store=house.ready.name, **wrong)

    assert not app.exception
    assert not app.error
    assert list(app.dataframe[0].value["name"]) == [row.product.name for row in found.rows]


def test_imported_listings_are_found_by_names_and_codes(house: House, open_page: Open) -> None:
    store = house.ready
    first, second, *_ = house.engine.products.unmatched(store.store_id)
    asked = f"{first.product.name}\n{second.product.channel_product_no}\nnobody"
    wanted = house.engine.products.find(store.store_id, asked)
    app = open_page(house.engine, "product_import", store=store.name)

    app.text_area(key=f"find_imported.{store.store_id}").set_value(asked)
    app = app.button(key="find_imported.find").click().run()

    assert wanted.missing == ("nobody",)
    assert address(app)["words"] == ", ".join(map(str, wanted.numbers))
    names = list(app.dataframe[0].value["name"])
    assert len(names) == len(wanted.numbers)
    assert {first.product.name, second.product.name} <= set(names)


def test_a_page_beyond_the_last_is_the_last(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "product_import", store=house.ready.name, page=77)

    assert len(app.dataframe[0].value) == PRODUCTS - 100
    assert address(app)["page"] == "2"


def test_without_matching_the_stock_link_is_off(own_house: House, open_page: Open) -> None:
    store = own_house.unprepared
    own_house.engine.prerequisites.fetch(store.store_id)
    app = open_page(own_house.engine, "product_import", store=store.name)
    app = app.menu_button(key="product_import.many").click("The whole page").run()
    app = app.segmented_control(key="product_import.mode").set_value(MatchingMode.NONE).run()

    toggle = next(one for one in app.toggle if one.label == "재고연동")
    assert toggle.disabled
    assert toggle.value is False
    button(app, "100개 가져오기").click().run()
    wait_for(own_house)

    job = own_house.engine.jobs.latest(store.store_id)[0]
    assert job.request.link_stock is False
    assert job.result.matched == 0


def test_a_report_stays_at_its_address(house: House, open_page: Open) -> None:
    job = house.engine.jobs.latest(house.ready.store_id)[-1]

    app = open_page(house.engine, "product_import", store=house.ready.name, job=job.job_id)

    assert metrics(app)["SKU 연결"] == f"{job.result.matched}개"
    assert "가져오기를 마쳤습니다" in texts(app)


def test_an_unmatched_listing_is_linked_from_the_list(own_house: House, open_page: Open) -> None:
    engine, store = own_house.engine, own_house.ready
    before = engine.products.unmatched(store.store_id)
    app = open_page(engine, "product_import", store=store.name, fix=1)
    first = before[0].product
    sku = engine.skus.find(limit=1)[0]

    app.text_input(key=f"without_sku.{first.channel_product_no}.search").set_value(
        sku.own_code
    ).run()
    engine.products.link(store.store_id, first.channel_product_no, sku.sku_id, link_stock=True)
    app = app.run()

    assert len(engine.products.unmatched(store.store_id)) == len(before) - 1
    assert f"{len(before) - 1}개 남음" in texts(app)


def test_a_listing_left_without_a_sku_is_put_aside_for_this_visit(
    house: House, open_page: Open
) -> None:
    left = len(house.engine.products.unmatched(house.ready.store_id))
    app = open_page(house.engine, "product_import", store=house.ready.name, fix=1)

    app = button(app, "SKU 없이 두기").click().run()

    assert f"{left - 1}개 남음" in texts(app)


def test_everything_imported_is_synced_with_one_button(own_house: House, open_page: Open) -> None:
    app = open_page(own_house.engine, "product_import", store=own_house.ready.name)

    button(app, "전체 동기화").click().run()
    wait_for(own_house)
    app = app.run()

    job = own_house.engine.jobs.latest(own_house.ready.store_id)[0]
    assert job.request == ImportRequest(store_id=own_house.ready.store_id)
    assert metrics(app)["그대로"] == f"{job.result.unchanged}개"
    assert "동기화를 마쳤습니다" in texts(app)


def test_the_history_leads_back_to_a_report(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "jobs")

    table = app.dataframe[0].value
    assert list(table["state"].map(list))[-1] == ["✓ 완료"]
    assert table["done"].iloc[-1] == house.engine.boards.counts(house.ready.store_id).imported


def test_selected_rows_travel_as_numbers(house: House) -> None:
    found = house.engine.products.preview(house.ready.store_id, ProductSearch(), page=1, size=20)

    chosen = Selection(rows=(found.rows[0], found.rows[3]))

    assert chosen.numbers == (
        found.rows[0].product.channel_product_no,
        found.rows[3].product.channel_product_no,
    )
    assert chosen.count == 2
    assert Selection(everything=1506).count == 1506
    doubtful = sum(row.match.doubtful for row in found.rows)
    every = Selection(rows=found.rows)
    assert (every.matching(*MatchKind), every.doubtful) == (len(found.rows) - doubtful, doubtful)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, ProductSearch()),
        (
            {"words": "100, 200 300", "keyword_type": KeywordType.CHANNEL_PRODUCT_NO},
            ProductSearch(
                keyword_type=KeywordType.CHANNEL_PRODUCT_NO, keywords=("100", "200", "300")
            ),
        ),
        (
            {"words": " SB 1, 2 ", "keyword_type": KeywordType.SELLER_CODE},
            ProductSearch(keyword_type=KeywordType.SELLER_CODE, keywords=("SB 1, 2",)),
        ),
        ({"statuses": [SaleStatus.SALE]}, ProductSearch(statuses=(SaleStatus.SALE,))),
        ({"order": ProductSort.REG_DATE}, ProductSearch()),
        ({"order": ProductSort.NAME}, ProductSearch(order=ProductSort.NAME)),
        ({"period_type": PeriodType.SALE_END_DAY, "days": ()}, ProductSearch()),
    ],
)
def test_filters_mean_a_search(fields: dict[str, object], wanted: ProductSearch) -> None:
    filters: dict[str, object] = {
        "keyword_type": KeywordType.SELLER_CODE,
        "words": "",
        "statuses": [],
        "period_type": PeriodType.PROD_REG_DAY,
        "days": (),
        "order": None,
    }

    assert search_of(**(filters | fields)) == wanted  # type: ignore[arg-type]


def test_letters_are_no_product_number() -> None:
    with pytest.raises(BadRequest):
        search_of(
            keyword_type=KeywordType.PRODUCT_NO,
            words="12, abc",
            statuses=[],
            period_type=None,
            days=None,
            order=None,
        )
