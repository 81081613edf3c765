"""The long form of a product, as the origin and channel product reads answer it.

The documented body does not repeat originProductNo or channelProductNo.
Source: docs/reference/commerce-api.md section 5.
"""

from __future__ import annotations

from typing import Any

from engine.sandbox import words
from engine.sandbox.catalogue import DELIVERIES, Listing
from engine.sandbox.moments import day_text
from engine.sandbox.option_kinds import option_info, supplement_info
from engine.sandbox.rows import DISPLAY, tags_of
from engine.sandbox.stores import Store

Record = dict[str, Any]


def product_document(store: Store, listing: Listing, public_url: str) -> Record:
    """The whole answer of a product read, without members that have no value."""
    document: Record = {
        "originProduct": _origin(store, listing, public_url),
        "smartstoreChannelProduct": _channel(listing),
    }
    if listing.group_no is not None:
        document["groupProduct"] = {"groupProductNo": listing.group_no}
    if listing.window_no is not None and store.shelf.shows_window(listing.index):
        document["windowChannelProduct"] = {
            **_channel(listing),
            "channelNo": 500_100_001 + store.index * 10,
            "best": listing.bits & 1 == 0,
        }
    return document


def _channel(listing: Listing) -> Record:
    return {
        "channelProductName": listing.name,
        "storeKeepExclusiveProduct": False,
        "naverShoppingRegistration": listing.bits & 7 != 2,
        "channelProductDisplayStatusType": DISPLAY.get(listing.status, "ON"),
    }


def _origin(store: Store, listing: Listing, public_url: str) -> Record:
    goods = store.shelf.catalogue.theme.goods[listing.goods]
    url = f"{public_url}/images/{{}}.svg"
    origin: Record = {
        "statusType": listing.status,
        "saleType": "NEW",
        "leafCategoryId": words.category_ids()[goods.category],
        "name": listing.name,
        "detailContent": f"<p>{goods.noun} 상세 설명입니다.</p>",
        "images": {
            "representativeImage": {"url": url.format(listing.picture)},
            "optionalImages": [{"url": url.format((listing.picture + 8) % 40)}],
        },
        "salePrice": listing.price_won,
        "stockQuantity": listing.stock,
        "deliveryInfo": _delivery_info(store, listing),
        "detailAttribute": _detail(store, listing),
        "customerBenefit": _benefit(listing),
    }
    if listing.start_on is not None and listing.end_on is not None:
        origin["saleStartDate"] = f"{day_text(listing.start_on)}T00:00:00+09:00"
        origin["saleEndDate"] = f"{day_text(listing.end_on)}T23:59:00.0+09:00"
    return origin


def _delivery_info(store: Store, listing: Listing) -> Record:
    delivery = DELIVERIES[listing.delivery]
    fee: Record = {"deliveryFeeType": delivery.fee_type, "baseFee": delivery.fee_won}
    if delivery.fee_type != "FREE":
        fee["deliveryFeePayType"] = "PREPAID"
    if delivery.free_above_won is not None:
        fee["freeConditionalAmount"] = delivery.free_above_won
    info: Record = {
        "deliveryType": "DELIVERY",
        "deliveryAttributeType": delivery.attribute,
        "deliveryCompany": ("CJGLS", "HANJIN", "HYUNDAI", "EPOST")[listing.bits & 3],
        "deliveryBundleGroupUsable": listing.bits & 4 == 0,
        "deliveryFee": fee,
        "claimDeliveryInfo": {
            "returnDeliveryCompanyPriorityType": "PRIMARY",
            "returnDeliveryFee": 3000,
            "exchangeDeliveryFee": 6000,
        },
    }
    if info["deliveryBundleGroupUsable"] and (groups := store.delivery.bundle_groups):
        info["deliveryBundleGroupId"] = groups[listing.bits % min(3, len(groups))]["id"]
    for member, kind in (
        ("shippingAddressId", "RELEASE"),
        ("returnAddressId", "REFUND_OR_EXCHANGE"),
    ):
        if (number := _address_of(store, kind)) is not None:
            info["claimDeliveryInfo"][member] = number
    return info


def _address_of(store: Store, kind: str) -> int | None:
    return next(
        (
            entry["addressBookNo"]
            for entry in store.delivery.addresses
            if entry["addressType"] == kind
        ),
        None,
    )


def _detail(store: Store, listing: Listing) -> Record:
    brands = store.shelf.catalogue.theme.brands
    detail: Record = {
        "afterServiceInfo": {
            "afterServiceTelephoneNumber": "02-0000-0000",
            "afterServiceGuideContent": "구매 후 7일 안에 문의해 주세요.",
        },
        "originAreaInfo": {"originAreaCode": "03", "content": "상세설명에 표시"},
        "minorPurchasable": True,
        "taxType": _tax_type(store, listing),
        "productInfoProvidedNotice": {
            "productInfoProvidedNoticeType": "ETC",
            "etc": {
                "itemName": listing.name,
                "modelName": f"M{listing.origin_no % 100_000}",
                "manufacturer": store.name,
                "customerServicePhoneNumber": "02-0000-0000",
            },
        },
        "seoInfo": {
            "sellerTags": [{"code": code, "text": text} for code, text in tags_of(listing.bits)]
        },
    }
    if listing.brand < len(brands):
        name = brands[listing.brand]
        detail["naverShoppingSearchInfo"] = {"brandName": name, "manufacturerName": name}
    if listing.code is not None:
        detail["sellerCodeInfo"] = {"sellerManagementCode": listing.code}
    catalogue = store.shelf.catalogue
    if (options := option_info(catalogue, listing)) is not None:
        detail["optionInfo"] = options
    if (supplements := supplement_info(catalogue, listing)) is not None:
        detail["supplementProductInfo"] = supplements
    return detail


def _tax_type(store: Store, listing: Listing) -> str:
    """Fish as it was caught is exempt, prepared fish is taxed; a few goods are zero-rated."""
    if store.shelf.catalogue.theme.goods[listing.goods].category in words.UNPREPARED:
        return "DUTYFREE"
    return "SMALL" if listing.bits & 15 == 9 else "TAX"


def _benefit(listing: Listing) -> Record:
    benefit: Record = {}
    if listing.discount is not None:
        unit, value = listing.discount
        benefit["immediateDiscountPolicy"] = {"discountMethod": {"value": value, "unitType": unit}}
    if listing.bits & 7 == 4:
        benefit["purchasePointPolicy"] = {"value": 1, "unitType": "PERCENT"}
    return benefit
