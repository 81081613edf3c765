"""JSON text of search rows, made of pieces prepared once per store; nulls are left out.

Written by hand, not encoded from dicts: this server must not be what a benchmark measures.
"""

from __future__ import annotations

from msgspec.json import encode

from engine.sandbox import words
from engine.sandbox.catalogue import (
    DELIVERIES,
    FRACTIONS,
    PICTURES,
    Catalogue,
    Delivery,
    Listing,
)
from engine.sandbox.moments import day_text, moment_text

DISPLAY = {"WAIT": "WAIT", "SUSPENSION": "SUSPENSION", "PROHIBITION": "SUSPENSION"}
_TAGS = ("무료배송", "오늘출발", "선물추천", "베스트", "신상품", "국내제작", "리뷰많은", "한정수량")


class RowWriter:
    """Writes listings of one store as rows of `contents`; pictures are at `public_url`."""

    def __init__(self, catalogue: Catalogue, public_url: str) -> None:
        self._images = tuple(
            f'"representativeImage":{{"url":"{public_url}/images/{number}.svg"}},'
            for number in range(PICTURES)
        )
        self._category_ids = tuple(
            words.category_ids()[goods.category] for goods in catalogue.theme.goods
        )
        self._categories = tuple(
            f'"wholeCategoryName":"{goods.category}",'
            f'"wholeCategoryId":"{words.whole_category_id(goods.category)}",'
            for goods in catalogue.theme.goods
        )
        brands = catalogue.theme.brands
        self._brands = tuple(
            f'"brandName":"{brands[k]}","manufacturerName":"{brands[k]}",'
            if k < len(brands)
            else ""
            for k in range(8)
        )
        self._deliveries = tuple(_delivery(delivery) for delivery in DELIVERIES)

    def content(self, listing: Listing, window: bool) -> str:
        """One row of `contents`: the origin product with its one or two channel products."""
        channels = self._channel(listing, listing.channel_no, "STOREFARM")
        if window and listing.window_no is not None:
            channels += "," + self._channel(listing, listing.window_no, "WINDOW")
        group = f'"groupProductNo":{listing.group_no},' if listing.group_no is not None else ""
        return f'{{{group}"originProductNo":{listing.origin_no},"channelProducts":[{channels}]}}'

    def _channel(self, listing: Listing, number: int, service: str) -> str:
        name, code, bits = listing.name, listing.code, listing.bits
        if listing.changed:
            name = encode(name).decode()[1:-1]
            code = code if code is None else encode(code).decode()[1:-1]
        group = f'"groupProductNo":{listing.group_no},' if listing.group_no is not None else ""
        seller_code = "" if code is None else f'"sellerManagementCode":"{code}",'
        period = ""
        if listing.end_on is not None and listing.start_on is not None:
            period = (
                f'"saleStartDate":"{day_text(listing.start_on)}T00:00:00+09:00",'
                f'"saleEndDate":"{day_text(listing.end_on)}T23:59:00.0+09:00",'
            )
        return (
            f'{{{group}"originProductNo":{listing.origin_no},"channelProductNo":{number},'
            f'"channelServiceType":"{service}","categoryId":"{self._category_ids[listing.goods]}",'
            f'"name":"{name}",{seller_code}"statusType":"{listing.status}",'
            f'"channelProductDisplayStatusType":"{DISPLAY.get(listing.status, "ON")}",'
            f'"salePrice":{listing.price_won},"discountedPrice":{listing.discounted_won},'
            f'"mobileDiscountedPrice":{listing.discounted_won},'
            f'"stockQuantity":{listing.stock},{self._deliveries[listing.delivery]}'
            f"{_BENEFITS[bits & 7]}{period}{self._categories[listing.goods]}"
            f"{self._images[listing.picture]}{self._brands[listing.brand]}"
            f"{_SELLER_TAGS[bits >> 3 & 15]}"
            f'"regDate":"{moment_text(listing.registered_at, FRACTIONS[bits >> 7 & 7])}",'
            f'"modifiedDate":"{moment_text(listing.modified_at, FRACTIONS[bits >> 10 & 7])}"}}'
        )


def tags_of(bits: int) -> tuple[tuple[int, str], ...]:
    """Seller tags of a listing as (code, text), none for about a third."""
    k = bits >> 3 & 15
    if k < 5:
        return ()
    return tuple((1200 + (k + j) % 8, _TAGS[(k + j) % 8]) for j in range(1 + k % 3))


def _tags_text(k: int) -> str:
    tags = ",".join(f'{{"code":{code},"text":"{text}"}}' for code, text in tags_of(k << 3))
    return f'"sellerTags":[{tags}],'


def _delivery(delivery: Delivery) -> str:
    return (
        f'"deliveryAttributeType":"{delivery.attribute}","deliveryFee":{delivery.fee_won},'
        f'"returnFee":3000,"exchangeFee":6000,'
    )


_SELLER_TAGS = tuple(_tags_text(k) for k in range(16))
_BENEFITS = (
    '"knowledgeShoppingProductRegistration":true,',
    '"knowledgeShoppingProductRegistration":true,',
    '"knowledgeShoppingProductRegistration":false,',
    '"knowledgeShoppingProductRegistration":true,"textReviewPoint":50,"photoVideoReviewPoint":150,',
    '"knowledgeShoppingProductRegistration":true,"sellerPurchasePoint":1,'
    '"sellerPurchasePointUnitType":"PERCENT",',
    '"knowledgeShoppingProductRegistration":true,"multiPurchaseDiscount":5,'
    '"multiPurchaseDiscountUnitType":"PERCENT",',
    '"knowledgeShoppingProductRegistration":true,"managerPurchasePoint":100,',
    '"knowledgeShoppingProductRegistration":true,"freeInterest":3,"gift":"사은품 증정",',
)
