"""What NAVER's product calls tell: listings as shown in a channel, pages of them, options, and how
to search.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec


class SaleStatus(StrEnum):
    """statusType as NAVER names it; a value not listed here is kept as its text."""

    WAIT = "WAIT"  # 판매대기
    SALE = "SALE"  # 판매중
    OUTOFSTOCK = "OUTOFSTOCK"  # 품절
    UNADMISSION = "UNADMISSION"  # 승인대기
    REJECTION = "REJECTION"  # 승인거부
    SUSPENSION = "SUSPENSION"  # 판매중지
    CLOSE = "CLOSE"  # 판매종료
    PROHIBITION = "PROHIBITION"  # 판매금지
    DELETE = "DELETE"  # 삭제


# Ended: NAVER still lists them, but nobody can buy them. They are in no margin, no count of losses
# or of what is to be matched, and have no stock link (the same three in engine/database/sql).
ENDED = frozenset({SaleStatus.CLOSE, SaleStatus.PROHIBITION, SaleStatus.DELETE})


class KeywordType(StrEnum):
    """searchKeywordType: what the words of a search are. NAVER's search has no keyword for
    names.
    """

    CHANNEL_PRODUCT_NO = "CHANNEL_PRODUCT_NO"  # 채널상품번호
    PRODUCT_NO = "PRODUCT_NO"  # 원상품번호
    GROUP_PRODUCT_NO = "GROUP_PRODUCT_NO"  # 그룹상품번호
    SELLER_CODE = "SELLER_CODE"  # 판매자 상품코드


class PeriodType(StrEnum):
    """periodType: which day of a product a period is about."""

    PROD_REG_DAY = "PROD_REG_DAY"  # 등록일
    SALE_START_DAY = "SALE_START_DAY"  # 판매시작일
    SALE_END_DAY = "SALE_END_DAY"  # 판매종료일
    PROD_MOD_DAY = "PROD_MOD_DAY"  # 수정일


class ProductSort(StrEnum):
    """orderType: how NAVER sorts a search."""

    NO = "NO"
    NAME = "NAME"
    SELLER_CODE = "SELLER_CODE"
    LOW_PRICE = "LOW_PRICE"
    HIGH_PRICE = "HIGH_PRICE"
    REG_DATE = "REG_DATE"
    MOD_DATE = "MOD_DATE"
    SALE_START = "SALE_START"
    SALE_END = "SALE_END"
    POPULARITY = "POPULARITY"
    ACCUMULATE_SALE = "ACCUMULATE_SALE"
    LOW_DISCOUNT_PRICE = "LOW_DISCOUNT_PRICE"
    TOTAL_REVIEW_COUNT = "TOTAL_REVIEW_COUNT"
    AVERAGE_REVIEW_SCORE = "AVERAGE_REVIEW_SCORE"


class ProductSearch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A search of a store's listings; the default finds all of them. Dates are whole KST days, both
    inclusive.
    """

    keyword_type: KeywordType | None = None
    keywords: tuple[str, ...] = ()  # numbers, or one seller management code
    statuses: tuple[SaleStatus, ...] = ()
    period_type: PeriodType | None = None
    from_on: date | None = None
    to_on: date | None = None
    order: ProductSort | None = None


class ChannelProduct(msgspec.Struct, frozen=True, kw_only=True):
    """One listing (채널상품): an origin product as shown in one channel. None means NAVER did not
    say.
    """

    origin_product_no: int
    channel_product_no: int
    channel_service_type: str | None = None  # STOREFARM, WINDOW, AFFILIATE
    name: str
    seller_management_code: str | None = None
    sale_status: str  # a SaleStatus, or a text NAVER added since
    display_status: str | None = None
    sale_price_won: int
    discounted_price_won: int | None = (
        None  # what a buyer pays today; equals sale_price without a discount
    )
    stock_quantity: int | None = None
    delivery_fee_won: int | None = None
    category_id: str | None = None
    category_name: str | None = None  # "A>B>C"
    brand_name: str | None = None
    image_url: str | None = None
    sale_end_at: datetime | None = None
    registered_at: datetime | None = None
    modified_at: datetime | None = None


class UnreadListing(msgspec.Struct, frozen=True, kw_only=True):
    """One listing NAVER told in a form that cannot be read; its numbers and its name where they
    could be. `member` is what is missing or of another type, `mark` tells two without a number
    apart.
    """

    origin_product_no: int | None
    channel_product_no: int | None
    name: str | None
    member: str
    mark: int


class ProductPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a search. `total` counts origin products; one may have several listings in
    `products`. What cannot be read of it is in `unread`, and counts in `origin_count`.
    """

    page: int
    size: int
    total: int
    products: tuple[ChannelProduct, ...]
    origin_count: int  # origin products on this page; fewer than `size` only on the last
    unread: tuple[UnreadListing, ...] = ()


class ProductOption(msgspec.Struct, frozen=True, kw_only=True):
    """One option combination (옵션) of an origin product; `price_won` is added to the product's
    price. A supplement (추가상품) has the same members, and a price of its own.
    """

    option_id: int
    name: str  # option names joined by " / "
    seller_code: str | None = None
    stock_quantity: int | None = None
    price_won: int | None = None
    usable: bool | None = None


class ProductDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What a single read of an origin or channel product adds: code, tax, options and supplements,
    whose numbers are counted apart. NAVER does not repeat the number asked for. Options that a
    buyer only picks or types (단독형, 직접입력형) have no stock, price or code: they are left out.
    """

    number: int
    name: str
    sale_status: str
    sale_price_won: int
    stock_quantity: int | None = None
    seller_management_code: str | None = None
    tax_type: str | None = None  # as NAVER tells it; TaxType names what is known
    options: tuple[ProductOption, ...] = ()
    supplements: tuple[ProductOption, ...] = ()
