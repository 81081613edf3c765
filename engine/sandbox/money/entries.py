"""What an order makes of settlement rows: fees negative, positive on rows that take money back.

Source: docs/reference/fees.md section 5 with its newer findings, section 6;
docs/reference/commerce-api.md section 8.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from engine.sandbox.money.rates import PLATFORM_FROM, cut, order_rate, sales_rate
from engine.sandbox.money.sales import Line, Order
from engine.sandbox.money.workdays import next_workday

ORIGINAL, AFTER_CANCEL = "NORMAL_SETTLE_ORIGINAL", "NORMAL_SETTLE_AFTER_CANCEL"
QUICK, QUICK_CANCEL = "QUICK_SETTLE_ORIGINAL", "QUICK_SETTLE_CANCEL"
BEFORE_CANCEL = "NORMAL_SETTLE_BEFORE_CANCEL"
DEDUCTION, RESTORE = "QUANTITY_CANCEL_DEDUCTION", "QUANTITY_CANCEL_RESTORE"
_NEVER = 1 << 30
_INSTALMENTS_MP = 1500


class Fee(msgspec.Struct, frozen=True):
    """One commission row: amounts as NAVER writes them, a fee below zero."""

    type: str
    basis_won: int
    won: int
    means: str
    path: str


class Entry(msgspec.Struct, frozen=True):
    """One settlement row; days are day numbers, amounts as NAVER writes them.

    Until `known` it has no dates; `until` is the first day on which another row stands for it.
    """

    order: str
    number: str
    kind: str
    type: str
    channel_no: int | None
    name: str | None
    buyer: str
    paid: int
    known: int
    basis: int
    expected: int
    pay_won: int
    fees: tuple[Fee, ...]
    since: int = 0
    until: int = 1 << 30
    parted: bool = False  # some of its pieces are given back later
    told: bool = True  # a row that is not told is in the sums of days alone
    fees_off_won: int = 0  # by how much its first commission row is told wrongly

    def commission_rows(self) -> tuple[Fee, ...]:
        """Its fees as their own rows tell them."""
        if not self.fees_off_won:
            return self.fees
        first, *others = self.fees
        return msgspec.structs.replace(first, won=first.won + self.fees_off_won), *others

    def fee_won(self, *types: str) -> int:
        """The sum of some sorts of fees."""
        return sum(fee.won for fee in self.fees if fee.type in types)

    @property
    def expect_won(self) -> int:
        """What is paid out, or taken back."""
        return self.pay_won + sum(fee.won for fee in self.fees)


def entries_of(order: Order, tier: str, *, brand: bool, quick: bool) -> Iterator[Entry]:
    """The rows of an order of a store of that tier and type."""
    for line in order.lines:
        yield from _of_line(order, line, tier, brand=brand, quick=quick)
    if order.delivery_won:
        for entry in _timed(order, _delivery(order, tier), None, quick=quick):
            yield msgspec.structs.replace(entry, known=entry.expected) if order.late else entry
    if order.extra_won:
        extra = _fee_row(order, tier, order.extra_number, "EXTRAFEE", order.extra_won)
        yield from _timed(order, extra, None, quick=quick)


def _delivery(order: Order, tier: str) -> Entry:
    return _fee_row(order, tier, order.delivery_number, "DELIVERY", order.delivery_won)


def _fee_row(order: Order, tier: str, number: str, kind: str, won: int) -> Entry:
    """A row of what was paid beside the goods: it bears the order management fee alone."""
    fee = Fee(
        "PAY_COMMISSION", won, -cut(won, order_rate(order.paid, tier)), "PAYMEANS_TYPE_CCARD", ""
    )
    return _draft(order, number, kind, won, (fee,))


def _returned(order: Order, line: Line, tier: str, on: int, kind: str) -> Entry:
    """What the buyer pays for the way back, settled with the money taken back."""
    row = _fee_row(order, tier, line.return_number, "DELIVERY", line.return_won)
    return _moved(row, kind, on)


def _of_line(order: Order, line: Line, tier: str, *, brand: bool, quick: bool) -> Iterator[Entry]:
    def draft(marketing: bool) -> Entry:
        fees = _fees(order, line, tier, brand=brand, marketing=marketing)
        made = _draft(order, line.number, "PROD_ORDER", line.goods_won, fees)
        return msgspec.structs.replace(
            made, channel_no=line.channel_no, name=line.name, parted=line.parted is not None
        )

    if line.never:
        yield msgspec.structs.replace(draft(line.marketing), type=BEFORE_CANCEL, known=_NEVER)
        return
    if line.cancelled is not None:
        yield _returned(order, line, tier, line.cancelled, QUICK if quick else ORIGINAL)
    if line.parted is not None:
        yield from _parts(draft(line.marketing), line, line.parted)
    if line.turned is None or line.marketing or line.cancelled is not None:
        yield from _timed(order, draft(line.marketing), line, quick=quick)
        return
    first, later = draft(False), draft(True)  # re-stated once the way of the buyer is found
    for entry in _timed(order, first, line, quick=quick):
        yield msgspec.structs.replace(entry, until=min(entry.until, line.turned))
    for entry in _timed(order, later, line, quick=quick):
        if entry.until > line.turned:
            yield msgspec.structs.replace(entry, since=max(entry.since, line.turned))


def _draft(order: Order, number: str, kind: str, pay_won: int, fees: tuple[Fee, ...]) -> Entry:
    return Entry(
        order=order.number,
        number=number,
        kind=kind,
        type=ORIGINAL,
        channel_no=None,
        name=None,
        buyer=order.buyer,
        paid=order.paid,
        known=order.confirmed,
        basis=order.confirmed,
        expected=next_workday(order.confirmed),
        pay_won=pay_won,
        fees=fees,
    )


def _timed(order: Order, draft: Entry, line: Line | None, *, quick: bool) -> Iterator[Entry]:
    """The row on its days, with the flip to quick settlement, and its taking back."""
    due = next_workday(order.picked_up)
    if quick:
        on_time = msgspec.structs.replace(
            draft, type=QUICK, known=order.picked_up, basis=order.picked_up, expected=due
        )
        if line is not None and line.late_flip:  # first told as an ordinary row of that day
            yield msgspec.structs.replace(on_time, type=ORIGINAL, until=due)
            on_time = msgspec.structs.replace(on_time, since=due)
        yield on_time
    else:
        yield draft
    if line is not None and line.cancelled is not None:
        yield _taken_back(draft, line.cancelled, QUICK_CANCEL if quick else AFTER_CANCEL)


def _taken_back(entry: Entry, on: int, kind: str) -> Entry:
    fees = tuple(
        msgspec.structs.replace(fee, basis_won=-fee.basis_won, won=-fee.won) for fee in entry.fees
    )
    return msgspec.structs.replace(_moved(entry, kind, on), pay_won=-entry.pay_won, fees=fees)


def _parts(entry: Entry, line: Line, on: int) -> Iterator[Entry]:
    """One piece given back: each fee is cut down to what remains of it; and that undone.

    Source: docs/reference/corrections.md (partial cancel): floor(fee x remain / total).
    """
    total = entry.pay_won
    piece = total // line.quantity
    fees = tuple(
        msgspec.structs.replace(
            fee, basis_won=-piece, won=-fee.won - _share(-fee.won, piece, total)
        )
        for fee in entry.fees
    )
    back = msgspec.structs.replace(entry, pay_won=-piece, fees=fees, parted=False)
    yield _moved(back, DEDUCTION, on)
    if line.restored is not None:
        undone = tuple(
            msgspec.structs.replace(fee, basis_won=-fee.basis_won, won=-fee.won) for fee in fees
        )
        again = msgspec.structs.replace(back, pay_won=piece, fees=undone)
        yield _moved(again, RESTORE, line.restored)


def _share(fee_won: int, piece_won: int, total_won: int) -> int:
    """What is left of a fee without a piece, cut below one won."""
    whole, _rest = divmod(fee_won * (total_won - piece_won), total_won)
    return whole


def _moved(entry: Entry, kind: str, on: int) -> Entry:
    return msgspec.structs.replace(entry, type=kind, known=on, basis=on, expected=next_workday(on))


def _fees(order: Order, line: Line, tier: str, *, brand: bool, marketing: bool) -> tuple[Fee, ...]:
    paid, day = line.paid_won, order.paid
    whole = cut(paid, order_rate(day, tier))
    points = min(line.points_won, paid)
    of_points = cut(points, order_rate(day, tier))
    fees = [Fee("PAY_COMMISSION", paid - points, of_points - whole, "PAYMEANS_TYPE_CCARD", "")]
    if points:  # one order paid by two means has two rows
        fees.append(Fee("PAY_COMMISSION", points, -of_points, "PAYMEANS_TYPE_POINT", ""))
    mp = sales_rate(day, brand=brand, marketing=marketing)
    kind = "PLATFORM_COMMISSION" if day >= PLATFORM_FROM else "SALE_COMMISSION"
    path = _path(day, brand=brand, marketing=marketing)
    fees.append(Fee(kind, paid, -cut(paid, mp), "PAYMEANS_TYPE_ALL", path))
    if line.instalments:
        won = -cut(paid, _INSTALMENTS_MP)
        fees.append(Fee("ISTLM_COMMISSION", paid, won, "PAYMEANS_TYPE_CCARD", ""))
    return tuple(fees)


def _path(day: int, *, brand: bool, marketing: bool) -> str:
    if day < PLATFORM_FROM:
        return "NOT_NAVER" if marketing else "NAVER_SHOPPING"
    if brand:
        return "PLF_BRAND_STORE_MARKETING" if marketing else "PLF_BRAND_STORE"
    return "PLF_SMART_STORE_MARKETING" if marketing else "PLT_SMART_STORE"
