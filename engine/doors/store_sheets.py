"""Many stores at once: from a sheet, as a sheet."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from engine.clock import today
from engine.domain.people import Role
from engine.domain.skus import RowState
from engine.domain.store_plan import PlannedStore, StorePlan
from engine.doors.door import needs
from engine.doors.store_sections import StoreSectionDoor
from engine.doors.terms import TermsDoor
from engine.errors import AlreadyRunning
from engine.jobs.store_sheets import plan_sheet, store_sheet


class StoreSheetDoor(StoreSectionDoor, TermsDoor):
    """What is asked of sheets of stores."""

    @needs(Role.MANAGER)
    def store_sheet(
        self, kind: str, headings: Mapping[str, str] | None = None, *, empty: bool = False
    ) -> bytes:
        """The stores in use as a sheet ("csv" or "xlsx") with the given headings by column, never
        with a secret; `empty` gives the template. No cell of it can run as a formula.
        """
        return store_sheet(kind, () if empty else self._seen_stores(), headings or {})

    @needs(Role.MANAGER)
    def plan_stores(self, filename: str, content: bytes, *, base_url: str) -> StorePlan:
        """What saving a sheet would do; nothing is saved. `base_url` is that of new stores whose
        row says none. Raises BadFile for a sheet that cannot be used.
        """
        self._permit_every_store()
        held = (*self._rooms.stores.all(), *self._rooms.stores.archived())
        return plan_sheet(held, filename, content, today=today(self._clock), base_url=base_url)

    @needs(Role.MANAGER)
    def save_store_plan(self, plan: StorePlan) -> int:
        """Saves the new and changed rows of a plan, each by itself; how many. What is new or has
        other API data is checked later. Raises AlreadyRunning while a job of a changed store runs,
        BadRequest for a fee tier dated before one to come.
        """
        self._permit_every_store()
        changing = [one for one in plan.planned if one.state is not RowState.UNCHANGED]
        for one in changing:
            if one.held and self._rooms.jobs.active(one.held.store_id) is not None:
                raise AlreadyRunning
        for one in changing:
            self._save_planned(one)
        return len(changing)

    def _save_planned(self, one: PlannedStore) -> None:
        held = one.held or self.add_store(one.new, None)
        store = msgspec.structs.replace(
            held,
            client_id=one.new.client_id,
            base_url=one.new.base_url,
            store_type=one.new.store_type,
            tax_mode=one.new.tax_mode,
            basics=one.basics,
            storefront=one.storefront,
            linked_seller_id=one.linked_seller_id,
            valid_until=one.valid_until,
        )
        self._change("store.sheet", held, store)
        if one.tier_changes:
            tier, since = one.new.fee_tier, one.new.tier_starts_on
            self.set_fee_tier(held.store_id, tier, since, reprice=True)  # the plan showed it
