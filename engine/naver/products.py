"""The product calls: searching listings and reading one product.

Source: docs/reference/commerce-api.md section 5.
"""

from __future__ import annotations

from typing import Any

import msgspec

from engine.domain.categories import Category
from engine.domain.products import KeywordType, ProductDetail, ProductPage, ProductSearch
from engine.errors import BadRequest
from engine.naver.page_mending import mend_known_page, mend_page
from engine.naver.rows import mend_rows
from engine.naver.transport import Transport
from engine.naver.wire import Call
from engine.naver.wire_products import DetailBody, PageBody, parse_detail, parse_page

GROUP = "상품"
SEARCH = Call(method="POST", path="/v1/products/search", group=GROUP)
ORIGIN = Call(method="GET", path="/v2/products/origin-products/{number}", group=GROUP)
CHANNEL = Call(method="GET", path="/v2/products/channel-products/{number}", group=GROUP)
CATEGORIES = Call(method="GET", path="/v1/categories", group=GROUP, query={"last": "true"})
MAX_PAGE_SIZE = 500  # NAVER's largest
_LARGEST_NUMBER = 2**63 - 1

_NUMBER_MEMBERS = {
    KeywordType.CHANNEL_PRODUCT_NO: "channelProductNos",
    KeywordType.PRODUCT_NO: "originProductNos",
    KeywordType.GROUP_PRODUCT_NO: "groupProductNos",
}


class Products:
    """Reads of products. Every call raises ApiError."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def search(
        self,
        search: ProductSearch,
        *,
        page: int,
        size: int,
        urgent: bool = False,
        known: bool = False,
    ) -> ProductPage:
        """One page of what a search finds; pages count from 1, `size` is origin products, 1 to 500.

        A listing that cannot be read is in `unread` of the page; where none can, ApiShapeChanged is
        raised, unless others were read before (`known`) and these are a few. Raises BadRequest for
        a search that NAVER could not understand.
        """
        mend = mend_known_page if known else mend_page
        call = msgspec.structs.replace(SEARCH, body=search_body(search, page=page, size=size))
        body = self._transport.fetch(call, PageBody, mend=mend, urgent=urgent)
        return parse_page(body, page=page, size=size)

    def origin(self, number: int, *, urgent: bool = False) -> ProductDetail:
        """One origin product with its options. Raises NotFound."""
        return self._detail(ORIGIN, number, urgent=urgent)

    def channel(self, number: int, *, urgent: bool = False) -> ProductDetail:
        """One channel product with its options. Raises NotFound."""
        return self._detail(CHANNEL, number, urgent=urgent)

    def categories(self) -> tuple[Category, ...]:
        """Every leaf category, about 5,000; they are the same for every store."""
        mend = mend_rows(CATEGORIES, _Category)
        rows = self._transport.fetch(CATEGORIES, list[_Category], mend=mend, urgent=True)
        return tuple(
            Category(category_id=row.id, whole_name=row.whole_category_name or row.name or row.id)
            for row in rows
            if row.last is not False
        )

    def _detail(self, call: Call, number: int, *, urgent: bool) -> ProductDetail:
        asked = msgspec.structs.replace(call, numbers={"number": number})
        return parse_detail(self._transport.fetch(asked, DetailBody, urgent=urgent), number)


class _Category(msgspec.Struct, frozen=True, rename="camel"):
    id: str
    name: str | None = None
    whole_category_name: str | None = None
    last: bool | None = None


def search_body(search: ProductSearch, *, page: int, size: int) -> bytes:
    """The JSON of a search call. Raises BadRequest."""
    if page < 1:
        raise BadRequest("Pages count from 1; there is no page {page}.", page=page)
    if not 1 <= size <= MAX_PAGE_SIZE:
        raise BadRequest(
            "A page has 1 to {most} products; {size} cannot be asked for.",
            size=size,
            most=MAX_PAGE_SIZE,
        )
    if search.from_on and search.to_on and search.from_on > search.to_on:
        raise BadRequest("The period ends before it begins. Swap its two days.")
    body: dict[str, Any] = {
        **_keywords(search),
        "productStatusTypes": search.statuses or None,
        "orderType": search.order,
        "periodType": search.period_type,
        "fromDate": search.from_on,
        "toDate": search.to_on,
        "page": page,
        "size": size,
    }
    return msgspec.json.encode({name: value for name, value in body.items() if value is not None})


def _keywords(search: ProductSearch) -> dict[str, Any]:
    words = tuple(word.strip() for word in search.keywords if word.strip())
    if search.keyword_type is None:
        if words:
            raise BadRequest(
                "Choose what the search words are: a kind of number, or the seller code."
            )
        return {}
    if search.keyword_type is KeywordType.SELLER_CODE:
        if len(words) != 1:
            raise BadRequest("NAVER searches one seller code at a time. Type exactly one.")
        return {"searchKeywordType": search.keyword_type, "sellerManagementCode": words[0]}
    if not words:
        raise BadRequest("Type at least one number to search for, or choose no kind of number.")
    member = _NUMBER_MEMBERS[search.keyword_type]
    return {"searchKeywordType": search.keyword_type, member: [_number(word) for word in words]}


def _number(word: str) -> int:
    number = int(word) if word.isdecimal() and len(word) < 20 else 0
    if not 0 < number <= _LARGEST_NUMBER:
        raise BadRequest(
            'A product number has digits only; "{word}" is none. Correct it, then search again.',
            word=word[:40],
        )
    return number
