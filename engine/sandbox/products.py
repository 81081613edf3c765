"""The product calls: search, reads by either number, categories.

Source: docs/reference/commerce-api.md section 5.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from engine.sandbox import words
from engine.sandbox.answers import (
    Answer,
    InvalidInput,
    Refused,
    bad_request,
    not_found,
    ok,
    read_object,
    whole_number,
)
from engine.sandbox.catalogue import STATUS_SHARES
from engine.sandbox.documents import product_document
from engine.sandbox.gateway import Call
from engine.sandbox.moments import day_number
from engine.sandbox.shelf import ASCENDING, Query

MOST_A_PAGE = 500
_STATUSES = frozenset(status for status, _ in STATUS_SHARES)
_SORT_NAMES = {
    "NO": "productNo",
    "NAME": "name",
    "SELLER_CODE": "sellerManagementCode",
    "LOW_PRICE": "salePrice",
    "HIGH_PRICE": "salePrice",
    "REG_DATE": "regDate",
    "MOD_DATE": "modifiedDate",
    "SALE_START": "saleStartDate",
    "SALE_END": "saleEndDate",
    "POPULARITY": "popularity",
    "ACCUMULATE_SALE": "accumulateSale",
    "LOW_DISCOUNT_PRICE": "discountedPrice",
    "TOTAL_REVIEW_COUNT": "totalReviewCount",
    "AVERAGE_REVIEW_SCORE": "averageReviewScore",
}
_PERIODS = ("PROD_REG_DAY", "SALE_START_DAY", "SALE_END_DAY", "PROD_MOD_DAY")
_NUMBERS = {
    "CHANNEL_PRODUCT_NO": ("channelProductNos", "channel_nos"),
    "PRODUCT_NO": ("originProductNos", "origin_nos"),
    "GROUP_PRODUCT_NO": ("groupProductNos", "group_nos"),
}


def search(call: Call) -> Answer:
    """POST search: a page of origin products, each with its channel products; page 0 is page 1."""
    body = read_object(call.body)
    page = max(1, whole_number(body.get("page", 1), "page"))
    size = whole_number(body.get("size", 50), "size")
    if not 1 <= size <= MOST_A_PAGE:
        message = (
            f"{MOST_A_PAGE} 이하의 값을 입력해 주세요." if size > 0 else "1 이상이어야 합니다."
        )
        raise Refused(bad_request(InvalidInput("size", "Max" if size > 0 else "Min", message)))
    query = _query(body)
    shelf = call.store.shelf
    found = shelf.search(query)
    contents = [
        call.store.rows.content(shelf.listing(index), shelf.shows_window(index))
        for index in found[(page - 1) * size : page * size]
    ]
    pages = -(-len(found) // size)
    text = (
        f'{{"contents":[{",".join(contents)}],"page":{page},"size":{size},'
        f'"totalElements":{len(found)},"totalPages":{pages},'
        f'"sort":{_sort(query.order)},"first":{_word(page == 1)},"last":{_word(page >= pages)}}}'
    )
    return Answer(body=text.encode())


def read_origin(call: Call) -> Answer:
    """GET by origin product number."""
    return _document(
        call, call.store.shelf.by_origin(whole_number(call.path_value, "originProductNo"))
    )


def read_channel(call: Call) -> Answer:
    """GET by channel product number: the same body."""
    number = whole_number(call.path_value, "channelProductNo")
    return _document(call, call.store.shelf.by_channel(number))


def categories(call: Call) -> Answer:
    """GET categories: a flat array of rows; last=true answers leaves only."""
    leaves_only = call.query.get("last") == "true"
    rows = [_category(path) for path in words.category_ids()]
    return ok([row for row in rows if row["last"] or not leaves_only])


def category(call: Call) -> Answer:
    """GET one category."""
    for path, number in words.category_ids().items():
        if number == call.path_value:
            return ok({**_category(path), "exceptionalCategories": [], "certificationInfos": []})
    return not_found("존재하지 않는 카테고리입니다.")


def _document(call: Call, index: int | None) -> Answer:
    if index is None:
        return not_found()
    return ok(product_document(call.store, call.store.shelf.listing(index), call.public_url))


def _category(path: str) -> dict[str, Any]:
    return {
        "wholeCategoryName": path,
        "id": words.category_ids()[path],
        "name": path.rpartition(">")[2],
        "last": not any(other.startswith(path + ">") for other in words.category_ids()),
    }


def _query(body: dict[str, Any]) -> Query:
    values: dict[str, Any] = {"statuses": _statuses(body), **_keyword(body), **_period(body)}
    if (order := _one_of(body, "orderType", tuple(_SORT_NAMES))) is not None:
        values["order"] = order
    return Query(**values)


def _keyword(body: dict[str, Any]) -> dict[str, Any]:
    kind = _one_of(body, "searchKeywordType", (*_NUMBERS, "SELLER_CODE"))
    if kind is None:
        return {}
    if kind == "SELLER_CODE":
        code = body.get("sellerManagementCode")
        if code is not None and not isinstance(code, str):
            raise Refused(
                bad_request(InvalidInput("sellerManagementCode", "TypeMismatch", "문자열"))
            )
        return {"code": code} if code else {}
    member, field = _NUMBERS[kind]
    numbers = body.get(member)
    if numbers is None:
        return {}
    if not isinstance(numbers, list):
        raise Refused(bad_request(InvalidInput(member, "TypeMismatch", "숫자 목록이 아닙니다.")))
    return {field: tuple(whole_number(number, member) for number in numbers)} if numbers else {}


def _statuses(body: dict[str, Any]) -> frozenset[str]:
    sent = body.get("productStatusTypes")
    statuses = [sent] if isinstance(sent, str) else sent or []
    if not isinstance(statuses, list) or not all(status in _STATUSES for status in statuses):
        raise Refused(
            bad_request(InvalidInput("productStatusTypes", "NotValidEnum", "없는 상태입니다."))
        )
    return frozenset(statuses)


def _period(body: dict[str, Any]) -> dict[str, Any]:
    kind = _one_of(body, "periodType", _PERIODS)
    first, last = _day(body, "fromDate"), _day(body, "toDate")
    if first is not None and last is not None and first > last:
        raise Refused(bad_request(InvalidInput("toDate", "Range", "시작일보다 빠릅니다.")))
    if kind is None:
        return {}
    return {"period": kind, "from_day": first, "to_day": last}


def _day(body: dict[str, Any], name: str) -> int | None:
    sent = body.get(name)
    if sent is None:
        return None
    try:
        return day_number(msgspec.convert(sent, date))
    except msgspec.ValidationError:
        raise Refused(bad_request(InvalidInput(name, "TypeMismatch", "yyyy-MM-dd"))) from None


def _one_of(body: dict[str, Any], name: str, values: tuple[str, ...]) -> str | None:
    sent = body.get(name)
    if sent is None or sent in values:
        return sent
    raise Refused(bad_request(InvalidInput(name, "NotValidEnum", ", ".join(values))))


def _sort(order: str) -> str:
    direction = "ASC" if order in ASCENDING else "DESC"
    fields = f'{{"name":"{_SORT_NAMES[order]}","direction":"{direction}"}}'
    if order != "NO":
        fields += ',{"name":"productNo","direction":"DESC"}'
    return f'{{"sorted":true,"fields":[{fields}]}}'


def _word(value: bool) -> str:
    return "true" if value else "false"
