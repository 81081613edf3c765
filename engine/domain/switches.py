"""What a store is let do at NAVER (연동설정), and the refusal of what it is not."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from engine.errors import BadRequest, StoreClosed

MOST_EXTENSION_DAYS = 365


class ApiGroup(StrEnum):
    """A kind of call; all but the last are API groups of an application."""

    SELLER = "SELLER"  # 판매자정보
    PRODUCT = "PRODUCT"  # 상품
    ORDER = "ORDER"  # 주문
    INQUIRY = "INQUIRY"  # 문의
    SETTLEMENT = "SETTLEMENT"  # 정산
    STOCK = "STOCK"  # 전시상태·재고: writes of what is shown and how many there are


class OrderConfirm(StrEnum):
    """How orders are confirmed (발주확인)."""

    MANUAL = "MANUAL"  # 수동
    AUTO = "AUTO"  # 자동
    RUNPLE = "RUNPLE"  # 런플: only products marked for it


class Switches(msgspec.Struct, frozen=True, kw_only=True):
    """The integration section of the store form."""

    master: bool = True
    product: bool = True
    order: bool = True
    cs: bool = True
    stock: bool = True
    settlement: bool = True
    order_confirm: OrderConfirm = OrderConfirm.MANUAL
    extend_days: int | None = None  # by how many days sale periods grow; None: not at all


SWITCH_OF = {
    ApiGroup.PRODUCT: "product",
    ApiGroup.ORDER: "order",
    ApiGroup.INQUIRY: "cs",
    ApiGroup.STOCK: "stock",
    ApiGroup.SETTLEMENT: "settlement",
}


def is_on(switches: Switches, group: ApiGroup) -> bool:
    """Whether calls of that kind are let through."""
    return switches.master and getattr(switches, SWITCH_OF.get(group, "master"))


def refuse_switched_off(name: str, switches: Switches, group: ApiGroup) -> None:
    """Raises StoreClosed where the store's switches are off for that kind of call."""
    if not switches.master:
        raise StoreClosed(
            "The store {store} is switched off. Turn on its master switch under"
            " Stores, Integration.",
            store=name,
        )
    if not is_on(switches, group):
        raise StoreClosed(_OFF[group], store=name)


_OFF = {
    ApiGroup.PRODUCT: "The product API of the store {store} is switched off."
    " Turn it on under Stores, Integration.",
    ApiGroup.ORDER: "The order API of the store {store} is switched off."
    " Turn it on under Stores, Integration.",
    ApiGroup.INQUIRY: "The CS API of the store {store} is switched off."
    " Turn it on under Stores, Integration.",
    ApiGroup.STOCK: "The display status and stock API of the store {store} is switched off."
    " Turn it on under Stores, Integration.",
    ApiGroup.SETTLEMENT: "The settlement API of the store {store} is switched off."
    " Turn it on under Stores, Integration.",
}


def tidy_switches(switches: Switches) -> Switches:
    """The switches as they are kept. Raises BadRequest for an extension no sale period can have."""
    days = switches.extend_days
    if days is not None and not 1 <= days <= MOST_EXTENSION_DAYS:
        raise BadRequest(
            "A sale period is extended by 1 to {most} days, or not at all.",
            most=MOST_EXTENSION_DAYS,
        )
    return switches
