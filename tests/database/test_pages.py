"""What a page shows becomes what is held, whichever of a listing's values NAVER changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from engine.api_errors import NotFound
from engine.database.reports import record_failure
from engine.domain.products import ChannelProduct
from engine.jobs.context import Tables
from tests.builders import NOON, decision, listing, save_page

BEFORE = listing(
    7,
    "MUG-1",
    channel_service_type="STOREFARM",
    display_status="ON",
    delivery_fee_won=3_000,
    category_id="50000000",
    category_name="주방용품>머그",
    brand_name="달",
    image_url="https://shop-phinf.example/7.jpg",
    sale_end_at=NOON + timedelta(days=30),
    registered_at=NOON - timedelta(days=30),
)
AFTER: dict[str, Any] = {
    "origin_product_no": 8,
    "channel_service_type": "WINDOW",
    "name": "머그",
    "seller_management_code": "MUG-2",
    "sale_status": "SUSPENSION",
    "display_status": "SUSPENSION",
    "sale_price_won": 12_000,
    "discounted_price_won": 9_000,
    "stock_quantity": 0,
    "delivery_fee_won": 0,
    "category_id": "50000001",
    "category_name": "주방용품>컵",
    "brand_name": "해",
    "image_url": "https://shop-phinf.example/8.jpg",
    "sale_end_at": NOON + timedelta(days=60),
    "registered_at": NOON - timedelta(days=60),
    "modified_at": NOON + timedelta(minutes=1),
}
UNTOLD = {name for name, value in msgspec.structs.asdict(listing(1)).items() if value is None}
NOT_REPORTED = {  # ours to know, but nothing a seller changed
    "origin_product_no",
    "channel_service_type",
    "category_id",
    "image_url",
    "registered_at",
    "modified_at",
}


def test_every_value_of_a_listing_is_tried() -> None:
    fields = set(ChannelProduct.__struct_fields__)

    assert set(AFTER) == fields - {"channel_product_no"}


@pytest.mark.parametrize("mode", ["BY_CODE", "SYNC"])
@pytest.mark.parametrize("field", AFTER)
def test_a_changed_value_is_held_and_told(tables: Tables, field: str, mode: str) -> None:
    after = msgspec.structs.replace(BEFORE, **{field: AFTER[field]})
    save_page(tables, [BEFORE, listing(9)])

    save_page(tables, [after, listing(9)], decision(mode, job_id=2))

    assert held(tables, 7) == after
    assert held(tables, 9) == listing(9)
    told = {"UNCHANGED": 1, "CHANGED": 1} if field not in NOT_REPORTED else {"UNCHANGED": 2}
    assert outcomes(tables, job_id=2) == told


@pytest.mark.parametrize("field", sorted(UNTOLD))
def test_a_value_naver_no_longer_tells_is_unknown(tables: Tables, field: str) -> None:
    after = msgspec.structs.replace(BEFORE, **{field: None})
    save_page(tables, [BEFORE])

    save_page(tables, [after], decision("SYNC", job_id=2))

    assert held(tables, 7) == after


def test_everything_changed_at_once_is_held(tables: Tables) -> None:
    after = msgspec.structs.replace(BEFORE, **AFTER)
    save_page(tables, [BEFORE])

    save_page(tables, [after], decision("SYNC", job_id=2))

    assert held(tables, 7) == after
    assert code_normal(tables, 7) == "MUG2"


def test_a_listing_naver_no_longer_lists_is_exported_as_gone_until_it_is_back(
    tables: Tables,
) -> None:
    save_page(tables, [listing(7), listing(9)])
    with tables.database.write() as cursor:
        tables.products.mark_gone(cursor, 1, 2, [9])

    gone = tables.products.export(1)["gone"].to_pylist()
    save_page(tables, [listing(9)], decision("SYNC", job_id=3))

    assert gone == [False, True]
    assert tables.products.export(1)["gone"].to_pylist() == [False, False]


def test_a_listing_has_one_line_in_a_report_however_often_its_job_meets_it(tables: Tables) -> None:
    error = NotFound("NAVER has no listing {number} in this store.", number="9")
    for price in (10_000, 10_000, 9_000):  # new, met again, met again with changes
        save_page(tables, [listing(7), listing(8, sale_price_won=price)])
        with tables.database.write() as cursor:
            tables.products.mark_gone(cursor, 1, 1, [7])
            for number in (8, 9):
                record_failure(cursor, 1, number, error)

    assert outcomes(tables, job_id=1) == {"IMPORTED": 2, "FAILED": 1}
    failures = tables.jobs.reports.failures([1])[1]
    assert [failed.channel_product_no for failed in failures] == [8, 9]


def held(tables: Tables, number: int) -> ChannelProduct:
    """The listing as it is held, without its link."""
    found = tables.products.get(1, number)
    assert found is not None
    return found.product


def outcomes(tables: Tables, job_id: int) -> dict[str, int]:
    """How many lines of each outcome the report of a job has."""
    with tables.database.read() as cursor:
        rows = cursor.execute(
            "select outcome, count(*) from job_item where job_id = $job_id group by all",
            {"job_id": job_id},
        )
    return dict(rows)


def code_normal(tables: Tables, number: int) -> str | None:
    """The normal form of its code, by which its SKU is found."""
    with tables.database.read() as cursor:
        found = cursor.execute(
            "select code_normal from channel_product where channel_product_no = $number",
            {"number": number},
        )
    return found[0][0] if found else None
