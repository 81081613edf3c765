"""The JSON of the product calls, and the one step from it to domain records.

A large import decodes thousands of pages of 500 listings, so the structs hold only what is kept
and each listing is built once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from engine.clock import KST
from engine.domain.pictures import picture_address
from engine.domain.products import (
    ChannelProduct,
    ProductDetail,
    ProductOption,
    ProductPage,
    UnreadListing,
)

# Where the listings that were taken out of a page are told; no name of NAVER's.
UNREAD = "storeboard/unread"

# A number the database holds; a larger one is as unreadable as a word.
Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class _Image(msgspec.Struct, frozen=True, gc=False):
    url: str | None = None


class ListingBody(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One listing of a page."""

    origin_product_no: Whole
    channel_product_no: Whole
    name: str
    status_type: str
    sale_price: Whole
    channel_service_type: str | None = None
    seller_management_code: str | None = None
    channel_product_display_status_type: str | None = None
    discounted_price: Whole | None = None
    stock_quantity: Whole | None = None
    delivery_fee: Whole | None = None
    category_id: str | None = None
    whole_category_name: str | None = None
    brand_name: str | None = None
    representative_image: _Image | None = None
    sale_end_date: datetime | None = None
    reg_date: datetime | None = None
    modified_date: datetime | None = None


class _Content(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    channel_products: list[ListingBody]


class PageBody(msgspec.Struct, frozen=True, rename="camel"):
    """The answer of a search; an empty list may be left out."""

    total_elements: Whole
    contents: list[_Content] | None = None
    unread: list[UnreadListing] = msgspec.field(name=UNREAD, default_factory=list)

    def __post_init__(self) -> None:
        if self.total_elements and self.contents is None:
            raise ValueError("missing required field `contents`")


def parse_page(body: PageBody, *, page: int, size: int) -> ProductPage:
    """A decoded search answer as the page that was asked for."""
    contents = body.contents or []
    products = [_listing(w) for content in contents for w in content.channel_products]
    return ProductPage(
        page=page,
        size=size,
        total=body.total_elements,
        products=tuple(products),
        origin_count=len(contents),
        unread=tuple(body.unread),
    )


def _listing(w: ListingBody) -> ChannelProduct:
    image = w.representative_image
    return ChannelProduct(
        origin_product_no=w.origin_product_no,
        channel_product_no=w.channel_product_no,
        channel_service_type=w.channel_service_type,
        name=w.name,
        seller_management_code=w.seller_management_code,
        sale_status=w.status_type,
        display_status=w.channel_product_display_status_type,
        sale_price_won=w.sale_price,
        discounted_price_won=w.discounted_price,
        stock_quantity=w.stock_quantity,
        delivery_fee_won=w.delivery_fee,
        category_id=w.category_id,
        category_name=w.whole_category_name,
        brand_name=w.brand_name,
        image_url=None if image is None else picture_address(image.url),
        sale_end_at=_moment(w.sale_end_date),
        registered_at=_moment(w.reg_date),
        modified_at=_moment(w.modified_date),
    )


def _moment(told: datetime | None) -> datetime | None:
    """A time as NAVER told it; without an offset KST (docs/reference/commerce-api.md section 3)."""
    return told.replace(tzinfo=KST) if told is not None and told.tzinfo is None else told


class _Option(msgspec.Struct, frozen=True, rename="camel"):
    id: Whole
    option_name1: str | None = None
    option_name2: str | None = None
    option_name3: str | None = None
    option_name4: str | None = None
    seller_manager_code: str | None = None
    seller_management_code: str | None = None  # so some answers call the same
    stock_quantity: Whole | None = None
    price: Whole | None = None
    usable: bool | None = None


class _OptionInfo(msgspec.Struct, frozen=True, rename="camel"):
    option_combinations: list[_Option] | None = None
    option_standards: list[_Option] | None = None


class _Supplement(msgspec.Struct, frozen=True, rename="camel"):
    id: Whole
    group_name: str | None = None
    name: str | None = None
    seller_management_code: str | None = None
    stock_quantity: Whole | None = None
    price: Whole | None = None
    usable: bool | None = None


class _SupplementInfo(msgspec.Struct, frozen=True, rename="camel"):
    supplement_products: list[_Supplement] | None = None


class _SellerCodeInfo(msgspec.Struct, frozen=True, rename="camel"):
    seller_management_code: str | None = None


class _DetailAttribute(msgspec.Struct, frozen=True, rename="camel"):
    seller_code_info: _SellerCodeInfo | None = None
    option_info: _OptionInfo | None = None
    supplement_product_info: _SupplementInfo | None = None
    tax_type: str | None = None


class _Origin(msgspec.Struct, frozen=True, rename="camel"):
    name: str
    status_type: str
    sale_price: Whole
    stock_quantity: Whole | None = None
    detail_attribute: _DetailAttribute | None = None


class DetailBody(msgspec.Struct, frozen=True, rename="camel"):
    """The answer of a read of one origin or channel product."""

    origin_product: _Origin


def parse_detail(body: DetailBody, number: int) -> ProductDetail:
    """A decoded product; NAVER does not repeat the `number` that was asked for."""
    origin = body.origin_product
    attribute = origin.detail_attribute or _DetailAttribute()
    codes = attribute.seller_code_info or _SellerCodeInfo()
    info = attribute.option_info or _OptionInfo()
    standards = map(_without_surcharge, info.option_standards or ())
    options = (*(info.option_combinations or ()), *standards)
    beside = attribute.supplement_product_info or _SupplementInfo()
    return ProductDetail(
        number=number,
        name=origin.name,
        sale_status=origin.status_type,
        sale_price_won=origin.sale_price,
        stock_quantity=origin.stock_quantity,
        seller_management_code=codes.seller_management_code,
        tax_type=attribute.tax_type,
        options=tuple(_option(w) for w in options),
        supplements=tuple(_supplement(w) for w in beside.supplement_products or ()),
    )


def _without_surcharge(w: _Option) -> _Option:
    """A standard option has the price of its product: NAVER has no member for another."""
    return w if w.price is not None else msgspec.structs.replace(w, price=0)


def _supplement(w: _Supplement) -> ProductOption:
    return ProductOption(
        option_id=w.id,
        name=" / ".join(name for name in (w.group_name, w.name) if name),
        seller_code=w.seller_management_code,
        stock_quantity=w.stock_quantity,
        price_won=w.price,
        usable=w.usable,
    )


def _option(w: _Option) -> ProductOption:
    names = (w.option_name1, w.option_name2, w.option_name3, w.option_name4)
    return ProductOption(
        option_id=w.id,
        name=" / ".join(name for name in names if name),
        seller_code=w.seller_manager_code or w.seller_management_code,
        stock_quantity=w.stock_quantity,
        price_won=w.price,
        usable=w.usable,
    )
