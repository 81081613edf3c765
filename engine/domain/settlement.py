"""What NAVER settled, row by row, in our own signs: a fee is a cost above zero and is below zero
where it is given back. Source: docs/reference/fees.md sections 1, 5 and 6, the newer findings at
its top first.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import combinations

import msgspec

PRODUCT_ORDER, DELIVERY = "PROD_ORDER", "DELIVERY"
DEDUCTION_RESTORE = "DEDUCTION_RESTORE"
NORMAL_ORIGINAL, QUICK_ORIGINAL = "NORMAL_SETTLE_ORIGINAL", "QUICK_SETTLE_ORIGINAL"
AFTER_CANCEL, QUICK_CANCEL = "NORMAL_SETTLE_AFTER_CANCEL", "QUICK_SETTLE_CANCEL"
ORIGINALS = frozenset({NORMAL_ORIGINAL, QUICK_ORIGINAL})
TAKEN_BACK = frozenset({AFTER_CANCEL, QUICK_CANCEL})
PARTIAL = frozenset({"QUANTITY_CANCEL_DEDUCTION", "QUANTITY_CANCEL_RESTORE"})
SETTLE_TYPES = (
    ORIGINALS | TAKEN_BACK | PARTIAL | {"NORMAL_SETTLE_BEFORE_CANCEL", "PURCHASE_CONFIRM"}
)
ORDER_FEE = "PAY_COMMISSION"
CHARGE = "CHARGE_AMT"  # the way of paying that stays with NAVER
COMMISSION_TYPES = frozenset(
    {
        *(ORDER_FEE, "PLATFORM_COMMISSION", "SALE_COMMISSION", "INFLOW_COMMISSION"),
        *("PRICE_COMPARISON_COMMISSION", "ISTLM_COMMISSION", "SERVICE_COMMISSION"),
        *("PACKAGE_COMMISSION", "CONTRACT_COMMISSION", "PARTNER_COMMISSION"),
        *("PURCHASER_COMMISSION", "PUBLISHING_COMMISSION", "VERTICAL_COMMISSION"),
        "CHNL_COMMISSION",
    }
)
KINDS = frozenset(  # ProductOrderType; the last three by docs/reference/corrections.md
    {
        *(PRODUCT_ORDER, DELIVERY, "EXTRAFEE", "WITHDRAW", "REFUND", "PL_REFUND"),
        *("DEDUCTION_RESTORE", "PROD_PAY", "PURCHASE_REVIEW", "PREMIUM_PURCHASE_REVIEW"),
        *("REGULAR_PURCHASE_REVIEW", "ONE_MONTH_PURCHASE_REVIEW", "REVIEW", "ETC_COUPON"),
        *("ONE_MONTH_PREMIUM_PURCHASE_REVIEW", "QUICK_SETTLE", "QUANTITY_CANCEL"),
        *("DIFFERENCE_SETTLE", "DEPOSIT_SETTLE", "RENTAL_ORDER", "MANUAL_ORDER"),
        *("RENTAL_SCHEDULED_ORDER", "PREFERENTIAL_COMMISSION", "POINT_ACCUMULATION"),
        *("POST_ORDER_ADJUSTMENT_AMOUNT", "CSF", "CONCESSION"),
    }
)


class RowFees(msgspec.Struct, frozen=True, kw_only=True):
    """The fees of one row in won, costs above zero."""

    order_won: int
    sales_won: int
    instalment_won: int = 0

    @property
    def total_won(self) -> int:
        """All of them."""
        return self.order_won + self.sales_won + self.instalment_won


class SettlementRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of settle/case. `pay_won` is the settlement base, below zero where money is taken
    back; it may hold what NAVER paid, so no fee is computed on it (docs/reference/fees.md, newer
    finding (b)).

    NAVER gives rows no number: `place` counts rows that are alike in all that names them.
    """

    expected_on: date
    order_no: str | None
    product_order_no: str
    kind: str
    settle_type: str
    place: int = 1
    channel_product_no: int | None = None
    name: str | None = None
    paid_on: date | None = None
    based_on: date | None = None
    completed_on: date | None = None
    pay_won: int
    fees: RowFees
    benefit_won: int = 0
    settled_won: int

    @property
    def adds_up(self) -> bool:
        """Whether pay less fees plus benefit is what is settled.

        Source: docs/reference/fees.md section 5.
        """
        return self.pay_won - self.fees.total_won + self.benefit_won == self.settled_won

    @property
    def is_known(self) -> bool:
        """Whether its types are among those NAVER is known to use."""
        return self.kind in KINDS and self.settle_type in SETTLE_TYPES


class CommissionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of settle/commission-details, both amounts in the row's direction: above zero where
    the seller pays. `path` is how the buyer came, where NAVER still tells it.
    """

    expected_on: date
    product_order_no: str
    kind: str
    settle_type: str
    place: int = 1
    type: str
    means: str | None = None
    path: str | None = None
    basis_won: int
    fee_won: int


class SettlementDay(msgspec.Struct, frozen=True, kw_only=True):
    """One row of settle/daily: what is paid out on a day. `completed_on` is None until then;
    `deduction_won` and `minus_charge_won` are None for days read before they were kept.
    """

    expected_on: date
    place: int = 1  # a day may be paid in two ways
    method: str | None = None  # ACCOUNT, CHARGE_AMT; not told until the day is paid
    completed_on: date | None = None
    settled_won: int
    pay_won: int
    fee_won: int  # a cost above zero
    benefit_won: int = 0
    deduction_won: int | None = 0  # taken off below zero, restored above
    held_back_won: int = 0  # below zero while NAVER keeps it, above where it lets go of it
    minus_charge_won: int | None = 0
    normal_won: int = 0
    quick_won: int = 0
    difference_won: int = 0  # these three are told beside the sum, or are in it: see `extra_won`
    return_care_won: int = 0
    preferential_won: int = 0
    limit_won: int = 0  # a limit and no money
    sum_told: bool = True  # False: the sum was made of its parts

    @property
    def reaches_bank(self) -> bool:
        """Whether what is paid comes to the bank account: charge money stays with NAVER.

        Source: docs/reference/corrections.md (settleMethodType).
        """
        return self.method != CHARGE

    @property
    def off_won(self) -> int | None:
        """By how much the sum differs from its parts; None where not all of them were kept.

        Source: docs/reference/corrections.md (settle/daily identity).
        """
        off = self._recorded_off_won
        return None if off is None else off - self.extra_won

    @property
    def extra_won(self) -> int:
        """What the sum holds of the amounts that no record shows in it (correction, care for
        returns, order fees given back): those that together make up what the recorded parts lack,
        else none.

        Source: docs/reference/corrections.md (amounts beside the sum of a day).
        """
        told = (self.difference_won, self.return_care_won, self.preferential_won)
        known = [won for won in told if won]
        sums = (sum(some) for count in range(4) for some in combinations(known, count))
        off = self._recorded_off_won
        return next((won for won in sums if won == off), 0)

    @property
    def _recorded_off_won(self) -> int | None:
        """By how much the sum differs from the parts of the recorded identity."""
        if self.deduction_won is None or self.minus_charge_won is None:
            return None
        parts = self.pay_won - self.fee_won + self.benefit_won + self.deduction_won
        return self.settled_won - parts - self.held_back_won - self.minus_charge_won

    @property
    def split_off_won(self) -> int:
        """By how much the sum differs from ordinary and quick settlement together."""
        return self.settled_won - self.normal_won - self.quick_won


class RowVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it was told at some time; not `present`: it was told no more from then on."""

    version: int
    seen_at: datetime
    present: bool
    row: SettlementRow


class SettlementReading(msgspec.Struct, frozen=True, kw_only=True):
    """How far the days from `first` to `last` were read: it goes on with `next_on`."""

    first: date
    last: date
    next_on: date
    started_at: datetime
    finished_at: datetime | None = None


class VatDay(msgspec.Struct, frozen=True, kw_only=True):
    """One row of vat/daily: sales of a settlement basis day, VAT inside."""

    based_on: date
    total_won: int
    taxed_won: int
    exempt_won: int
    card_won: int = 0
    cash_deducted_won: int = 0
    cash_evidence_won: int = 0
    cash_unissued_won: int = 0
    other_won: int = 0


def normal_fees(
    pay_won: int, raw_won: tuple[int, int, int], benefit_won: int, settled_won: int
) -> RowFees:
    """Fees told in any sign (order, sales, instalments) as costs above zero.

    Where the row adds up as told, its signs are believed: fees are below zero, above zero on rows
    that take money back (newer finding (a)). Else a fee is a cost where pay is above zero and given
    back where it is below (section 5); the row then shows itself whether that adds up.
    """
    if pay_won + sum(raw_won) + benefit_won == settled_won or pay_won == 0:
        order, sales, instalment = (-won for won in raw_won)
    else:
        sign = 1 if pay_won > 0 else -1
        order, sales, instalment = (sign * abs(won) for won in raw_won)
    return RowFees(order_won=order, sales_won=sales, instalment_won=instalment)


def directed(settle_type: str, basis_won: int, raw_won: int) -> tuple[int, int]:
    """Basis and fee of a commission row: both above zero, both below where money is taken back.

    The raw sign is not trusted (docs/reference/fees.md section 5); the type of the row tells its
    direction.
    """
    back = settle_type in TAKEN_BACK or basis_won < 0
    return (-abs(basis_won), -abs(raw_won)) if back else (basis_won, abs(raw_won))
