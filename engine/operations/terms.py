"""What a store and NAVER agreed on: fee tier, quick settlement, starter waiver, VAT."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.clock import Clock, today
from engine.database.stores import Stores
from engine.database.terms import StoreTerms
from engine.domain.fees import FeeTier
from engine.domain.months import refuse_closed_months
from engine.domain.people import Role
from engine.domain.store_facts import terms_facts
from engine.domain.stores import Store
from engine.domain.terms import (
    Terms,
    TierChange,
    Waiver,
    WaiverChange,
    refuse_earlier_settlement,
    tier_change,
    tier_undone,
    waiver_change,
)
from engine.errors import ChangedMeanwhile, Clash
from engine.operations.access import Access, needs


class TermsOperations:
    """What is asked of terms."""

    def __init__(self, access: Access, stores: Stores, terms: StoreTerms, clock: Clock) -> None:
        self._access, self._stores, self._terms, self._clock = access, stores, terms, clock

    @needs(Role.ANALYST)
    def of_store(self, store_id: int) -> Terms:
        """The settlement section of a store, histories newest first."""
        held = self._access.held(store_id).store_id
        return Terms(
            tiers=self._stores.fee_tiers(held),
            quick_settlement=self._terms.quick_settlement(held),
            waiver=self._terms.waiver(held),
        )

    @needs(Role.MANAGER)
    def plan_tier(self, store_id: int, tier: FeeTier, starts_on: date) -> TierChange:
        """What a tier from a day on would change. Raises BadRequest for a day before the last
        change.
        """
        return tier_change(self.of_store(store_id).tiers, tier, starts_on, today(self._clock))

    @needs(Role.MANAGER)
    def set_tier(
        self, store_id: int, tier: FeeTier, starts_on: date, *, reprice: bool = False
    ) -> Store:
        """The fee tier from a day on; the days before keep theirs. `reprice` says that closed
        months may be priced anew. Raises BadRequest where they would be and it does not, and for a
        day before the last change.
        """
        before = self.of_store(store_id)
        change = tier_change(before.tiers, tier, starts_on, today(self._clock))
        refuse_closed_months(change.months, reprice=reprice)
        self._stores.set_fee_tier(store_id, tier, starts_on)
        return self._changed_terms("store.fee_tier", store_id, before)

    @needs(Role.MANAGER)
    def plan_tier_back(self, store_id: int) -> TierChange:
        """What taking the last change of the fee tier back would change. Raises BadRequest for the
        only one.
        """
        return tier_undone(self.of_store(store_id).tiers, today(self._clock))

    @needs(Role.MANAGER)
    def take_tier_back(self, store_id: int, *, reprice: bool = False) -> Store:
        """Takes the last change of the fee tier back. `reprice` says that closed months may be
        priced anew. Raises BadRequest where they would be and it does not, and for the only one.
        """
        before = self.of_store(store_id)
        change = tier_undone(before.tiers, today(self._clock))
        refuse_closed_months(change.months, reprice=reprice)
        self._stores.remove_fee_tier(store_id, change.starts_on)
        return self._changed_terms("store.fee_tier", store_id, before)

    @needs(Role.MANAGER)
    def set_quick_settlement(self, store_id: int, starts_on: date, *, used: bool) -> Terms:
        """Whether quick settlement is used from a day on. Raises BadRequest for a day before the
        last change.
        """
        before = self.of_store(store_id)
        refuse_earlier_settlement(before.quick_settlement, starts_on)
        self._terms.save_quick_settlement(store_id, starts_on, used=used)
        self._changed_terms("store.quick_settlement", store_id, before)
        return self.of_store(store_id)

    @needs(Role.MANAGER)
    def plan_waiver(
        self,
        store_id: int,
        waiver: Waiver | None,
        *,
        shown: Waiver | msgspec.UnsetType | None = msgspec.UNSET,
    ) -> WaiverChange:
        """What a starter waiver, or none, would change. `shown` is the one that who changes it saw.
        Raises BadRequest for what cannot be, ChangedMeanwhile where somebody else changed it since.
        """
        held = self.of_store(store_id).waiver
        if shown is not msgspec.UNSET and held not in (shown, waiver):
            raise ChangedMeanwhile((Clash(field="waiver", held=_days(held), typed=_days(waiver)),))
        return waiver_change(held, waiver, today(self._clock))

    @needs(Role.MANAGER)
    def set_waiver(self, store_id: int, waiver: Waiver | None, *, reprice: bool = False) -> Terms:
        """The starter waiver, or that there is none. `reprice` says that closed months may be
        priced anew. Raises BadRequest where they would be and it does not, and for what cannot be.
        """
        before = self.of_store(store_id)
        change = waiver_change(before.waiver, waiver, today(self._clock))
        refuse_closed_months(change.months, reprice=reprice)
        self._terms.save_waiver(store_id, change.after)
        self._changed_terms("store.waiver", store_id, before)
        return self.of_store(store_id)

    def _changed_terms(self, action: str, store_id: int, before: Terms) -> Store:
        held = self._access.held(store_id)
        self._access.note(
            action,
            store_id=store_id,
            subject=held.name,
            before=terms_facts(before),
            after=terms_facts(self.of_store(store_id)),
        )
        return held


def _days(waiver: Waiver | None) -> str | None:
    """The days of a waiver, as they are told beside another one's."""
    return None if waiver is None else f"{waiver.starts_on} – {waiver.ends_on}"
