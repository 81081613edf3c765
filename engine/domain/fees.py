"""Fees: the words they are told in, and what a rate takes from a line and from its delivery fee.

Won are integers, rates are integers in thousandths of a percent (`_mp`) with VAT already inside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

WonColumn = NDArray[np.int64]
Won = TypeVar("Won", int, WonColumn)  # one amount or a whole column: every formula serves both

FULL_RATE_MP = 100_000  # 100 %
MAX_WON = 10**11  # keeps every product of an amount and a rate inside 64 bits


class FeeTier(StrEnum):
    """Fee tier (수수료 기준), in the order in which screens show it.

    Source: docs/reference/fees.md section 4.
    """

    MICRO = "MICRO"  # 영세
    SMALL_1 = "SMALL_1"  # 중소1
    SMALL_2 = "SMALL_2"  # 중소2
    SMALL_3 = "SMALL_3"  # 중소3
    GENERAL = "GENERAL"  # 일반


class Arrival(StrEnum):
    """How the buyer came (유입경로). Each belongs to one regime.

    Source: docs/reference/fees.md section 3.
    """

    NORMAL = "NORMAL"  # from 2025-06-02: every order that is not seller marketing
    SELLER_MARKETING = "SELLER_MARKETING"  # from 2025-06-02: 판매자 마케팅, ads or marketing link
    NAVER_SHOPPING = "NAVER_SHOPPING"  # until 2025-06-01: 네이버쇼핑 유입
    DIRECT = "DIRECT"  # until 2025-06-01: not through NAVER Shopping


class StoreType(StrEnum):
    """Kind of store; the sales fee depends on it. Source: docs/reference/fees.md section 3."""

    SMARTSTORE = "SMARTSTORE"  # 스마트스토어
    BRAND_STORE = "BRAND_STORE"  # 브랜드스토어


class TaxMode(StrEnum):
    """How VAT falls on the seller's profit. Source: docs/reference/fees.md section 9."""

    GENERAL = "GENERAL"  # 일반과세자, every cost has a VAT invoice
    SIMPLIFIED = "SIMPLIFIED"  # 간이과세자, retail
    EXEMPT = "EXEMPT"  # 면세, or VAT ignored


class FeeLayer(StrEnum):
    """Which of the two fees a rate belongs to. Source: docs/reference/fees.md section 1."""

    ORDER = "ORDER"  # 주문관리수수료: by tier, on the line and on the delivery fee
    SALES = "SALES"  # 판매수수료: by arrival and store type, on the line only


class Confidence(StrEnum):
    """How well a rate is attested."""

    HIGH = "H"  # several independent public sources agree, or a real record shows it
    MEDIUM = "M"  # one good source, or derived from two
    LOW = "L"  # one weak source


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRateRow:
    """One dated rate; it counts for payments (KST) in `[valid_from, valid_to)`.

    A `valid_to` of None is open. `tier`, `store_type` and `arrival` say whom it is for; None in
    them means every one.
    """

    layer: FeeLayer
    tier: FeeTier | None
    store_type: StoreType | None
    arrival: Arrival | None
    valid_from: date
    valid_to: date | None
    rate_mp: int
    confidence: Confidence
    source: str

    def covers(self, on: date) -> bool:
        """Whether a payment of that day falls into the row's half-open range."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    def is_for(self, tier: FeeTier, arrival: Arrival, store_type: StoreType) -> bool:
        """Whether the row speaks of such a sale."""
        return (
            self.tier in (None, tier)
            and self.arrival in (None, arrival)
            and self.store_type in (None, store_type)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRates:
    """The two rates of one sale. `rows` are the rows they came from, empty for a what-if rate;
    `order_fee_waived` says that the starter programme takes the place of the order rate.
    """

    order_mp: int
    sales_mp: int
    rows: tuple[FeeRateRow, ...] = ()
    order_fee_waived: bool = False

    def __post_init__(self) -> None:
        """A rate below zero or above 100 % raises ValueError."""
        for rate_mp in (self.order_mp, self.sales_mp):
            if not 0 <= rate_mp <= FULL_RATE_MP:
                raise ValueError(f"a rate of {rate_mp} thousandths of a percent is not a rate")

    @property
    def total_mp(self) -> int:
        """Both rates together: what is taken from the line."""
        return self.order_mp + self.sales_mp

    @property
    def is_certain(self) -> bool:
        """Whether every row used is well attested (confidence H); False for what-if rates and
        under a waiver, which is told by one source only (docs/reference/fees.md section 7).
        """
        attested = all(row.confidence is Confidence.HIGH for row in self.rows)
        return bool(self.rows) and attested and not self.order_fee_waived

    def without_order_fee(self) -> FeeRates:
        """The rates under the starter waiver, for sales below its monthly cap: no order management
        fee. Source: docs/reference/fees.md section 7.
        """
        return replace(
            self,
            order_mp=0,
            rows=tuple(row for row in self.rows if row.layer is not FeeLayer.ORDER),
            order_fee_waived=True,
        )


def floor_fee(amount_won: Won, rate_mp: int) -> Won:
    """Fee in won, VAT included, cut below one won; one amount or a whole int64 column.

    Raises ValueError for a negative amount (reverse the original row instead) or one above MAX_WON.
    Source: docs/reference/fees.md section 5 (checked on one settled order).
    """
    check_won(amount_won)
    return amount_won * rate_mp // FULL_RATE_MP


def check_won(amount_won: int | WonColumn) -> None:
    """Raises ValueError unless every amount lies between zero and MAX_WON."""
    if isinstance(amount_won, int):
        lowest = highest = amount_won
    else:
        lowest, highest = int(amount_won.min(initial=0)), int(amount_won.max(initial=0))
    if lowest < 0:
        raise ValueError(f"{lowest} won: an amount below zero carries no fee, reverse its row")
    if highest > MAX_WON:
        raise ValueError(f"{highest} won: an amount above {MAX_WON} won cannot be computed")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettlement:
    """What a product line pays out: paid by the buyer after discounts, less both fees."""

    paid_won: int
    order_fee_won: int
    sales_fee_won: int

    @property
    def settlement_won(self) -> int:
        """Paid less fees, exactly."""
        return self.paid_won - self.order_fee_won - self.sales_fee_won


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettlement:
    """What a package's delivery fee pays out; the sales fee does not touch it."""

    paid_won: int
    order_fee_won: int

    @property
    def settlement_won(self) -> int:
        """Paid less the fee, exactly."""
        return self.paid_won - self.order_fee_won


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSettlement:
    """What a whole order pays out: its lines, and each package's delivery fee once."""

    lines: tuple[LineSettlement, ...]
    deliveries: tuple[DeliverySettlement, ...]
    rates: FeeRates

    @property
    def paid_won(self) -> int:
        """What the buyer paid for lines and delivery."""
        return sum(line.paid_won for line in self.lines) + sum(
            delivery.paid_won for delivery in self.deliveries
        )

    @property
    def fees_won(self) -> int:
        """Every fee of every row, each cut by itself before it is added."""
        return self.paid_won - self.settlement_won

    @property
    def settlement_won(self) -> int:
        """The sum of the rows' settlements."""
        return sum(line.settlement_won for line in self.lines) + sum(
            delivery.settlement_won for delivery in self.deliveries
        )


def line_settlement(paid_won: int, rates: FeeRates) -> LineSettlement:
    """Fees of one product line; `paid_won` is what the buyer paid after discounts, goods only.

    Both fees are cut below one won, each by itself. ValueError for a negative amount.
    Source: docs/reference/fees.md section 5, base by its newer finding (b).
    """
    return LineSettlement(
        paid_won=paid_won,
        order_fee_won=floor_fee(paid_won, rates.order_mp),
        sales_fee_won=floor_fee(paid_won, rates.sales_mp),
    )


def delivery_settlement(paid_won: int, rates: FeeRates) -> DeliverySettlement:
    """Fee of one package's delivery fee, cut below one won; zero for free delivery.

    `paid_won` holds the section surcharge, less a delivery discount only if the seller bears it.
    ValueError for a negative amount. Source: docs/reference/fees.md section 5, newer findings (c)
    and (e).
    """
    return DeliverySettlement(paid_won=paid_won, order_fee_won=floor_fee(paid_won, rates.order_mp))


def order_settlement(
    lines_won: Iterable[int], deliveries_won: Iterable[int], rates: FeeRates
) -> OrderSettlement:
    """All rows of an order: one amount a line, one delivery fee a package (not a line).

    ValueError for a negative amount. Source: docs/reference/fees.md section 5.
    """
    return OrderSettlement(
        lines=tuple(line_settlement(paid_won, rates) for paid_won in lines_won),
        deliveries=tuple(delivery_settlement(paid_won, rates) for paid_won in deliveries_won),
        rates=rates,
    )
