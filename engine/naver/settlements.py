"""The settlement and VAT calls: days, rows, commission rows, sales.

Source: docs/reference/commerce-api.md section 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

import msgspec

from engine.domain.settlement import CommissionRow, SettlementDay, SettlementRow, VatDay
from engine.domain.unread import Source, Told
from engine.errors import BadRequest
from engine.naver.elements import Page, read_elements
from engine.naver.page_lists import unnumbered_rows
from engine.naver.transport import Transport
from engine.naver.wire import AnyObject, Call
from engine.naver.wire_settlements import (
    CaseElement,
    CommissionElement,
    DayElement,
    VatElement,
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

T = TypeVar("T")
Query = dict[str, str | int]


class Settlements:
    """Reads of settlements. Every call raises ApiError."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def days(self, first: date, last: date) -> Told[SettlementDay]:
        """What is paid out between two days, both included, at most 28 days. Raises BadRequest."""
        asked = self._elements(DAILY, _window(first, last))
        found, unread = read_elements(Source.DAYS, last, asked, DayElement, "settleExpectDate")
        return Told(found=parse_days(found), unread=unread)

    def rows(self, on: date) -> Told[SettlementRow]:
        """The settlement rows whose money is expected on a day."""
        found, unread = read_elements(Source.ROWS, on, self._of_day(CASE, on), CaseElement)
        return Told(found=parse_rows(on, found), unread=unread)

    def commissions(self, on: date) -> Told[CommissionRow]:
        """The commission rows whose money is expected on a day."""
        asked = self._of_day(COMMISSIONS, on)
        found, unread = read_elements(Source.COMMISSIONS, on, asked, CommissionElement)
        return Told(found=parse_commissions(on, found), unread=unread)

    def vat_days(self, first: date, last: date) -> Told[VatDay]:
        """Sales by settlement basis day between two days, both included, at most 28 days; NAVER
        tells them up to the end of the month before. Raises BadRequest.
        """
        asked = self._elements(VAT, _window(first, last))
        found, unread = read_elements(Source.VAT, last, asked, VatElement, "settleBasisDate")
        return Told(found=parse_vat(found), unread=unread)

    def _of_day(self, call: Call, on: date) -> Iterator[msgspec.Raw]:
        query: Query = {"searchDate": on.isoformat(), "periodType": _BY_EXPECTED_DAY}
        return self._elements(call, query)

    def _elements(self, call: Call, query: Query) -> Iterator[msgspec.Raw]:
        """Every element of every page, not yet read."""

        def read(page: int) -> tuple[list[msgspec.Raw], int | None]:
            asked: Query = {**query, "pageNumber": page, "pageSize": MOST_A_PAGE}
            body = self._transport.fetch(msgspec.structs.replace(call, query=asked), Page)
            return body.elements or [], body.pagination.total_pages

        return unnumbered_rows(call, read, MOST_A_PAGE)

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
