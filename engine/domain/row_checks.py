"""What the check of a settled row says: its verdict, why, and what is remarkable of it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from engine.domain.fees import Arrival, FeeRates, FeeTier
from engine.domain.settlement import SettlementRow


class Verdict(StrEnum):
    """How a row compares."""

    EQUAL = "EQUAL"
    # off by at most a won: accepted (docs/reference/fees.md section 5), and shown; so is what is
    # left of a fee where a part was cancelled before it was settled (its newer finding (d))
    ONE_WON = "ONE_WON"
    OFF = "OFF"
    NOT_PREDICTABLE = "NOT_PREDICTABLE"


class Cause(StrEnum):
    """Why a row is off."""

    OTHER_TIER = "OTHER_TIER"
    OTHER_ARRIVAL = "OTHER_ARRIVAL"
    PROMOTION = "PROMOTION"  # a fee lower than any rate of that day makes
    PART_FEE = "PART_FEE"  # not the share of the fee a partial cancellation gives back
    UNKNOWN = "UNKNOWN"


class Reason(StrEnum):
    """Why no prediction can be made."""

    NO_TIER = "NO_TIER"  # no fee tier is set for the payment day
    NO_RATE = "NO_RATE"  # no rate is known for the payment day
    NO_PAYMENT_DAY = "NO_PAYMENT_DAY"
    NO_BASIS = "NO_BASIS"  # no commission row tells what the fees were taken on
    WAIVER = "WAIVER"  # within the starter waiver, whose cap and pay-back are uncertain
    PARTIAL_CANCEL = "PARTIAL_CANCEL"  # cut down from the fee of a row that was not read
    OTHER_KIND = "OTHER_KIND"  # a row that no rate is for, such as a benefit or a correction
    UNKNOWN_TYPE = "UNKNOWN_TYPE"


class Flag(StrEnum):
    """What is remarkable of a row whatever its fees are."""

    DOES_NOT_ADD_UP = "DOES_NOT_ADD_UP"
    FEES_DIFFER = "FEES_DIFFER"  # the commission rows of a kind do not make its fee
    DOUBLED = "DOUBLED"
    UNKNOWN_TYPE = "UNKNOWN_TYPE"


class RowCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One row with its prediction; the predicted fees are None where there is none. `basis_won`
    and the fees are in the row's direction, below zero where money is taken back.
    """

    row: SettlementRow
    verdict: Verdict
    reason: Reason | None = None
    basis_won: int | None = None
    order_fee_won: int | None = None
    sales_fee_won: int | None = None
    causes: tuple[Cause, ...] = ()
    flags: tuple[Flag, ...] = ()
    tier: FeeTier | None = None  # the one set
    tier_found: FeeTier | None = None  # another one that makes the fee, where it is off
    arrival: Arrival | None = None  # the one the sales fee shows
    rates: FeeRates | None = None

    @property
    def is_finding(self) -> bool:
        """Whether somebody should look at it."""
        return self.verdict in (Verdict.ONE_WON, Verdict.OFF) or bool(self.flags)

    @property
    def off_won(self) -> int | None:
        """By how much the fees taken are higher than predicted; None without a prediction."""
        if self.order_fee_won is None or self.sales_fee_won is None:
            return None
        taken = self.row.fees.order_won + self.row.fees.sales_won
        return taken - self.order_fee_won - self.sales_fee_won
