"""The invented catalogue: the same from the same seed, of any size at once, changing when told."""

from __future__ import annotations

import pytest

from engine.sandbox.sku_sheet import sku_rows
from engine.sandbox.words import store_name


def page_bytes(sandbox, store=0, **body) -> bytes:
    answer = sandbox.call("POST", "/v1/products/search", store=store, json=body)
    return answer.content.replace(sandbox.root_url.encode(), b"")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(start_sandbox):
    options = ("--rate", "0", "--today", "2026-11-23", "--products", "60")
    one, two = start_sandbox(*options), start_sandbox(*options)
    other = start_sandbox(*options, "--seed", "8")

    pages = [[page_bytes(s, store, size=60) for store in range(3)] for s in (one, two, other)]

    assert one.stores == two.stores
    assert pages[0] == pages[1]
    assert pages[0] != pages[2]
    assert one.stores[0]["client_id"] != other.stores[0]["client_id"]


def test_a_million_products_start_at_once_and_are_all_there(start_sandbox):
    sandbox = start_sandbox("--rate", "0", "--stores", "1", "--products", "1000000")

    far = sandbox.search(page=1900, size=500)
    last = sandbox.search(page=2000, size=500)

    assert sandbox.start_seconds < 5
    assert (far["totalElements"], far["totalPages"], len(far["contents"])) == (1_000_000, 2000, 500)
    assert (far["last"], last["last"], len(last["contents"])) == (False, True, 500)
    newest = sandbox.search(size=1)["contents"][0]["originProductNo"]
    assert newest - last["contents"][-1]["originProductNo"] == 3 * 999_999


def test_many_stores_have_names_and_applications_of_their_own_and_the_last_is_empty(start_sandbox):
    sandbox = start_sandbox("--rate", "0", "--stores", "12", "--products", "3")

    assert [shop["name"] for shop in sandbox.stores[:3]] == [
        *("온결 리빙", "바다앤손 수산", "오늘의 책상")
    ]
    for member in ("name", "client_id", "client_secret", "account_id"):
        assert len({shop[member] for shop in sandbox.stores}) == 12
    assert [shop["products"] for shop in sandbox.stores] == [3] * 11 + [0]
    empty = sandbox.search(store=11)
    assert (empty["contents"], empty["totalElements"], empty["totalPages"]) == ([], 0, 0)
    assert (empty["first"], empty["last"]) == (True, True)


def test_store_names_do_not_repeat_among_hundreds():
    assert len({store_name(k) for k in range(300)}) == 300


@pytest.fixture
def small(start_sandbox):
    return start_sandbox("--rate", "0", "--products", "30")


def numbers(answer) -> list[int]:
    return [content["channelProducts"][0]["channelProductNo"] for content in answer["contents"]]


def test_a_page_shrinks_while_it_is_read(small):
    first = numbers(small.search(size=10))
    small.control("products", store=0, remove=first[:4])

    second = small.search(size=10, page=2)
    small.control("products", store=0, remove=numbers(second)[:7])
    third = small.search(size=10, page=3)

    assert second["totalElements"] == 26
    assert (third["totalElements"], third["totalPages"], third["contents"]) == (19, 2, [])


def test_removed_products_are_gone_from_every_search_and_read(small):
    row = small.search(size=1)["contents"][0]["channelProducts"][0]
    answer = small.control("products", store=0, remove=[row["channelProductNo"]])

    by_number = small.search(
        searchKeywordType="CHANNEL_PRODUCT_NO", channelProductNos=[row["channelProductNo"]]
    )
    read = small.call("GET", f"/v2/products/origin-products/{row['originProductNo']}")

    assert (answer["removed"], answer["products"]) == (1, 29)
    assert by_number["totalElements"] == 0
    assert read.status_code == 404


def test_added_products_come_first_and_grow_the_total(small):
    before = numbers(small.search(size=30))
    small.control("products", store=0, add=2)

    after = small.search(size=50)

    assert after["totalElements"] == 32
    assert numbers(after)[2:] == before


def test_a_change_shows_in_the_search_and_the_read_with_a_new_modified_time(small):
    rows = small.search(size=30)["contents"]
    row = next(
        c["channelProducts"][0] for c in rows if c["channelProducts"][0]["statusType"] == "SALE"
    )
    number = row["channelProductNo"]
    change = {
        "channel_product_no": number,
        "name": '새 "이름" \\ 특가',
        "salePrice": 77_000,
        "stockQuantity": 0,
        "sellerManagementCode": None,
    }
    small.control("products", store=0, change=[change])

    found = small.search(searchKeywordType="CHANNEL_PRODUCT_NO", channelProductNos=[number])
    after = found["contents"][0]["channelProducts"][0]
    read = small.call("GET", f"/v2/products/channel-products/{number}").json()["originProduct"]

    assert (after["name"], after["salePrice"]) == (change["name"], 77_000)
    assert (after["stockQuantity"], after["statusType"]) == (0, "OUTOFSTOCK")
    assert "sellerManagementCode" not in after
    assert after["modifiedDate"] > row["modifiedDate"]
    assert (read["name"], read["salePrice"]) == (change["name"], 77_000)
    assert small.search(productStatusTypes=["OUTOFSTOCK"], size=30)["totalElements"] >= 1


def test_the_sku_sheet_fits_the_catalogue(sandbox):
    rows = list(sku_rows(7, 0, 250))
    exact = {row["unique_code"] for row in rows} | {row["own_code"] for row in rows}
    listings = [
        content["channelProducts"][0]
        for page in (1, 2, 3)
        for content in sandbox.search(page=page, size=100)["contents"]
    ]
    codes = [row["sellerManagementCode"] for row in listings if "sellerManagementCode" in row]
    names = {row["name"] for row in rows}

    assert 0.6 * len(codes) < sum(code in exact for code in codes) < len(codes)
    assert any(row["name"] in names for row in listings)
    assert len({row["own_code"] for row in rows}) == len(rows)


def test_the_sku_sheet_has_ambiguous_codes_unknown_costs_and_losses():
    rows = list(sku_rows(7, 0, 2_000))
    costs = [row["cost_won"] for row in rows]
    unique = [row["unique_code"] for row in rows]

    assert 20 <= len(unique) - len(set(unique)) <= 100
    assert 0.01 < costs.count(None) / len(costs) < 0.09
    assert all(cost > 0 for cost in costs if cost is not None)
    assert all(row["stock"] >= 0 for row in rows)
    assert list(sku_rows(7, 0, 2_000)) == rows
    assert {row["own_code"] for row in sku_rows(7, 1, 500)}.isdisjoint(
        row["own_code"] for row in rows
    )


def test_a_search_by_day_of_modification_finds_all_of_every_day_after_changes_too(start_sandbox):
    sandbox = start_sandbox("--rate", "0", "--stores", "1", "--products", "400")
    old = numbers(sandbox.search(size=400))[-5:]
    changes = [{"channel_product_no": number, "salePrice": 10_000} for number in old]
    sandbox.control("products", store=0, change=changes, add=3)
    rows = [c["channelProducts"][0] for c in sandbox.search(size=500)["contents"]]

    days = sorted({row["modifiedDate"][:10] for row in rows})
    for day in (days[0], days[1], *days[-40:]):
        found = sandbox.search(size=500, periodType="PROD_MOD_DAY", fromDate=day)
        expected = [row["channelProductNo"] for row in rows if row["modifiedDate"][:10] >= day]
        assert numbers(found) == expected
    assert set(old) < set(expected)
    assert len(expected) >= 8
