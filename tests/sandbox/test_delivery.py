"""Seller and delivery settings: paging, what may be written, and changes from outside."""

from __future__ import annotations

from datetime import date

import pytest

from engine.sandbox.delivery import make_settings

DISPATCH = "/v1/seller/this-day-dispatch"
GROUPS = "/v1/product-delivery-info/bundle-groups"
GOOD_GROUP = {
    "name": "새 묶음",
    "usable": True,
    "baseGroup": False,
    "deliveryFeeChargeMethodType": "MAX",
    "deliveryFeeByArea": {"deliveryAreaType": "AREA_2", "area2extraFee": 4000},
}


@pytest.fixture(scope="module")
def written(start_sandbox):
    """A sandbox of its own for tests that write."""
    return start_sandbox("--rate", "0", "--products", "5")


def test_channels_are_a_top_level_array_with_a_window_for_the_window_seller(sandbox):
    kinds = [
        [channel["channelType"] for channel in sandbox.call("GET", path, store=store).json()]
        for path, store in (("/v1/seller/channels", 0), ("/v1/seller/channels", 2))
    ]

    assert kinds == [["STOREFARM"], ["STOREFARM", "WINDOW"]]


def test_the_address_book_has_a_hundred_a_page_and_every_entry_can_be_read(sandbox):
    path = "/v1/seller/addressbooks-for-page"
    first = sandbox.call("GET", path, store=1).json()
    second = sandbox.call("GET", path, store=1, params={"page": 2}).json()

    assert (len(first["addressBooks"]), len(second["addressBooks"])) == (100, 4)
    assert (first["page"], second["page"], first["totalPage"]) == (1, 2, 2)
    entry = second["addressBooks"][-1]
    one = sandbox.call("GET", f"/v1/seller/addressbooks/{entry['addressBookNo']}", store=1)
    assert one.json() == entry
    assert {"RELEASE", "REFUND_OR_EXCHANGE"} <= {a["addressType"] for a in first["addressBooks"]}


def test_an_unknown_address_and_a_page_that_is_no_number_are_the_seller_services_errors(sandbox):
    unknown = sandbox.call("GET", "/v1/seller/addressbooks/1")
    wrong = sandbox.call("GET", "/v1/seller/addressbooks-for-page", params={"page": "x"})

    assert (unknown.status_code, unknown.json()["code"]) == (404, "RESOURCE_NOT_AVAILABLE")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "GENERAL_ERROR")


@pytest.mark.parametrize(
    ("today", "days_off"),
    [
        ("2026-12-25", ["2026-12-25", "2027-01-01"]),
        ("2026-12-26", ["2027-01-01", "2027-12-25"]),
        ("2027-01-01", ["2027-01-01", "2027-12-25"]),
        ("2028-02-29", ["2028-12-25", "2029-01-01"]),
    ],
)
def test_the_days_off_of_a_store_are_still_to_come(today, days_off):
    settings = make_settings(7, 0, "ongyeol", date.fromisoformat(today))

    assert settings.this_day_dispatch["sellerHolidays"] == days_off


def test_this_day_dispatch_is_set_without_an_answer_and_read_back(written):
    sent = {"basisHour": 13, "basisMinute": 30, "holidayOfTheWeek": "FRIDAY", "reason": "휴무"}

    answer = written.call("POST", DISPATCH, json=sent)

    assert (answer.status_code, answer.content) == (204, b"")
    account = written.stores[0]["account_id"]
    assert written.call("GET", DISPATCH).json() == {"sellerId": account, **sent}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"holidayOfTheWeek": "SUNDAY"}, "holidayOfTheWeek"),
        ({"basisHour": 24}, "basisHour"),
        ({"basisMinute": None}, "basisMinute"),
        ({"sellerHolidays": ["tomorrow"]}, "sellerHolidays"),
        ({"sellerHolidays": ["2026-02-30"]}, "sellerHolidays"),
        ({"sellerHolidays": "2026-12-25"}, "sellerHolidays"),
        ({"reason": 5}, "reason"),
    ],
)
def test_a_dispatch_setting_against_the_rules_is_refused(written, change, name):
    answer = written.call("POST", DISPATCH, json={"basisHour": 9, "basisMinute": 0, **change})

    assert answer.status_code == 400
    assert [item["name"] for item in answer.json()["invalidInputs"]] == [name]


def test_bundle_groups_are_paged_by_fifty_and_at_most_a_hundred(sandbox):
    pages = [sandbox.call("GET", GROUPS, store=1, params={"page": k}).json() for k in (1, 2)]
    whole = sandbox.call("GET", GROUPS, store=1, params={"size": 100}).json()
    too_many = sandbox.call("GET", GROUPS, store=1, params={"size": 101})

    assert [len(page["contents"]) for page in pages] == [50, 11]
    assert (pages[0]["totalElements"], pages[0]["totalPages"]) == (61, 2)
    assert whole["contents"] == pages[0]["contents"] + pages[1]["contents"]
    assert too_many.status_code == 400
    assert sum(group["baseGroup"] for group in whole["contents"]) == 1


def test_bundle_groups_are_found_by_prefix_use_and_base(sandbox):
    def names(**params):
        answer = sandbox.call("GET", GROUPS, store=1, params={"size": 100, **params}).json()
        return [group["name"] for group in answer["contents"]]

    everything = names()
    assert names(name="묶음배송그룹") == [n for n in everything if n.startswith("묶음배송그룹")]
    assert len(names(usable="true")) + len(names(usable="false")) == 61
    assert names(baseGroup="true") == ["기본 묶음배송그룹"]


def test_a_bundle_group_is_made_read_and_replaced(written):
    number = written.call("POST", GROUPS, json={"deliveryBundleGroup": GOOD_GROUP}).json()
    path = f"{GROUPS}/{number['groupId']}"
    made = written.call("GET", path).json()["deliveryBundleGroup"]
    bare = {k: v for k, v in GOOD_GROUP.items() if k != "deliveryFeeByArea"}

    replaced = written.call("PUT", path, json={"deliveryBundleGroup": bare})

    assert made == {"id": number["groupId"], **GOOD_GROUP}
    assert replaced.json() == number
    assert written.call("GET", path).json()["deliveryBundleGroup"] == {"id": made["id"], **bare}


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"usable": "yes"},
        {"deliveryFeeChargeMethodType": "SUM"},
        {"deliveryFeeByArea": {"deliveryAreaType": "AREA_9"}},
        {"deliveryFeeByArea": {"deliveryAreaType": "AREA_3", "area3extraFee": 200_001}},
        {"deliveryFeeByArea": {"deliveryAreaType": "AREA_2", "area2extraFee": -1}},
        {"deliveryFeeByArea": {"area2extraFee": 3000}},
    ],
)
def test_a_bundle_group_against_the_rules_is_refused(written, change):
    body = {"deliveryBundleGroup": {**GOOD_GROUP, **change}}

    assert written.call("POST", GROUPS, json=body).status_code == 400


def test_the_base_group_stays_usable(written):
    base = written.call("GET", GROUPS, store=1, params={"baseGroup": "true"}).json()["contents"][0]
    body = {"deliveryBundleGroup": {**GOOD_GROUP, "usable": False, "baseGroup": True}}

    assert written.call("PUT", f"{GROUPS}/{base['id']}", store=1, json=body).status_code == 400


def test_settings_change_from_outside(written):
    written.control("delivery", store=2, this_day_dispatch=None, addresses=[])

    dispatch = written.call("GET", DISPATCH, store=2)
    book = written.call("GET", "/v1/seller/addressbooks-for-page", store=2)

    assert dispatch.json() == {"sellerId": written.stores[2]["account_id"]}
    assert book.json() == {"addressBooks": [], "page": 1, "totalPage": 0}


def test_categories_list_leaves_only_when_asked_and_each_can_be_read(sandbox):
    whole = sandbox.call("GET", "/v1/categories").json()
    leaves = sandbox.call("GET", "/v1/categories", params={"last": "true"}).json()

    assert [row for row in whole if row["last"]] == leaves
    assert len(leaves) < len(whole)
    one = sandbox.call("GET", f"/v1/categories/{leaves[0]['id']}").json()
    assert {**one, **leaves[0]} == one
    listed = sandbox.search(size=1)["contents"][0]["channelProducts"][0]
    assert listed["categoryId"] in {row["id"] for row in leaves}
    assert sandbox.call("GET", "/v1/categories/1").status_code == 404
