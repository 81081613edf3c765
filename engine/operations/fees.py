"""The fee ledger: which rates count, a rate of one's own, and the table of a new version."""

from __future__ import annotations

from collections.abc import Iterable

from engine.clock import Clock, today
from engine.database.fee_rates import RateLedger
from engine.domain.audit import Facts
from engine.domain.fee_ledger import (
    FeeChange,
    FeeLedger,
    LedgerRow,
    OwnRate,
    TableUpdate,
    check_own_rate,
    ended,
    fee_change,
    merged,
    percent_text,
)
from engine.domain.fees import FeeRateRow
from engine.domain.months import refuse_closed_months
from engine.domain.people import Role
from engine.errors import BadRequest
from engine.operations.access import Access, needs


class FeeOperations:
    """What is asked of fee rates."""

    def __init__(self, access: Access, fee_rates: RateLedger, clock: Clock) -> None:
        self._access, self._fee_rates, self._clock = access, fee_rates, clock

    @needs(Role.ANALYST)
    def ledger(self) -> FeeLedger:
        """All rates that count, those withdrawn, and the table of a new version that waits."""
        accepted, own = self._fee_rates.accepted(), self._fee_rates.own()
        held = [one for one in own if one.withdrawn_at is None]
        places = {_place(one.row): one for one in held}
        mine = set(ended(one.row for one in held))
        return FeeLedger(
            rows=tuple(
                LedgerRow(row=row, own=places[_place(row)] if row in mine else None)
                for row in self._fee_rates.schedule().rows
            ),
            withdrawn=tuple(one for one in own if one.withdrawn_at is not None),
            accepted_at=accepted.accepted_at,
            accepted_by=accepted.accepted_by,
            update=self._update(),
        )

    @needs(Role.MANAGER)
    def plan_rate(self, row: FeeRateRow) -> FeeChange:
        """What a rate of one's own would change. Raises BadRequest for one that cannot be."""
        self._access.permit_every_store()
        check_own_rate(row)
        return self._fee_change(own=[*self._own_rows(), row])

    @needs(Role.MANAGER)
    def add_rate(self, row: FeeRateRow, *, reprice: bool = False) -> FeeLedger:
        """Adds a rate of one's own, which counts from its first day; `reprice` says that closed
        months may be priced anew. Raises BadRequest where they would be and it does not.
        """
        change = self.plan_rate(row)
        refuse_closed_months(change.months, reprice=reprice)
        self._fee_rates.add(row, self._access.actor.name)
        self._access.note("fees.add", subject=_subject(row), after=_facts(row))
        return self.ledger()

    @needs(Role.MANAGER)
    def plan_withdrawal(self, rate_id: int) -> FeeChange:
        """What withdrawing a rate of one's own would change. Raises BadRequest for none such."""
        self._access.permit_every_store()
        self._own_rate(rate_id)
        return self._fee_change(own=self._own_rows(without=rate_id))

    @needs(Role.MANAGER)
    def withdraw(self, rate_id: int, *, reprice: bool = False) -> FeeLedger:
        """Takes a rate of one's own out of force; it stays to be seen. `reprice` as in adding."""
        change = self.plan_withdrawal(rate_id)
        refuse_closed_months(change.months, reprice=reprice)
        row = self._own_rate(rate_id).row
        self._fee_rates.withdraw(rate_id, self._access.actor.name)
        self._access.note("fees.withdraw", subject=_subject(row), before=_facts(row))
        return self.ledger()

    @needs(Role.MANAGER)
    def accept_table(self, digest: str) -> FeeLedger:
        """Puts the table of this version in force; `digest` is that of the update that was shown.
        Raises BadRequest where another table, or none, waits.
        """
        self._access.permit_every_store()
        update = self._update()
        if update is None or update.digest != digest:
            raise BadRequest("The fee rate table that waits is another one. Look at it again.")
        before = self._fee_rates.accepted()
        self._fee_rates.accept(self._access.actor.name)
        self._access.note(
            "fees.accept",
            before={"fee_table": before.digest[:12]},
            after={"fee_table": digest[:12], "changes": str(len(update.change.rates))},
        )
        return self.ledger()

    def _update(self) -> TableUpdate | None:
        ledger = self._fee_rates
        if ledger.accepted().digest == ledger.shipped_digest:
            return None
        change = self._fee_change(own=self._own_rows(), table=ledger.shipped)
        return TableUpdate(digest=ledger.shipped_digest, change=change)

    def _fee_change(
        self, *, own: Iterable[FeeRateRow], table: Iterable[FeeRateRow] | None = None
    ) -> FeeChange:
        rows = self._fee_rates.accepted().rows if table is None else table
        return fee_change(self._fee_rates.schedule(), merged(rows, own), today(self._clock))

    def _own_rows(self, without: int | None = None) -> list[FeeRateRow]:
        return [
            one.row
            for one in self._fee_rates.own()
            if one.withdrawn_at is None and one.rate_id != without
        ]

    def _own_rate(self, rate_id: int) -> OwnRate:
        for one in self._fee_rates.own():
            if one.rate_id == rate_id and one.withdrawn_at is None:
                return one
        raise BadRequest("There is no rate {number} of your own. Look again.", number=str(rate_id))


def _place(row: FeeRateRow) -> tuple[object, ...]:
    return row.layer, row.tier, row.store_type, row.arrival, row.valid_from


def _subject(row: FeeRateRow) -> str:
    return " ".join(one for one in (row.layer, row.tier, row.store_type, row.arrival) if one)


def _facts(row: FeeRateRow) -> Facts:
    return {
        "rate": f"{percent_text(row)} %",
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "confidence": row.confidence,
        "source": row.source,
    }
