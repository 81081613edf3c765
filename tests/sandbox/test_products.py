"""Search and reads: paging, filters, orders, and that the two tell the same story."""

from __future__ import annotations

from collections import Counter

import pytest

STATUSES = {
    *("WAIT", "SALE", "OUTOFSTOCK", "UNADMISSION", "REJECTION"),
    *("SUSPENSION", "CLOSE", "PROHIBITION", "DELETE"),
}
SEARCH = "/v1/products/search"


def everything(sandbox, store=0, **body) -> list[dict]:
    """First channel products of a whole search."""
    rows, page = [], 1
    while True:
        answer = sandbox.search(store=store, page=page, size=100, **body)
        rows += [content["channelProducts"][0] for content in answer["contents"]]
        if answer["last"]:
            return rows
        page += 1


@pytest.fixture(scope="module")
def rows(sandbox):
    return everything(sandbox)


def test_pages_tell_where_they_stand_and_hold_every_product_once(sandbox, rows):
    first, last = sandbox.search(size=100), sandbox.search(size=100, page=3)
    beyond = sandbox.search(size=100, page=4)

    assert [first[k] for k in ("page", "size", "totalElements", "totalPages", "first", "last")] == [
        *(1, 100, 250, 3, True, False)
    ]
    assert (last["first"], last["last"], len(last["contents"])) == (False, True, 50)
    assert (beyond["contents"], beyond["last"]) == ([], True)
    assert len({row["channelProductNo"] for row in rows}) == 250


def test_newest_first_is_the_order_without_a_wish(sandbox, rows):
    assert sandbox.search()["sort"] == {
        "sorted": True,
        "fields": [
            {"name": "regDate", "direction": "DESC"},
            {"name": "productNo", "direction": "DESC"},
        ],
    }
    assert sandbox.search()["size"] == 50
    dates = [row["regDate"][:19] for row in rows]
    assert dates == sorted(dates, reverse=True)


def test_page_zero_is_page_one(sandbox):
    assert sandbox.search(page=0) == sandbox.search(page=1)


def test_all_statuses_occur_and_sold_out_means_no_stock(sandbox, rows):
    assert {row["statusType"] for row in rows} == STATUSES
    assert Counter(row["statusType"] for row in rows)["SALE"] > 150
    assert all((row["stockQuantity"] == 0) == (row["statusType"] == "OUTOFSTOCK") for row in rows)


def test_prices_make_sense(rows):
    assert all(0 < row["discountedPrice"] <= row["salePrice"] for row in rows)
    assert 60 < sum(row["discountedPrice"] < row["salePrice"] for row in rows) < 180
    assert all(row["salePrice"] % 100 == 0 for row in rows)


def test_codes_are_missing_misspelt_and_duplicate_here_and_there(rows):
    codes = [row.get("sellerManagementCode") for row in rows]
    written = [code for code in codes if code is not None]

    assert 15 <= codes.count(None) <= 75
    assert 5 <= sum(not code.startswith("SB-") or code != code.strip() for code in written) <= 30
    assert 1 <= len(written) - len(set(written)) <= 15


def test_members_without_a_value_are_left_out_and_times_have_mixed_fractions(rows):
    assert all(value is not None for row in rows for value in row.values())
    assert {len(row["regDate"]) for row in rows} >= {25, 27, 29}
    assert all(row["regDate"].endswith("+09:00") for row in rows)
    assert any(row["sellerTags"] == [] for row in rows)


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_a_status_filter_finds_exactly_those_as_a_list_or_a_plain_string(sandbox, rows, status):
    expected = [row["channelProductNo"] for row in rows if row["statusType"] == status]

    for wish in ([status], status):
        found = everything(sandbox, productStatusTypes=wish)
        assert [row["channelProductNo"] for row in found] == expected


@pytest.mark.parametrize(
    ("period", "member"),
    [
        ("PROD_REG_DAY", "regDate"),
        ("PROD_MOD_DAY", "modifiedDate"),
        ("SALE_START_DAY", "saleStartDate"),
        ("SALE_END_DAY", "saleEndDate"),
    ],
)
def test_a_period_filter_takes_both_days_and_what_lies_between(sandbox, rows, period, member):
    days = sorted(row[member][:10] for row in rows if member in row)
    first, last = days[len(days) // 4], days[len(days) // 2]
    expected = {
        row["channelProductNo"] for row in rows if first <= row.get(member, "")[:10] <= last
    }

    found = everything(sandbox, periodType=period, fromDate=first, toDate=last)

    assert {row["channelProductNo"] for row in found} == expected
    assert expected


@pytest.mark.parametrize(
    ("order", "member", "down"),
    [
        ("NAME", "name", False),
        ("LOW_PRICE", "salePrice", False),
        ("HIGH_PRICE", "salePrice", True),
        ("LOW_DISCOUNT_PRICE", "discountedPrice", False),
        ("NO", "originProductNo", True),
        ("REG_DATE", "originProductNo", True),
    ],
)
def test_an_order_is_kept_over_all_pages(sandbox, order, member, down):
    values = [row[member] for row in everything(sandbox, orderType=order)]

    assert values == sorted(values, reverse=down)
    assert len(values) == 250


@pytest.mark.parametrize(
    "order",
    [
        *("SELLER_CODE", "MOD_DATE", "SALE_START", "SALE_END", "POPULARITY"),
        *("ACCUMULATE_SALE", "TOTAL_REVIEW_COUNT", "AVERAGE_REVIEW_SCORE"),
    ],
)
def test_the_other_orders_hold_every_product_too(sandbox, rows, order):
    found = everything(sandbox, orderType=order)

    assert sorted(row["channelProductNo"] for row in found) == sorted(
        row["channelProductNo"] for row in rows
    )


def test_numbers_of_each_kind_find_their_products_and_unknown_ones_nothing(sandbox, rows):
    channel = [rows[3]["channelProductNo"], rows[90]["channelProductNo"], 17]
    origin = [rows[3]["originProductNo"], rows[90]["originProductNo"], 17]
    group = next(row["groupProductNo"] for row in rows if "groupProductNo" in row)

    by_channel = everything(
        sandbox, searchKeywordType="CHANNEL_PRODUCT_NO", channelProductNos=channel
    )
    by_origin = everything(sandbox, searchKeywordType="PRODUCT_NO", originProductNos=origin)
    by_group = everything(sandbox, searchKeywordType="GROUP_PRODUCT_NO", groupProductNos=[group])

    assert by_channel == by_origin == [rows[3], rows[90]]
    assert by_group == [row for row in rows if row.get("groupProductNo") == group]


def test_a_seller_code_finds_by_part(sandbox, rows):
    found = everything(sandbox, searchKeywordType="SELLER_CODE", sellerManagementCode="0010")

    assert found == [row for row in rows if "0010" in row.get("sellerManagementCode", "")]
    assert len(found) > 3


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"size": 501}, "size"),
        ({"size": 0}, "size"),
        ({"page": "one"}, "page"),
        ({"orderType": "BEST"}, "orderType"),
        ({"productStatusTypes": ["GONE"]}, "productStatusTypes"),
        ({"periodType": "YEAR"}, "periodType"),
        ({"periodType": "PROD_REG_DAY", "fromDate": "20261101"}, "fromDate"),
        ({"searchKeywordType": "NAME"}, "searchKeywordType"),
        (
            {"searchKeywordType": "CHANNEL_PRODUCT_NO", "channelProductNos": ["x"]},
            "channelProductNos",
        ),
    ],
)
def test_wrong_input_is_refused_naming_the_member(sandbox, body, name):
    answer = sandbox.call("POST", SEARCH, json=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")
    assert [item["name"] for item in answer.json()["invalidInputs"]] == [name]


def test_a_body_that_is_not_json_is_refused_and_unknown_members_are_ignored(sandbox):
    broken = sandbox.call("POST", SEARCH, content=b"{")
    unknown = sandbox.search(size=1, colour="red")

    assert broken.status_code == 400
    assert len(unknown["contents"]) == 1


def test_a_read_by_either_number_agrees_with_the_search(sandbox, rows):
    for row in rows[:60]:
        by_origin = sandbox.call("GET", f"/v2/products/origin-products/{row['originProductNo']}")
        by_channel = sandbox.call("GET", f"/v2/products/channel-products/{row['channelProductNo']}")
        product = by_origin.json()["originProduct"]

        assert by_origin.json() == by_channel.json()
        assert [product[k] for k in ("name", "statusType", "salePrice", "stockQuantity")] == [
            row[k] for k in ("name", "statusType", "salePrice", "stockQuantity")
        ]
        code = product["detailAttribute"].get("sellerCodeInfo", {}).get("sellerManagementCode")
        assert code == row.get("sellerManagementCode")
        assert "originProductNo" not in by_origin.text


def test_stock_of_an_option_product_is_the_sum_of_its_options(sandbox, rows):
    with_options = 0
    for row in rows[:120]:
        product = sandbox.call(
            "GET", f"/v2/products/origin-products/{row['originProductNo']}"
        ).json()["originProduct"]
        info = product["detailAttribute"].get("optionInfo", {})
        options = info.get("optionCombinations", info.get("optionStandards", []))
        if options:
            with_options += 1
            assert sum(o["stockQuantity"] for o in options) == row["stockQuantity"]
            assert len({o["id"] for o in options}) == len(options) >= 2
    assert 8 <= with_options <= 32


def test_products_have_options_of_every_kind_and_supplements(sandbox, rows):
    kinds = set()
    for row in rows[:200]:
        path = f"/v2/products/origin-products/{row['originProductNo']}"
        detail = sandbox.call("GET", path).json()["originProduct"]["detailAttribute"]
        kinds |= set(detail.get("optionInfo", {})) | set(detail.get("supplementProductInfo", {}))

    assert kinds >= {"optionCombinations", "optionStandards", "optionSimple", "optionCustom"}
    assert "supplementProducts" in kinds


def test_an_unknown_number_is_the_product_services_not_found(sandbox):
    for path in ("origin-products/1", "channel-products/1"):
        answer = sandbox.call("GET", f"/v2/products/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_a_store_cannot_read_anothers_product(sandbox, rows):
    path = f"/v2/products/origin-products/{rows[0]['originProductNo']}"

    assert sandbox.call("GET", path, store=1).status_code == 404


def test_the_window_seller_shows_some_products_in_two_channels(sandbox):
    contents = [
        c for page in (1, 2, 3) for c in sandbox.search(store=2, page=page, size=100)["contents"]
    ]
    channels = Counter(
        tuple(row["channelServiceType"] for row in content["channelProducts"])
        for content in contents
    )

    assert set(channels) == {("STOREFARM",), ("STOREFARM", "WINDOW")}
    assert 1 <= channels["STOREFARM", "WINDOW"] <= 20
    twin = next(c["channelProducts"][1] for c in contents if len(c["channelProducts"]) == 2)
    found = sandbox.search(
        store=2,
        searchKeywordType="CHANNEL_PRODUCT_NO",
        channelProductNos=[twin["channelProductNo"]],
    )
    assert found["totalElements"] == 1


@pytest.mark.parametrize(
    ("store", "taxes"), [(0, {"TAX", "SMALL"}), (1, {"TAX", "DUTYFREE", "SMALL"})]
)
def test_goods_of_one_store_are_taxed_exempt_or_zero_rated_as_they_are(sandbox, store, taxes):
    numbers = [row["originProductNo"] for row in everything(sandbox, store)[:80]]

    read = [
        sandbox.call("GET", f"/v2/products/origin-products/{one}", store=store) for one in numbers
    ]

    told = [one.json()["originProduct"]["detailAttribute"]["taxType"] for one in read]
    assert set(told) == taxes
