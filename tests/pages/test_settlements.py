"""The page of settlements: empty, read, a wrong tier corrected, what each role may do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine import JobKind, Role, today
from tests.shop import Shop, done

from .conftest import Open, button, metrics, texts


@pytest.fixture
def till(shop: Shop) -> Iterator[Shop]:
    """A store whose tier at NAVER is the one set here."""
    shop.control("settlements", tier="SMALL_1", quick=False)
    yield shop
    shop.control("settlements", tier="SMALL_1")


def ended(shop: Shop) -> None:
    """Waits for the reading the page began."""
    (job, *_older) = shop.engine.jobs(shop.store_id)
    assert job.kind is JobKind.SETTLEMENT_READ
    done(shop.engine.wait(job.job_id))


def test_before_a_reading_the_page_says_what_to_do_and_reads_when_asked(
    till: Shop, open_page: Open
) -> None:
    app = open_page(till.engine, "settlements")
    assert "아직 조회한 정산이 없어요" in texts(app)

    app = button(app, "정산 조회").click().run()
    ended(till)
    app.run()

    assert not app.exception
    told = till.engine.settlement_check(till.store_id)
    assert told.reading is not None
    assert metrics(app)["확인 필요"] == "0"
    assert metrics(app)["측정된 등급"] == "중소1"
    assert "모든 건이 예상과 일치해요" in texts(app)
    assert metrics(app)["읽은 날"] == "38"


def test_findings_are_listed_and_a_wrong_tier_is_corrected_with_one_click(
    till: Shop, open_page: Open
) -> None:
    since = today() - timedelta(days=16)
    till.control("mistakes", kind="wrong_tier", on=since.isoformat(), tier="GENERAL")
    till.reads()
    told = till.engine.settlement_check(till.store_id)

    app = open_page(till.engine, "settlements")
    table = next(one.value for one in app.dataframe if "why" in one.value)
    assert len(table) == len(told.findings) > 10
    assert list(table["off"]) == [check.off_won for check in told.findings]
    assert any("일반" in str(one.value) for one in app.warning)

    app = app.button(key="tier.correct").click().run()

    assert not app.exception
    assert till.engine.terms(till.store_id).tiers[0].starts_on == since
    assert till.engine.settlement_check(till.store_id).findings == ()


def test_an_analyst_looks_and_neither_reads_nor_corrects(till: Shop, open_page: Open) -> None:
    since = today() - timedelta(days=16)
    till.control("mistakes", kind="wrong_tier", on=since.isoformat(), tier="GENERAL")
    till.reads()

    app = open_page(till.engine, "settlements", role=Role.ANALYST)

    assert not app.exception
    assert not [one for one in app.button if one.key in ("tier.correct", "settlements.read.False")]
    assert [one for one in app.dataframe if "measured" in one.value]
    assert [one for one in app.dataframe if "unexplained" in one.value]
    assert "수수료 등급 전망" in texts(app)


def test_a_month_is_read_for_its_book(till: Shop, open_page: Open) -> None:
    till.reads(today(), today())
    month = (today().replace(day=1) - timedelta(days=1)).replace(day=1)

    app = open_page(till.engine, "settlements")
    app = app.button(key="settlements.read_month").click().run()
    assert not app.exception
    ended(till)
    book = till.engine.settlement_book(till.store_id, month)
    assert (book.days_off_won, book.vat_off_won) == (0, 0)
    assert len(book.rows) > 100
