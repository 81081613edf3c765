"""The page of settlements: empty, read, a wrong tier corrected, what each role may do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts.frames import csv_bytes, xlsx_bytes
from dashboard.settlements.downloads import (
    cash_download,
    check_download,
    check_parquet,
    runway_download,
)
from dashboard.words.sentences import sentence
from engine import Basics, JobKind, Role, today
from tests.one_store import OneStore, done

from .conftest import Open, button, metrics, texts


@pytest.fixture
def till(one_store: OneStore) -> Iterator[OneStore]:
    """A store whose tier at NAVER is the one set here."""
    one_store.control("settlements", tier="SMALL_1", quick=False)
    yield one_store
    one_store.control("settlements", tier="SMALL_1")


def ended(one_store: OneStore) -> None:
    """Waits for the reading the page began."""
    (job, *_older) = one_store.engine.jobs.latest(one_store.store_id)
    assert job.kind is JobKind.SETTLEMENT_READ
    done(one_store.engine.jobs.wait(job.job_id))


def test_before_a_reading_the_page_says_what_to_do_and_reads_when_asked(
    till: OneStore, open_page: Open
) -> None:
    app = open_page(till.engine, "settlements")
    assert "아직 조회한 정산이 없습니다" in texts(app)

    app = button(app, "정산 조회").click().run()
    ended(till)
    app.run()

    assert not app.exception
    told = till.engine.settlements.check(till.store_id)
    assert told.reading is not None
    assert metrics(app)["확인 필요"] == "0"
    assert metrics(app)["측정된 등급"] == "중소1"
    assert "예상할 수 있는 건은 모두 예상과 일치합니다" in texts(app)
    assert metrics(app)["읽은 날"] == "38"


def checked(app: AppTest) -> pd.DataFrame:
    """The page of checked rows that is shown."""
    return next(one.value for one in app.dataframe if "why" in one.value)


def test_findings_are_listed_and_a_wrong_tier_is_corrected_with_one_click(
    till: OneStore, open_page: Open
) -> None:
    since = today() - timedelta(days=16)
    till.control("mistakes", kind="wrong_tier", on=since.isoformat(), tier="GENERAL")
    till.reads()
    told = till.engine.settlements.check(till.store_id)

    app = open_page(till.engine, "settlements")
    first = checked(app)
    (pages,) = [one for one in app.pagination if one.key.startswith("settlements.page")]
    app = pages.set_value(2).run()
    off = [check.off_won for check in told.findings]
    assert len(first) == 100 < len(off)
    assert [*first["off"], *checked(app)["off"]] == off[:200]
    assert any("일반" in str(one.value) for one in app.warning)

    app = app.button(key="tier.correct").click().run()

    assert not app.exception
    assert till.engine.terms.of_store(till.store_id).tiers[0].starts_on == since
    assert till.engine.settlements.check(till.store_id).findings == ()


def test_an_analyst_looks_and_neither_reads_nor_corrects(till: OneStore, open_page: Open) -> None:
    since = today() - timedelta(days=16)
    till.control("mistakes", kind="wrong_tier", on=since.isoformat(), tier="GENERAL")
    empty = open_page(till.engine, "settlements", role=Role.ANALYST)
    till.reads()

    app = open_page(till.engine, "settlements", role=Role.ANALYST)

    assert "운영자나 매니저가 수익 메뉴의 정산에서" in texts(empty)
    assert not app.exception
    assert not [one for one in app.button if one.key in ("tier.correct", "settlements.read.False")]
    assert [one for one in app.dataframe if "measured" in one.value]
    assert [one for one in app.dataframe if "unexplained" in one.value]
    assert "수수료 등급 전망" in texts(app)


@pytest.mark.dated
def test_a_month_is_read_for_its_book(till: OneStore, open_page: Open) -> None:
    till.reads(today(), today())
    month = (today().replace(day=1) - timedelta(days=1)).replace(day=1)

    app = open_page(till.engine, "settlements")
    app = app.button(key="settlements.read_month").click().run()
    assert not app.exception
    ended(till)
    book = till.engine.settlements.book(till.store_id, month)
    assert (book.days_off_won, book.vat_off_won) == (0, 0)
    assert len(book.rows) > 100


def test_the_check_is_taken_along_in_three_kinds_with_whole_won_and_no_formula(
    till: OneStore,
) -> None:
    till.reads()
    told = till.engine.settlements.check(till.store_id)
    row = msgspec.structs.replace(told.checks[0].row, name="=1+1")
    checks = (msgspec.structs.replace(told.checks[0], row=row), *told.checks[1:])
    frame = check_download(checks)

    lines = list(csv.DictReader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(frame, "확인"))).active
    table = pq.read_table(io.BytesIO(check_parquet(checks)))

    assert len(lines) == table.num_rows == len(checks)
    assert lines[0]["상품명"] == "'=1+1"
    assert [int(line["정산금액(원)"]) for line in lines] == [c.row.settled_won for c in checks]
    assert sheet is not None
    assert sheet.max_row == len(checks) + 1
    assert table.schema.field("settled_won").type == pa.int64()
    assert table.schema.field("expected_on").type == pa.date32()
    assert table.column("name")[0].as_py() == "=1+1"
    assert table.column("verdict").to_pylist() == [str(check.verdict) for check in checks]


def test_no_row_makes_a_table_of_the_same_columns() -> None:
    table = pq.read_table(io.BytesIO(check_parquet(())))

    assert table.num_rows == 0
    assert table.schema.field("settled_won").type == pa.int64()
    assert list(check_download(()).columns)[:2] == ["정산 예정일", "판정"]


@pytest.mark.dated
def test_calendar_and_runway_are_taken_along(till: OneStore) -> None:
    till.reads()
    days, runway = till.engine.settlements.cash(till.store_id).days, till.engine.runway.of()

    cash, resets = cash_download(days), runway_download(runway)

    assert list(cash["지급 완료"]) == [day.paid_won for day in days]
    assert list(resets["예상 매출(원)"]) == [one.projected_won for one in runway.runway.resets]


def test_a_reading_that_was_refused_says_why_and_goes_on_when_asked(
    till: OneStore, open_page: Open
) -> None:
    till.fail("missing_group", "/v1/pay-settle/settle/case", at=3, status=403)
    days = (today() - timedelta(days=9), today() - timedelta(days=5))
    job_id = till.engine.settlements.submit(till.store_id, first=days[0], last=days[1])
    failed = till.engine.jobs.wait(job_id)
    till.mend()

    app = open_page(till.engine, "settlements", job=job_id)
    assert metrics(app)["읽은 날"] == "2"
    what_to_do = sentence(failed.error_text or "", failed.error_params).partition(". ")[2]
    assert what_to_do in texts(app)
    app = app.button(key="settlements.resume").click().run()
    ended(till)

    assert not app.exception
    assert metrics(app.run())["읽은 날"] == "5"


def test_the_runway_is_of_a_business_number_or_says_how_to_set_it(
    till: OneStore, open_page: Open
) -> None:
    own = till.engine.stores.get(till.store_id)
    twin = till.engine.stores.duplicate(own.store_id, name="쌍둥이", client_id="another")
    alone = till.engine.stores.duplicate(own.store_id, name="혼자", client_id="third")
    for store in (own, twin):
        till.engine.store_sections.save_basics(
            store.store_id, store.name, Basics(business_no="1234567891")
        )
    till.reads(today(), today())

    app = open_page(till.engine, "settlements", store=own.name)
    choice = app.selectbox(key=f"settlements.business.{own.store_id}")
    assert choice.options[0].startswith("123-45-67891 · ")
    assert "아직 조회하지 않아 합계에서 빠진 스토어: 쌍둥이" in texts(app)
    assert "사업자등록번호가 없어" not in texts(app)
    assert "보관한 스토어:" not in texts(app)

    till.engine.stores.archive(twin.store_id)
    shown = texts(open_page(till.engine, "settlements", store=own.name))
    assert "이 사업자의 보관한 스토어: 쌍둥이" in shown

    app = choice.set_value((alone.name,)).run()

    assert not app.exception
    assert f"{alone.name}에 사업자등록번호가 없어" in texts(app)


def test_days_that_do_not_hold_and_what_could_not_be_read_are_shown(
    till: OneStore, open_page: Open
) -> None:
    on = (today() - timedelta(days=12)).isoformat()
    till.control("mistakes", kind="day_sum", on=on)
    till.fail(
        *("wrong_type", "/v1/pay-settle/settle/case"), member="settleExpectAmount", value="많음"
    )
    till.reads()
    till.mend()
    told = till.engine.settlements.check(till.store_id)

    app = open_page(till.engine, "settlements")

    assert not app.exception
    (days,) = [one.value for one in app.dataframe if "what" in one.value]
    assert list(days["off"]) == [one.off_won for one in told.day_findings] == [1_100]
    (raw,) = [one.value for one in app.dataframe if "raw" in one.value]
    assert len(raw) == len(told.unread) > 0
    assert any(f"{len(told.unread)}건을 읽지 못해" in str(one.value) for one in app.warning)
    assert metrics(app)["확인 필요"] == str(len(told.findings) + 1)
