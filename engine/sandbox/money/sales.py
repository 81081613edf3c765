"""Invented orders of a store by day of payment, as a function of seed, store and day.

An order's lines are of one store and leave in one package, so they share one delivery fee.
"""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from engine.sandbox.catalogue import DELIVERIES, Catalogue, mix
from engine.sandbox.moments import DAY
from engine.sandbox.money.workdays import day_of, next_workday, same_or_next_workday

_BUYERS = ("김*수", "이*영", "박*준", "최*아", "정*호", "강*희", "조*민", "윤*서")
_LINES = (1, 1, 1, 1, 1, 2, 2, 3)
_QUANTITIES = (1, 1, 1, 1, 1, 2, 2, 3)
LONGEST_DAYS = 105  # from payment to the last row an order makes: settled up to 74 days later
_RETURN_FEES = (5_000, 5_000, 5_000, 5_000, 5_000, 5_000, 2_500, 7_500)


class Line(msgspec.Struct, frozen=True):
    """One product order. `goods_won` is its settlement base; the buyer paid `coupon_won`, which
    NAVER bears, less. `turned` is the day a reward link was found afterwards, lowering the fee.
    Of several pieces one may be given back on the day `parted`, and that undone on `restored`;
    `never` was cancelled before any money moved.
    """

    number: str
    channel_no: int
    name: str
    goods_won: int
    coupon_won: int
    points_won: int
    marketing: bool
    instalments: bool
    turned: int | None
    cancelled: int | None
    late_flip: bool
    quantity: int
    parted: int | None
    restored: int | None
    never: bool
    return_number: str
    return_won: int

    @property
    def paid_won(self) -> int:
        """What the buyer paid, the base of both fees.

        Source: docs/reference/fees.md, newer finding (b).
        """
        return self.goods_won - self.coupon_won


class Order(msgspec.Struct, frozen=True):
    """One order; days are day numbers. `delivery_number` is the delivery fee's own number."""

    number: str
    buyer: str
    paid: int
    picked_up: int
    confirmed: int
    lines: tuple[Line, ...]
    delivery_number: str
    delivery_won: int
    late: bool  # its delivery fee is told on the day of payment only
    extra_number: str
    extra_won: int


def orders_on(catalogue: Catalogue, seed: int, store: int, day: int, a_day: int) -> list[Order]:
    """The orders paid on a day, none where nothing was listed by then."""
    listed = bisect_right(range(catalogue.products), day * DAY, key=catalogue.registered_at)
    if listed == 0 or a_day == 0:
        return []
    stir = mix(mix(seed) ^ mix(store * 7919 + 31) ^ mix(day))
    count = max(1, a_day - a_day // 4 + stir % (a_day // 2 + 1))
    return [_order(catalogue, mix(stir + k + 1), day, store, k, listed) for k in range(count)]


def _order(catalogue: Catalogue, h: int, day: int, store: int, place: int, listed: int) -> Order:
    picked_up = same_or_next_workday(day + (h & 1))
    confirmed = picked_up + (40 + (h >> 40) % 27 if (h >> 32) % 40 == 0 else 3 + (h >> 2) % 6)
    lines = tuple(
        _line(
            *(catalogue, mix(h + k + 1), day, confirmed, listed),
            *(_number(day, store, 2, place, k), _number(day, store, 7, place, k)),
        )
        for k in range(_LINES[(h >> 8) & 7])
    )
    return Order(
        number=_number(day, store, 1, place, 0),
        buyer=_BUYERS[(h >> 12) & 7],
        paid=day,
        picked_up=picked_up,
        confirmed=confirmed,
        lines=lines,
        delivery_number=_number(day, store, 5, place, 0),
        delivery_won=_delivery_won(h, sum(line.goods_won for line in lines)),
        late=(h >> 45) % 8 == 0,
        extra_number=_number(day, store, 6, place, 0),
        extra_won=3_000 if (h >> 50) % 24 == 0 else 0,
    )


def _line(
    catalogue: Catalogue,
    h: int,
    day: int,
    confirmed: int,
    listed: int,
    number: str,
    return_number: str,
) -> Line:
    listing, stir = catalogue.listing(h % listed), mix(h)
    quantity = _QUANTITIES[(h >> 20) & 7]
    goods_won = listing.discounted_won * quantity
    coupon_won = 1000 if (h >> 23) % 16 == 0 and goods_won > 5000 else 0
    points_won = goods_won // 7 if (h >> 27) % 8 == 0 else 0
    settled = next_workday(confirmed)
    turned = settled + 3 + (h >> 37) % 20 if (h >> 42) % 24 == 0 else None
    cancelled = settled + 1 + (h >> 47) % 9 if (h >> 52) % 20 == 0 else None
    instalments, whole = (h >> 32) % 32 == 0, turned is None and cancelled is None
    plain = whole and coupon_won == points_won == 0 and not instalments
    parted = settled + 1 + (stir >> 4) % 6 if plain and quantity > 1 and stir % 3 == 0 else None
    return Line(
        number=number,
        channel_no=listing.channel_no,
        name=listing.name,
        goods_won=goods_won,
        coupon_won=coupon_won,
        points_won=points_won,
        marketing=(h >> 30) & 3 == 0,
        instalments=instalments,
        turned=turned,
        cancelled=cancelled,
        late_flip=(h >> 57) % 8 == 0,
        quantity=quantity,
        parted=parted,
        restored=parted + 3 + (stir >> 8) % 4 if parted and (stir >> 12) % 3 == 0 else None,
        never=whole and parted is None and (stir >> 16) % 30 == 0,
        return_number=return_number,
        return_won=_RETURN_FEES[(stir >> 24) & 7],
    )


def _delivery_won(h: int, goods_won: int) -> int:
    """The package's delivery fee with the surcharge of far places; zero for free delivery."""
    delivery = DELIVERIES[(h >> 16) & 15]
    free = delivery.free_above_won is not None and goods_won >= delivery.free_above_won
    surcharge = 3000 if (h >> 24) % 32 == 0 else 0
    return (0 if free else delivery.fee_won) + surcharge


def _number(day: int, store: int, kind: int, place: int, line: int) -> str:
    """Sixteen digits that begin with the day, as NAVER's do."""
    return f"{day_of(day):%Y%m%d}{kind}{store % 100:02d}{place % 10_000:04d}{line}"
