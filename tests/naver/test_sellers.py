from __future__ import annotations

from typing import Any

import pytest

from engine.domain.delivery import AddressBookEntry, BundleGroup, ThisDayDispatch
from engine.domain.stores import Channel, SellerAccount
from engine.naver import CommerceApi
from tests.naver.conftest import Client
from tests.sandbox_process import Sandbox

ADDRESS = {
    "addressBookNo": 1,
    "name": "출고지",
    "addressType": "RELEASE",
    "postalCode": "03925",
    "baseAddress": "서울특별시 마포구 월드컵북로 1",
    "detailAddress": "2층",
    "address": "서울특별시 마포구 월드컵북로 1 2층",
    "phoneNumber1": "02-1",
    "phoneNumber2": "010-2",
    "hasLocation": True,
}


def test_the_account_is_the_store_s_own(api: CommerceApi, sandbox: Sandbox) -> None:
    account = api.sellers.account()

    assert isinstance(account, SellerAccount)
    assert account.account_id == sandbox.stores[0].account_id
    assert account.account_uid
    assert account.grade


def test_channels_come_as_a_bare_list(api: CommerceApi, sandbox: Sandbox) -> None:
    [channel] = api.sellers.channels()

    assert isinstance(channel, Channel)
    assert channel.name == sandbox.stores[0].name
    assert channel.channel_type == "STOREFARM"


def test_address_entries_are_read_whole(client: Client, sandbox: Sandbox) -> None:
    least = {"addressBookNo": 2, "baseAddress": "제주", "detailAddress": "1층"}
    sandbox.control("delivery", {"store": 2, "addresses": [ADDRESS, least]})

    assert client(store=2).sellers.address_book() == (
        AddressBookEntry(
            address_book_no=1,
            name="출고지",
            address_type="RELEASE",
            postal_code="03925",
            address="서울특별시 마포구 월드컵북로 1 2층",
            phone_number="02-1",
            phone_number_2="010-2",
        ),
        AddressBookEntry(address_book_no=2, address="제주 1층"),
    )


@pytest.mark.parametrize(("count", "requests"), [(0, 1), (100, 1), (250, 3)])
def test_all_pages_of_the_address_book_are_read(
    client: Client, sandbox: Sandbox, count: int, requests: int
) -> None:
    book = [ADDRESS | {"addressBookNo": number} for number in range(count)]
    sandbox.control("delivery", {"store": 2, "addresses": book})
    api = client(store=2)

    entries = api.sellers.address_book()

    assert [entry.address_book_no for entry in entries] == list(range(count))
    assert api.counters().by_call["GET /v1/seller/addressbooks-for-page"] == requests


def test_this_day_dispatch_is_read(client: Client, sandbox: Sandbox) -> None:
    setting = {
        "sellerId": "x",
        "basisHour": 14,
        "basisMinute": 30,
        "holidayOfTheWeek": "WEDNESDAY",
        "sellerHolidays": ["2026-12-25"],
        "reason": "정기 휴무",
    }
    sandbox.control("delivery", {"store": 2, "this_day_dispatch": setting})

    assert client(store=2).sellers.this_day_dispatch() == ThisDayDispatch(
        basis_hour=14,
        basis_minute=30,
        holiday_of_the_week=("WEDNESDAY",),
        seller_holidays=("2026-12-25",),
        reason="정기 휴무",
    )


def test_this_day_dispatch_that_was_never_set_is_unknown_throughout(
    client: Client, sandbox: Sandbox
) -> None:
    sandbox.control("delivery", {"store": 2, "this_day_dispatch": None})

    assert client(store=2).sellers.this_day_dispatch() == ThisDayDispatch()


def test_bundle_groups_are_read_whole_and_from_all_pages(client: Client, sandbox: Sandbox) -> None:
    fees = {"deliveryAreaType": "AREA_3", "area2extraFee": 3000, "area3extraFee": 5000}
    whole = {
        "id": 0,
        "name": "기본",
        "usable": True,
        "baseGroup": True,
        "deliveryFeeChargeMethodType": "MIN",
        "deliveryFeeByArea": fees,
    }
    groups = [whole, *({"id": number, "name": f"묶음 {number}"} for number in range(1, 150))]
    sandbox.control("delivery", {"store": 2, "bundle_groups": groups})

    read = client(store=2).sellers.bundle_groups()

    assert len(read) == 150
    assert read[0] == BundleGroup(
        bundle_group_id=0,
        name="기본",
        usable=True,
        base_group=True,
        charge_method="MIN",
        area_type="AREA_3",
        area_2_extra_fee_won=3000,
        area_3_extra_fee_won=5000,
    )
    assert read[149] == BundleGroup(bundle_group_id=149, name="묶음 149")


@pytest.mark.parametrize(("count", "requests"), [(0, 1), (7, 2), (100, 2), (250, 4)])
def test_an_address_book_without_a_total_is_read_to_its_end(
    client: Client, sandbox: Sandbox, count: int, requests: int
) -> None:
    book = [ADDRESS | {"addressBookNo": number} for number in range(count)]
    sandbox.control("delivery", {"store": 2, "addresses": book})
    path = "/v1/seller/addressbooks-for-page"
    fault = {"kind": "missing_member", "member": "totalPage", "path": path, "count": None}
    sandbox.control("faults", fault)
    api = client(store=2)

    entries = api.sellers.address_book()

    assert [entry.address_book_no for entry in entries] == list(range(count))
    assert api.counters().by_call[f"GET {path}"] == requests


def test_bundle_groups_without_a_total_are_read_to_their_end(
    client: Client, sandbox: Sandbox
) -> None:
    groups = [{"id": number, "name": f"묶음 {number}"} for number in range(150)]
    sandbox.control("delivery", {"store": 2, "bundle_groups": groups})
    path = "/v1/product-delivery-info/bundle-groups"
    fault = {"kind": "missing_member", "member": "totalPages", "path": path, "count": None}
    sandbox.control("faults", fault)

    assert len(client(store=2).sellers.bundle_groups()) == 150


@pytest.mark.parametrize(
    ("part", "rows", "expected"),
    [
        (
            "addresses",
            [
                ADDRESS | {"addressBookNo": 1},
                {"name": "번호 없음"},
                {"addressBookNo": 3, "name": 5},
            ],
            [(1, ADDRESS["name"]), (3, None)],
        ),
        (
            "bundle_groups",
            [
                {"id": 1, "name": "기본"},
                {"id": "둘", "name": "번호 없음"},
                {"id": 3, "name": "제주", "deliveryFeeByArea": 7},
            ],
            [(1, "기본"), (3, "제주")],
        ),
    ],
)
def test_a_row_that_cannot_be_read_hides_no_other(
    client: Client, sandbox: Sandbox, part: str, rows: list[Any], expected: list[tuple[int, Any]]
) -> None:
    sandbox.control("delivery", {"store": 2, part: rows})
    sellers = client(store=2).sellers

    if part == "addresses":
        found = [(one.address_book_no, one.name) for one in sellers.address_book()]
    else:
        found = [(one.bundle_group_id, one.name) for one in sellers.bundle_groups()]

    assert found == expected
