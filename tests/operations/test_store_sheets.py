"""Stores from a sheet: what will happen is shown first, secrets stay out, formulas stay text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine import (
    STORE_COLUMNS,
    BadFile,
    Basics,
    Engine,
    FeeTier,
    NewStore,
    RowState,
    StorePlan,
    StoreType,
    WindowKind,
    open_engine,
    today,
)
from tests.fresh import fresh

pytestmark = pytest.mark.dated

BASE = "http://127.0.0.1:9/external"
SECRET = "$2a$04$abcdefghijklmnopqrstuu"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(fresh(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def held(engine: Engine) -> int:
    new = NewStore(
        name="온결 리빙",
        client_id="abc",
        base_url=BASE,
        fee_tier=FeeTier.SMALL_1,
        tier_starts_on=date(2026, 8, 14),
    )
    return engine.stores.add(new, SECRET).store_id


def plan(engine: Engine, *rows: dict[str, str]) -> StorePlan:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return engine.store_sheets.plan("stores.csv", text.getvalue().encode(), base_url=BASE)


NEW = {"스토어 이름": "바다앤손", "애플리케이션 ID": "def", "수수료 기준": "영세"}


def test_new_changed_and_unchanged_rows_are_told_and_nothing_is_saved(
    engine: Engine, held: int
) -> None:
    told = plan(
        engine,
        NEW | {"스토어 유형": "브랜드스토어", "윈도 판매자": "푸드윈도", "유효기간": "2027.1.2"},
        {"스토어 이름": "온결 리빙", "메모": "=cmd|' /C calc'!A0"},
    )

    assert [(one.new.name, one.state) for one in told.planned] == [
        ("바다앤손", RowState.NEW),
        ("온결 리빙", RowState.CHANGED),
    ]
    assert told.planned[1].changes == {"memo": (None, "=cmd|' /C calc'!A0")}
    assert [store.name for store in engine.stores.all()] == ["온결 리빙"]

    assert engine.store_sheets.save(told) == 2
    added, changed = engine.stores.named("바다앤손"), engine.stores.get(held)
    assert (added.store_type, added.basics.window_kind) == (
        StoreType.BRAND_STORE,
        WindowKind.FOOD,
    )
    assert (added.valid_until, added.secret_set_at) == (date(2027, 1, 2), None)
    assert changed.basics == Basics(memo="=cmd|' /C calc'!A0")
    assert changed.secret_set_at is not None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (NEW | {"시크릿": SECRET}, "secret does not belong in a sheet"),
        (NEW | {"수수료 기준": "특별"}, "none of the words"),
        (NEW | {"수수료 기준": ""}, "none of the words"),
        (NEW | {"사업자등록번호": "123-45-67890"}, "last digit of the business number"),
        (NEW | {"애플리케이션 ID": ""}, "needs its application id"),
        (NEW | {"애플리케이션 ID": "abc"}, "already used by the store"),
        (NEW | {"스토어 이름": " "}, "needs a name"),
        (NEW | {"유효기간": "언젠가"}, "is no day"),
        (NEW | {"스토어 주소": "https://example.com/a"}, "no storefront"),
        (NEW | {"판매자 ID": "a b"}, "seller id has a wrong form"),
        (NEW | {"API 주소": "http://10.0.0.8/external"}, "not encrypted"),
        ({"스토어 이름": "온결 리빙", "API 주소": "https://x.example/external"}, "does not move"),
        (
            {"스토어 이름": "온결 리빙", "수수료 기준": "영세", "기준 시작일": "2026-01-01"},
            "before",
        ),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(
    engine: Engine, held: int, row: dict[str, str], words: str
) -> None:
    told = plan(engine, row)

    assert told.planned == ()
    assert words in told.rejected[0].text
    assert SECRET not in str(told.rejected)


def test_two_rows_of_one_store_or_one_address_are_refused(engine: Engine) -> None:
    told = plan(
        engine,
        NEW | {"스토어 주소": "abc"},
        NEW | {"스토어 주소": ""},
        {
            "스토어 이름": "셋째",
            "애플리케이션 ID": "g",
            "수수료 기준": "일반",
            "스토어 주소": "ABC",
        },
    )

    assert [one.row for one in told.planned] == [2]
    assert [one.row for one in told.rejected] == [3, 4]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_written_can_be_read_again_and_changes_nothing(
    engine: Engine, held: int, kind: str
) -> None:
    engine.store_sections.save_basics(held, "온결 리빙", Basics(memo="@SUM(1)", seller_id="own"))
    engine.store_sections.save_storefront(
        held, "ongyeol", channel="123", store_type=StoreType.SMARTSTORE
    )

    content = engine.store_sheets.sheet(kind)

    told = engine.store_sheets.plan(f"stores.{kind}", content, base_url=BASE)
    assert [one.state for one in told.planned] == [RowState.UNCHANGED]
    assert SECRET.encode() not in content


def test_the_template_has_headings_only_and_asks_for_no_secret(engine: Engine, held: int) -> None:
    lines = engine.store_sheets.sheet("csv", empty=True).decode("utf-8-sig").splitlines()

    assert lines == [",".join(STORE_COLUMNS)]
    assert "secret" not in STORE_COLUMNS
    with pytest.raises(BadFile, match="no rows"):
        engine.store_sheets.plan(
            "stores.csv", engine.store_sheets.sheet("csv", empty=True), base_url=BASE
        )


def test_a_new_fee_tier_in_a_sheet_is_dated(engine: Engine, held: int) -> None:
    told = plan(
        engine,
        {"스토어 이름": "온결 리빙", "수수료 기준": "일반", "기준 시작일": "2026-10-01"},
    )
    engine.store_sheets.save(told)

    assert [one.tier for one in engine.terms.of_store(held).tiers] == [
        FeeTier.GENERAL,
        FeeTier.SMALL_1,
    ]


def test_another_tier_without_a_day_counts_from_today_and_leaves_the_past(
    engine: Engine, held: int
) -> None:
    engine.store_sheets.save(plan(engine, {"스토어 이름": "온결 리빙", "수수료 기준": "일반"}))

    tiers = engine.terms.of_store(held).tiers
    assert [one.tier for one in tiers] == [FeeTier.GENERAL, FeeTier.SMALL_1]
    assert tiers[0].starts_on == today()


def test_a_cell_without_a_value_refuses_the_row_of_a_store(engine: Engine, held: int) -> None:
    told = plan(
        engine,
        {"스토어 이름": "온결 리빙", "메모": "#REF!", "비고": "x"},
        {"스토어 이름": "바다앤손", "메모": "=A1&B1"},
    )

    assert told.planned == ()
    assert [one.params["column"] for one in told.rejected] == ["memo", "memo"]
    assert told.passed_over == ("비고",)


def test_a_memo_that_begins_like_a_formula_comes_back_as_it_was(engine: Engine, held: int) -> None:
    first = plan(engine, {"스토어 이름": "온결 리빙", "메모": "'-30% 할인 스토어"})
    engine.store_sheets.save(first)

    for kind in ("csv", "xlsx"):
        again = engine.store_sheets.plan(
            f"s.{kind}", engine.store_sheets.sheet(kind), base_url=BASE
        )
        assert [(one.state, one.changes) for one in again.planned] == [(RowState.UNCHANGED, {})]
    assert engine.stores.get(held).basics.memo == "-30% 할인 스토어"
