"""SKUs: a sheet is shown row by row before anything is saved; the catalogue is searched."""

from __future__ import annotations

from dashboard.words.phrases import plain
from engine import Engine

from .conftest import House, Open, button, metrics, texts

SHEET = """자체상품코드,상품명,원가,재고
A-1,머그컵,1200,5
A-2,접시,-3,1
A-1,머그컵 두 번,1200,5
A-4,그릇,천원,1
"""


def uploaded(engine: Engine, open_page: Open, content: bytes, name: str = "sheet.csv"):  # type: ignore[no-untyped-def]
    app = open_page(engine, "skus")
    app.file_uploader[0].upload(name, content, "text/csv").run()
    return app


def test_a_sheet_is_shown_before_it_is_saved(empty_engine: Engine, open_page: Open) -> None:
    app = uploaded(empty_engine, open_page, SHEET.encode())

    assert metrics(app) == {"새로": "1개", "바뀜": "0개", "그대로": "0개", "거절": "3개"}
    reasons = app.dataframe[0].value
    assert list(reasons["row"]) == [3, 4, 5]
    assert "0보다 작습니다" in reasons["reason"][0]
    assert "2행에 이미 있습니다" in reasons["reason"][1]
    assert "정수가 아닙니다" in reasons["reason"][2]
    assert empty_engine.skus.count() == 0


def test_saving_keeps_the_good_rows_and_empties_the_drop_zone(
    empty_engine: Engine, open_page: Open
) -> None:
    app = uploaded(empty_engine, open_page, SHEET.encode("cp949"))

    app = button(app, "1행 저장").click().run()

    assert [sku.own_code for sku in empty_engine.skus.find()] == ["A-1"]
    assert app.metric.len == 0
    assert "SKU 1개" in texts(app)


def test_a_file_that_is_no_sheet_is_said_in_one_sentence(
    empty_engine: Engine, open_page: Open
) -> None:
    for content in (b"\x89PNG\r\n\x1a\n\x00\x00", b"", "이름,색\n머그컵,빨강\n".encode()):
        app = uploaded(empty_engine, open_page, content)

        assert len(app.error) == 1, content
        assert [one.value for one in app.exception] == []


def test_the_catalogue_is_searched_as_one_types(house: House, open_page: Open) -> None:
    some = house.engine.skus.find(limit=1)[0]
    app = open_page(house.engine, "skus")

    app = app.text_input(key="skus.search").set_value(some.own_code).run()

    found = app.dataframe[0].value
    assert some.own_code in list(found["own_code"])
    assert len(found) == min(100, house.engine.skus.count(some.own_code))


def test_an_unknown_cost_stays_empty(house: House, open_page: Open) -> None:
    unknown = [sku for sku in house.engine.skus.find(limit=100) if sku.cost_won is None]
    app = open_page(house.engine, "skus")

    table = app.dataframe[0].value.set_index("own_code")
    assert unknown
    assert all(table.loc[[sku.own_code], "cost_won"].isna().all() for sku in unknown)


def test_costs_that_a_sheet_would_lose_are_saved_only_when_that_is_ticked(
    empty_engine: Engine, open_page: Open
) -> None:
    known = "sku,상품명,원가\nA-1,컵,1200\nA-2,접시,900\n".encode()
    empty_engine.skus.save(empty_engine.skus.plan("s.csv", known))
    app = uploaded(empty_engine, open_page, "sku,상품명,원가,비고\nA-1,컵,,x\n".encode())

    assert [one.value for one in app.warning] == ["원가(원): 아는 값 2개 중 1개가 모름이 됩니다."]
    assert "받지 않은 열: 비고" in texts(app)
    assert button(app, "1행 저장").disabled

    app = app.checkbox(key="skus.losses").check().run()
    app = button(app, "1행 저장").click().run()

    assert [sku.cost_won for sku in empty_engine.skus.find()] == [None, 900]


def test_what_is_no_sheet_is_called_what_it_is_on_the_page(
    empty_engine: Engine, open_page: Open
) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

    app = uploaded(empty_engine, open_page, old, "원가.xls")

    assert "옛 엑셀 파일(.xls)입니다" in app.error[0].proto.title


def test_a_heading_without_vat_is_refused_on_the_page(
    empty_engine: Engine, open_page: Open
) -> None:
    app = uploaded(empty_engine, open_page, "sku,상품명,원가(VAT별도)\nA-1,컵,100\n".encode())

    assert plain("원가(VAT별도)") in app.error[0].proto.title
    assert "부가세를 더하고" in app.error[0].value
