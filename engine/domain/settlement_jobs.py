"""Readings of settlements (정산 조회): what they are asked, and what they came to."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.domain.audit import Facts


class SettlementRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Which days to read, by the day money is expected; both included."""

    store_id: int
    first: date
    last: date

    def extent(self) -> Facts:
        """How much is asked for, as the audit tells it."""
        return {"valid_from": self.first.isoformat(), "valid_to": self.last.isoformat()}


class SettlementResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a reading of settlements came to so far: days read, settlement rows new, grown before
    they were paid, stated anew after it and told no more, months of VAT, elements that could not be
    read. `resumed`: it took up the days an earlier reading had left.
    """

    days: int = 0
    new: int = 0
    grown: int = 0
    changed: int = 0
    gone: int = 0
    vat_months: int = 0
    unread: int = 0
    resumed: bool = False
