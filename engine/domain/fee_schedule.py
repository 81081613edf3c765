"""The fee schedule: dated rates as data, read from a table and refused where two contradict.

The shipped table is `data/fee_rates.csv`. It begins on 2021-07-31, the first day with one order
management rate for every means of payment; docs/reference/fees.md section 2a tells the rates
before, by means of payment, and a day before raises FeeRateUnknown. Days are half-open,
`[valid_from, valid_to)`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

from engine.domain.fees import (
    FULL_RATE_MP,
    Arrival,
    Confidence,
    FeeLayer,
    FeeRateRow,
    FeeRates,
    FeeTier,
    StoreType,
)
from engine.errors import BadFile, FeeRateUnknown, RuleBroken

COLUMNS = (
    "layer",
    "tier",
    "store_type",
    "arrival",
    "valid_from",
    "valid_to",
    "rate_mp",
    "confidence",
    "source",
)
Word = TypeVar("Word", bound=StrEnum)
_Sale = tuple[date, FeeTier, Arrival, StoreType]


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """All dated rates; make it with `fee_schedule`, which refuses overlapping rows."""

    rows: tuple[FeeRateRow, ...]
    # What was told so far: a check of settlements asks for every row.
    _rates: dict[_Sale, FeeRates] = field(default_factory=dict, compare=False, repr=False)
    _arrivals: dict[tuple[date, StoreType], tuple[Arrival, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def rates_on(
        self,
        on: date,
        *,
        tier: FeeTier,
        arrival: Arrival = Arrival.NORMAL,
        store_type: StoreType = StoreType.SMARTSTORE,
    ) -> FeeRates:
        """The rates of a payment made on that day (KST); FeeRateUnknown where no row covers it.

        The payment date selects the row in both layers. Source: docs/reference/fees.md sections 2
        and 3.
        """
        sale = (on, tier, arrival, store_type)
        if sale not in self._rates:
            self._rates[sale] = self._rates_on(*sale)
        return self._rates[sale]

    def _rates_on(
        self, on: date, tier: FeeTier, arrival: Arrival, store_type: StoreType
    ) -> FeeRates:
        rows = [
            row for row in self.rows if row.covers(on) and row.is_for(tier, arrival, store_type)
        ]
        by_layer = {row.layer: row for row in rows}
        if FeeLayer.ORDER not in by_layer:
            raise FeeRateUnknown(
                "No order management fee rate is known for tier {tier} on {on}."
                " Choose another day or add a dated rate.",
                tier=tier,
                on=on,
            )
        if FeeLayer.SALES not in by_layer:
            raise FeeRateUnknown(
                "No sales fee rate is known for arrival {arrival} in a {store_type} on {on};"
                " known on that day: {known}. Choose another arrival or day, or add a dated rate.",
                arrival=arrival,
                store_type=store_type,
                on=on,
                known=", ".join(self.arrivals_on(on, store_type)) or "-",
            )
        order, sales = by_layer[FeeLayer.ORDER], by_layer[FeeLayer.SALES]
        return FeeRates(order_mp=order.rate_mp, sales_mp=sales.rate_mp, rows=(order, sales))

    def arrivals_on(self, on: date, store_type: StoreType) -> tuple[Arrival, ...]:
        """The arrivals that have a sales fee rate on that day, in the order of `Arrival`."""
        if (on, store_type) not in self._arrivals:
            self._arrivals[on, store_type] = self._arrivals_on(on, store_type)
        return self._arrivals[on, store_type]

    def _arrivals_on(self, on: date, store_type: StoreType) -> tuple[Arrival, ...]:
        rows = [row for row in self.rows if row.layer is FeeLayer.SALES and row.covers(on)]
        return tuple(
            arrival
            for arrival in Arrival
            if any(
                row.arrival in (None, arrival) and row.store_type in (None, store_type)
                for row in rows
            )
        )


def fee_schedule(rows: Iterable[FeeRateRow]) -> FeeSchedule:
    """The schedule of these rows; RuleBroken if two of them claim the same sale on the same day."""
    schedule = FeeSchedule(tuple(rows))
    if clash := first_overlap(schedule.rows):
        one, other = (schedule.rows[index] for index in clash)
        raise RuleBroken(
            "Two fee rates claim the same days: {one} from {one_from} and {other} from {other_from}"
            " thousandths of a percent. End one before the other begins.",
            one=one.rate_mp,
            one_from=one.valid_from,
            other=other.rate_mp,
            other_from=other.valid_from,
        )
    return schedule


def first_overlap(rows: Sequence[FeeRateRow]) -> tuple[int, int] | None:
    """Positions of the first two rows that claim the same sale on the same day, None if none do."""
    for (at, row), (other_at, other) in combinations(enumerate(rows), 2):
        if same_sale(row, other) and same_days(row, other):
            return at, other_at
    return None


def same_sale(row: FeeRateRow, other: FeeRateRow) -> bool:
    """Whether some sale is meant by both rows."""
    pairs = (
        (row.tier, other.tier),
        (row.store_type, other.store_type),
        (row.arrival, other.arrival),
    )
    return row.layer is other.layer and all(a is None or b is None or a is b for a, b in pairs)


def same_days(row: FeeRateRow, other: FeeRateRow) -> bool:
    """Whether some day is covered by both rows."""
    return (other.valid_to is None or row.valid_from < other.valid_to) and (
        row.valid_to is None or other.valid_from < row.valid_to
    )


def write_fee_rates(rows: Iterable[FeeRateRow]) -> str:
    """The rows as a fee rate table, which `parse_fee_rates` reads back as they are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(["" if one is None else one for one in map(row.__getattribute__, COLUMNS)])
    return out.getvalue()


def parse_fee_rates(text: str) -> tuple[FeeRateRow, ...]:
    """The rows of a fee rate table (CSV with a header of `COLUMNS`), in its order.

    Empty `tier`, `store_type` or `arrival` means every one, empty `valid_to` means open.
    Raises BadFile naming the line: wrong columns, a word, date or rate that is none, a rate outside
    0 to 100 %, a range that ends before it begins, or a row that overlaps an earlier one.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    rows: list[FeeRateRow] = []
    lines: list[int] = []
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadFile(
                "The fee rate table must begin with the line {columns}.", columns=",".join(COLUMNS)
            )
        for fields in reader:
            rows.append(_parse_row(fields, reader.line_num))
            lines.append(reader.line_num)
    except csv.Error as error:
        raise BadFile(
            "Line {line} of the fee rate table is not CSV. Save it again as CSV.",
            line=reader.line_num + 1,  # it counts the lines that were read to their end
        ) from error
    if clash := first_overlap(rows):
        raise BadFile(
            "Line {line} of the fee rate table covers days that line {earlier} already covers."
            " End one before the other begins.",
            line=lines[clash[1]],
            earlier=lines[clash[0]],
        )
    return tuple(rows)


def _parse_row(fields: dict[str, str], line: int) -> FeeRateRow:
    if None in fields or None in fields.values():
        raise BadFile(
            "Line {line} of the fee rate table does not have {count} fields.",
            line=line,
            count=len(COLUMNS),
        )
    row = FeeRateRow(
        layer=_word(FeeLayer, fields, "layer", line),
        tier=_word_or_any(FeeTier, fields, "tier", line),
        store_type=_word_or_any(StoreType, fields, "store_type", line),
        arrival=_word_or_any(Arrival, fields, "arrival", line),
        valid_from=_day(fields, "valid_from", line),
        valid_to=_day(fields, "valid_to", line) if fields["valid_to"] else None,
        rate_mp=_rate_mp(fields, line),
        confidence=_word(Confidence, fields, "confidence", line),
        source=fields["source"],
    )
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise BadFile(
            "Line {line} of the fee rate table ends on {valid_to}, not after it begins.",
            line=line,
            valid_to=row.valid_to,
        )
    return row


def _word(kind: type[Word], fields: dict[str, str], column: str, line: int) -> Word:
    try:
        return kind(fields[column])
    except ValueError as error:
        raise BadFile(
            "Line {line} of the fee rate table: {column} {value} is not one of {words}.",
            line=line,
            column=column,
            value=repr(fields[column]),
            words=", ".join(kind),
        ) from error


def _word_or_any(kind: type[Word], fields: dict[str, str], column: str, line: int) -> Word | None:
    return _word(kind, fields, column, line) if fields[column] else None


def _day(fields: dict[str, str], column: str, line: int) -> date:
    try:
        return date.fromisoformat(fields[column])
    except ValueError as error:
        raise BadFile(
            "Line {line} of the fee rate table: {column} {value} is not a day like 2025-10-01.",
            line=line,
            column=column,
            value=repr(fields[column]),
        ) from error


def _rate_mp(fields: dict[str, str], line: int) -> int:
    text = fields["rate_mp"]
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(FULL_RATE_MP))
    if not digits or int(text) > FULL_RATE_MP:
        raise BadFile(
            "Line {line} of the fee rate table: rate_mp {value} is not a whole number of"
            " thousandths of a percent from 0 to {full}.",
            line=line,
            value=repr(text),
            full=FULL_RATE_MP,
        )
    return int(text)
