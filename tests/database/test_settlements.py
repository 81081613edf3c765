"""Versions of settlement rows: a change adds one, nothing is altered, a repeat adds none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec
import pytest

from engine.database.database import Database
from engine.database.settlement_keeping import Kept
from engine.database.settlements import Settlements
from engine.domain.settlement import (
    CommissionRow,
    RowFees,
    SettlementDay,
    SettlementReading,
    SettlementRow,
    VatDay,
)
from engine.domain.unread import Source, Told, UnreadElement
from tests.builders import NOON

ON = date(2026, 11, 12)
READING = SettlementReading(first=ON, last=ON, next_on=ON, started_at=NOON)
ROW = SettlementRow(
    expected_on=ON,
    order_no="11",
    product_order_no="12",
    kind="PROD_ORDER",
    settle_type="NORMAL_SETTLE_ORIGINAL",
    channel_product_no=7,
    name="사과",
    paid_on=date(2026, 11, 3),
    pay_won=10_000,
    fees=RowFees(order_won=256, sales_won=300, instalment_won=1),
    settled_won=9_443,
)
FEE = CommissionRow(
    expected_on=ON,
    product_order_no="12",
    kind="PROD_ORDER",
    settle_type="NORMAL_SETTLE_ORIGINAL",
    type="PAY_COMMISSION",
    basis_won=10_000,
    fee_won=256,
)


class Till:
    """Settlements with a clock that moves on with each saving."""

    def __init__(self) -> None:
        self.database, self.at = Database(":memory:"), NOON
        self.unread: tuple[UnreadElement, ...] = ()  # told along with the rows
        self.settlements = Settlements(self.database, self.now)

    def now(self) -> datetime:
        return self.at

    def save(self, *rows: SettlementRow, store_id: int = 1) -> Kept:
        self.at += timedelta(days=1)
        fees: tuple[CommissionRow, ...] = (FEE,) if rows else ()
        told = Told(found=rows, unread=self.unread)
        return self.settlements.save_day(store_id, ON, told, Told(found=fees), READING)


@pytest.fixture
def till() -> Iterator[Till]:
    opened = Till()
    yield opened
    opened.database.close()


def test_what_was_saved_is_loaded_as_it_was(till: Till) -> None:
    kept = till.save(ROW)

    assert kept == Kept(new=1)
    assert till.settlements.rows(1, ON, ON) == (ROW,)
    assert till.settlements.commissions(1, ON, ON) == (FEE,)
    assert till.settlements.reading(1) == READING
    assert till.settlements.rows(2, ON, ON) == ()


def test_saving_the_same_again_adds_nothing(till: Till) -> None:
    till.save(ROW)

    assert till.save(ROW) == Kept()
    assert len(till.settlements.versions(1, "12")) == 1


def test_a_changed_row_is_a_new_version_and_the_old_one_stays(till: Till) -> None:
    till.save(ROW)
    paid = msgspec.structs.replace(ROW, completed_on=ON)

    assert till.save(paid) == Kept(grown=1)
    assert till.settlements.rows(1, ON, ON) == (paid,)
    assert [(one.version, one.row) for one in till.settlements.versions(1, "12")] == [
        (1, ROW),
        (2, paid),
    ]


def test_a_row_grows_until_it_is_paid_and_is_stated_anew_afterwards(till: Till) -> None:
    till.save(ROW)
    more = msgspec.structs.replace(ROW, pay_won=11_000, settled_won=10_443)
    paid = msgspec.structs.replace(more, completed_on=ON)
    anew = msgspec.structs.replace(paid, pay_won=9_000, settled_won=8_443)

    assert [till.save(one) for one in (more, paid, anew)] == [
        *(Kept(grown=1), Kept(grown=1), Kept(changed=1)),
    ]


def test_a_row_that_is_told_no_more_is_gone_and_may_come_back(till: Till) -> None:
    till.save(ROW)
    flipped = msgspec.structs.replace(ROW, settle_type="QUICK_SETTLE_ORIGINAL")

    assert till.save(flipped) == Kept(new=1, gone=1)
    assert till.settlements.rows(1, ON, ON) == (flipped,)
    assert till.save(ROW) == Kept(changed=1, gone=1)
    assert till.settlements.rows(1, ON, ON) == (ROW,)
    presence = [(one.row.settle_type, one.present) for one in till.settlements.versions(1, "12")]
    assert [present for kind, present in presence if kind == ROW.settle_type] == [
        *(True, False, True),
    ]


def test_a_row_told_twice_is_kept_twice(till: Till) -> None:
    twice = msgspec.structs.replace(ROW, place=2)

    assert till.save(ROW, twice) == Kept(new=2)
    assert till.settlements.rows(1, ON, ON) == (ROW, twice)


def test_another_day_and_another_store_stay_as_they_are(till: Till) -> None:
    till.save(ROW)
    till.save(ROW, store_id=2)

    till.settlements.save_day(1, ON + timedelta(days=1), Told(found=()), Told(found=()), READING)

    assert till.settlements.rows(1, ON, ON) == till.settlements.rows(2, ON, ON) == (ROW,)


def test_sums_and_sales_have_versions_too(till: Till) -> None:
    day = SettlementDay(expected_on=ON, settled_won=5, pay_won=6, fee_won=1, normal_won=5)
    paid = msgspec.structs.replace(day, completed_on=ON, method="ACCOUNT")
    sold = VatDay(based_on=ON, total_won=11, taxed_won=11, exempt_won=0, other_won=11)
    month = ON.replace(day=1)

    assert till.settlements.save_days(1, ON, ON, Told(found=(day,))) == Kept(new=1)
    assert till.settlements.save_days(1, ON, ON, Told(found=(paid,))) == Kept(changed=1)
    assert till.settlements.days(1, ON, ON) == (paid,)
    assert till.settlements.save_vat(1, month, ON, Told(found=(sold,))) == Kept(new=1)
    assert till.settlements.vat_days(1, month, ON) == (sold,)
    assert list(till.settlements.vat_months(1)) == [month]


LOST = UnreadElement(
    source=Source.ROWS, asked_on=ON, place=1, member="settleExpectAmount", raw='{"a": 1}'
)


def test_where_an_element_cannot_be_read_it_is_kept_and_no_row_is_taken_as_gone(
    till: Till,
) -> None:
    till.save(ROW)
    till.unread = (LOST,)

    assert till.save() == Kept()
    assert till.settlements.rows(1, ON, ON) == (ROW,)
    assert till.settlements.unread(1, ON, ON) == (LOST,)
    assert till.settlements.unread(2, ON, ON) == ()


def test_what_can_be_read_later_is_unread_no_more(till: Till) -> None:
    till.unread = (LOST, msgspec.structs.replace(LOST, place=2))
    till.save()
    till.unread = (msgspec.structs.replace(LOST, member="payDate"),)
    till.save()
    fewer = till.settlements.unread(1, ON, ON)
    till.unread = ()

    till.save(ROW)

    assert fewer == (msgspec.structs.replace(LOST, member="payDate"),)
    assert till.settlements.unread(1, ON, ON) == ()
    assert till.settlements.rows(1, ON, ON) == (ROW,)


def test_days_read_are_known_with_when(till: Till) -> None:
    till.save(ROW)

    assert till.settlements.read_days(1, ON - timedelta(days=3), ON) == {ON: till.at}
