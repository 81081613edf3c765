"""What one piece costs the seller, part by part, and what fills a part nobody stated.

Won have VAT inside. Advertising and returns may be told as a share of what the buyer pays instead,
in thousandths of a percent (`_mp`). Source: docs/reference/fees.md section 9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import msgspec

from engine.domain.fees import FULL_RATE_MP, check_won
from engine.domain.rounding import share_won
from engine.errors import BadRequest, CostUnknown

MAX_NAME = 200
MAX_COST_WON = 999_999_990  # NAVER's own limit of a price


class CostPart(StrEnum):
    """The parts a cost is made of; their place is their bit where parts are told as a number."""

    GOODS = "GOODS"  # 원가
    PACKAGING = "PACKAGING"  # 포장비
    SHIPPING = "SHIPPING"  # 배송비, what the seller pays the courier
    INBOUND = "INBOUND"  # 입고비
    ADS = "ADS"  # 광고비
    RETURNS = "RETURNS"  # 반품비

    @property
    def bit(self) -> int:
        """The bit that stands for the part."""
        return 1 << list(CostPart).index(self)


def parts_of(bits: int) -> tuple[CostPart, ...]:
    """The parts whose bits are set."""
    return tuple(part for part in CostPart if bits & part.bit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one piece costs the seller, won with VAT inside. None is unknown, zero is no cost.

    ValueError for an amount below zero or above MAX_WON, or a share outside 0..100 %.
    """

    goods_won: int | None
    packaging_won: int | None = 0
    shipping_won: int | None = 0
    inbound_won: int | None = 0
    ads_won: int | None = 0
    returns_won: int | None = 0
    other_won: int | None = 0
    ads_mp: int = 0  # of what the buyer pays, beside the won
    returns_mp: int = 0

    def __post_init__(self) -> None:
        """Checks every known amount, their sum, and the shares."""
        known = [part for part in self._parts() if part is not None]
        for amount_won in (*known, sum(known)):
            check_won(amount_won)
        for share_mp in (self.ads_mp, self.returns_mp):
            if not 0 <= share_mp <= FULL_RATE_MP:
                raise ValueError(f"a cost of {share_mp} thousandths of a percent cannot be")

    @property
    def fixed_won(self) -> int:
        """All costs in won together, without the shares; raises CostUnknown as soon as one is
        unknown.
        """
        total_won = 0
        for part in self._parts():
            if part is None:
                raise CostUnknown()
            total_won += part
        return total_won

    @property
    def share_mps(self) -> tuple[int, int]:
        """The shares; each becomes whole won by itself."""
        return self.ads_mp, self.returns_mp

    def at(self, revenue_won: int) -> Costs:
        """The costs where a buyer pays so much: the shares become won. Raises CostUnknown if a part
        beside a share is unknown.
        """
        if not any(self.share_mps):
            return self
        if self.ads_won is None or self.returns_won is None:
            raise CostUnknown()
        return replace(
            self,
            ads_won=self.ads_won + share_won(revenue_won, self.ads_mp),
            returns_won=self.returns_won + share_won(revenue_won, self.returns_mp),
            ads_mp=0,
            returns_mp=0,
        )

    def _parts(self) -> tuple[int | None, ...]:
        own = (self.goods_won, self.packaging_won, self.shipping_won)
        return (*own, self.inbound_won, self.ads_won, self.returns_won, self.other_won)


class CostSaid(msgspec.Struct, frozen=True):
    """A cost in won, or as a share of what the buyer pays in thousandths of a percent."""

    won: int | None = None
    mp: int | None = None

    def __str__(self) -> str:
        """As a sheet says it: 300, or 2.5 %."""
        if self.mp is None:
            return f"{self.won:,}"
        return f"{self.mp // 1000}.{self.mp % 1000:03d}".rstrip("0").rstrip(".") + " %"


def said(won: int | None, mp: int | None) -> CostSaid | None:
    """A cost that was said, None where it was not."""
    return None if won is None and mp is None else CostSaid(won, mp)


class StatedCosts(msgspec.Struct, frozen=True, kw_only=True):
    """What a SKU or a profile says of costs; None is not said, zero is no cost.

    Advertising and returns are told in won or as a share of what the buyer pays, not both.
    """

    cost_won: int | None = None  # the goods
    packaging_won: int | None = None
    shipping_won: int | None = None
    inbound_won: int | None = None
    ads_won: int | None = None
    ads_mp: int | None = None
    returns_won: int | None = None
    returns_mp: int | None = None

    def told(self) -> dict[str, str]:
        """What is said, by the names of the sheet's columns, each as the sheet says it."""
        parts = {
            "cost_won": said(self.cost_won, None),
            "packaging_won": said(self.packaging_won, None),
            "shipping_won": said(self.shipping_won, None),
            "inbound_won": said(self.inbound_won, None),
            "ads": said(self.ads_won, self.ads_mp),
            "returns": said(self.returns_won, self.returns_mp),
        }
        return {name: str(part) for name, part in parts.items() if part is not None}


class ProfileKind(StrEnum):
    """What a cost profile is for."""

    CATEGORY = "CATEGORY"  # the listings of a NAVER category, by its path or the beginning of it
    SKU_GROUP = "SKU_GROUP"  # SKU 그룹, a column of the SKU sheet


class CostProfile(msgspec.Struct, frozen=True, kw_only=True):
    """Fills what a SKU does not say, from a day on until the next profile of the same name; one
    that says nothing ends it.
    """

    kind: ProfileKind
    name: str
    starts_on: date
    costs: StatedCosts
    saved_by: str = ""

    @property
    def is_end(self) -> bool:
        """Whether it fills nothing any more."""
        return self.costs == StatedCosts()


def check_profile(profile: CostProfile) -> CostProfile:
    """The profile as it is kept. Raises BadRequest for one that cannot be."""
    name = " ".join(profile.name.split())
    if profile.kind is ProfileKind.CATEGORY:
        name = ">".join(level.strip() for level in name.split(">"))
    if not name or len(name) > MAX_NAME:
        raise BadRequest(
            "Name the category or the SKU group in at most {most} characters.", most=MAX_NAME
        )
    said = msgspec.structs.asdict(profile.costs)
    for field, value in said.items():
        most = FULL_RATE_MP if field.endswith("_mp") else MAX_COST_WON
        if value is not None and not 0 <= value <= most:
            raise BadRequest("A cost is zero or more won, a share 0 to 100 %. Check the numbers.")
    for part in ("ads", "returns"):
        if said[f"{part}_won"] is not None and said[f"{part}_mp"] is not None:
            raise BadRequest("Say a cost in won or as a share of the price, not both.")
    return msgspec.structs.replace(profile, name=name)
