"""The tier runway: how far the stores of one business number are from the next fee tier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from engine.clock import Clock, today
from engine.database.fee_rates import RateLedger
from engine.database.settlements import Settlements
from engine.domain.business import (
    BusinessGroup,
    business_groups,
    business_no_text,
    tidy_business_no,
)
from engine.domain.months import month_end
from engine.domain.people import Role
from engine.domain.runway import Runway, runway
from engine.domain.stores import Store
from engine.errors import BadRequest
from engine.operations.access import Access, needs


class TierRunway(msgspec.Struct, frozen=True, kw_only=True):
    """The runway of stores taken as one business; of these `unread` are those whose VAT was never
    read, `archived` those that are out of use: what they sold in the period counts all the same.
    """

    business_no: str | None  # None: not known, or of several
    stores: tuple[str, ...]
    unread: tuple[str, ...]
    archived: tuple[str, ...]
    runway: Runway


class RunwayOperations:
    """What is asked of business numbers."""

    def __init__(
        self, access: Access, settlements: Settlements, fee_rates: RateLedger, clock: Clock
    ) -> None:
        self._access, self._settlements = access, settlements
        self._fee_rates, self._clock = fee_rates, clock

    @needs(Role.ANALYST)
    def groups(self) -> tuple[BusinessGroup, ...]:
        """The stores the actor was given by business number, archived ones with them, the number of
        most stores first; each store in use without one alone.
        """
        return business_groups(self._stores_ever())

    @needs(Role.ANALYST)
    def of(self, names: Sequence[str] = (), *, business_no: str | None = None) -> TierRunway:
        """How far stores taken as one business are from the next tier: those named, else those of a
        business number, else the first of `groups`. Raises BadRequest for a name or a
        number no store has.

        Sales are known to the last month that is known of every store in use: an archived one is
        read no more, and counts as far as it was.
        """
        seen = {store.name.casefold(): store for store in self._stores_ever()}
        group = _group(seen, names, business_no)
        stores = [seen[name.casefold()] for name in group.stores]
        settlements = self._settlements
        months = {store.name: settlements.vat_months(store.store_id) for store in stores}
        read = [store for store in stores if months[store.name]]
        leading = [store for store in read if store.archived_at is None] or read
        known = [max(months[store.name]) for store in leading]
        known_to = None if not known else month_end(min(known))
        days = [
            day
            for store in stores
            for day in settlements.vat_days(store.store_id, date.min, known_to or date.min)
        ]
        return TierRunway(
            business_no=group.business_no,
            stores=tuple(store.name for store in stores),
            unread=tuple(name for name, held in months.items() if not held),
            archived=tuple(store.name for store in stores if store.archived_at is not None),
            runway=runway(days, self._fee_rates.schedule(), today(self._clock), known_to),
        )

    def _stores_ever(self) -> tuple[Store, ...]:
        """The stores the actor was given, in use and archived."""
        return (*self._access.stores(), *self._access.archived_stores())


def _group(seen: dict[str, Store], names: Sequence[str], business_no: str | None) -> BusinessGroup:
    """The stores a runway is asked for."""
    if names:
        for name in names:
            if name.casefold() not in seen:
                raise BadRequest("There is no store {name}. Check the name.", name=name)
        numbers = {seen[name.casefold()].basics.business_no for name in names}
        number = numbers.pop() if len(numbers) == 1 else None
        return BusinessGroup(business_no=number, stores=tuple(names))
    groups, tidy = business_groups(seen.values()), tidy_business_no(business_no or "")
    if tidy is None:
        return groups[0] if groups else BusinessGroup(business_no=None, stores=())
    found = next((group for group in groups if group.business_no == tidy), None)
    if found is None:
        raise BadRequest(
            "No store has the business number {number}. Set it under Stores, Basics.",
            number=business_no_text(tidy),
        )
    return found
