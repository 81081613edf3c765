"""The settlement and VAT calls: days, rows, commission rows, sales.

Source: docs/reference/commerce-api.md section 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

import msgspec

from engine.domain.settlement import CommissionRow, SettlementDay, SettlementRow, VatDay
from engine.errors import BadRequest
from engine.naver.transport import Transport
from engine.naver.wire import AnyObject, Call
from engine.naver.wire_settlements import (
    CaseBody,
    CommissionBody,
    DayBody,
    VatBody,
    mend_whole,
    parse_commissions,
    parse_days,
    parse_rows,
    parse_vat,
)

GROUP = "정산"
DAILY = Call(method="GET", path="/v1/pay-settle/settle/daily", group=GROUP)
CASE = Call(method="GET", path="/v1/pay-settle/settle/case", group=GROUP)
COMMISSIONS = Call(method="GET", path="/v1/pay-settle/settle/commission-details", group=GROUP)
VAT = Call(method="GET", path="/v1/pay-settle/vat/daily", group=GROUP)
MOST_A_PAGE = 1000
WINDOW_DAYS = 28  # counted inclusively; always within one month (docs/reference/corrections.md)
_BY_EXPECTED_DAY = "SETTLE_CASEBYCASE_SETTLE_SCHEDULE_DATE"

Body = TypeVar("Body", DayBody, CaseBody, CommissionBody, VatBody)
Query = dict[str, str | int]


class Settlements:
    """Reads of settlements. Every call raises ApiError."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def days(self, first: date, last: date) -> tuple[SettlementDay, ...]:
        """What is paid out between two days, both included, at most 28 days. Raises BadRequest."""
        elements = self._elements(DAILY, _window(first, last), DayBody)
        return parse_days(elements)

    def rows(self, on: date) -> tuple[SettlementRow, ...]:
        """The settlement rows whose money is expected on a day."""
        return parse_rows(on, self._elements(CASE, _of_day(on), CaseBody))

    def commissions(self, on: date) -> tuple[CommissionRow, ...]:
        """The commission rows whose money is expected on a day."""
        return parse_commissions(on, self._elements(COMMISSIONS, _of_day(on), CommissionBody))

    def vat_days(self, first: date, last: date) -> tuple[VatDay, ...]:
        """Sales by settlement basis day between two days, both included, at most 28 days; NAVER
        tells them up to the end of the month before. Raises BadRequest.
        """
        return parse_vat(self._elements(VAT, _window(first, last), VatBody))

    def _elements(self, call: Call, query: Query, kind: type[Body]) -> Iterator[Any]:
        """Every row of every page."""
        page, pages = 1, 1
        while page <= pages:
            asked: Query = {**query, "pageNumber": page, "pageSize": MOST_A_PAGE}
            body = self._transport.fetch(
                msgspec.structs.replace(call, query=asked), kind, mend=mend_whole
            )
            yield from body.elements
            page, pages = page + 1, body.pagination.total_pages if body.elements else 0

    def probe(self, day: date) -> None:
        """Asks for one row of a day; what it says does not matter."""
        query = {**_window(day, day), "pageNumber": 1, "pageSize": 1}
        self._transport.fetch(msgspec.structs.replace(DAILY, query=query), AnyObject, urgent=True)


def _window(first: date, last: date) -> Query:
    if not 0 <= (last - first).days < WINDOW_DAYS:
        raise BadRequest(
            "Settlements are asked for at most {most} days at a time. Choose a shorter period.",
            most=WINDOW_DAYS,
        )
    return {"startDate": first.isoformat(), "endDate": last.isoformat()}


def _of_day(on: date) -> Query:
    return {"searchDate": on.isoformat(), "periodType": _BY_EXPECTED_DAY}
