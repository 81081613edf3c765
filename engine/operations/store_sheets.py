"""Many stores at once: from a sheet, as a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from engine.clock import Clock, today
from engine.database.jobs import Jobs
from engine.database.stores import Stores
from engine.domain.business import business_no_text
from engine.domain.people import Role
from engine.domain.skus import RowState
from engine.domain.store_cells import STORE_LAYOUT
from engine.domain.store_plan import PlannedStore, StorePlan, plan_stores
from engine.domain.stores import Store
from engine.errors import AlreadyRunning
from engine.operations.access import Access, needs
from engine.operations.store_changes import StoreChanges
from engine.operations.stores import StoreOperations
from engine.operations.terms import TermsOperations
from engine.sheets import make_sheet, read_sheet

STORE_COLUMNS = tuple(column for column in STORE_LAYOUT.columns if column != "secret")


class StoreSheetOperations:
    """What is asked of sheets of stores."""

    def __init__(
        self,
        access: Access,
        stores: Stores,
        jobs: Jobs,
        changes: StoreChanges,
        registered: StoreOperations,
        tiers: TermsOperations,
        clock: Clock,
    ) -> None:
        self._access, self._stores, self._jobs, self._changes = access, stores, jobs, changes
        self._registered, self._tiers, self._clock = registered, tiers, clock

    @needs(Role.MANAGER)
    def sheet(
        self, kind: str, headings: Mapping[str, str] | None = None, *, empty: bool = False
    ) -> bytes:
        """The stores in use as a sheet ("csv" or "xlsx") with the given headings by column, never
        with a secret; `empty` gives the template. No cell of it can run as a formula.
        """
        return _sheet(kind, () if empty else self._access.stores(), headings or {})

    @needs(Role.MANAGER)
    def plan(self, filename: str, content: bytes, *, base_url: str) -> StorePlan:
        """What saving a sheet would do; nothing is saved. `base_url` is that of new stores whose
        row says none. Raises BadFile for a sheet that cannot be used.
        """
        self._access.permit_every_store()
        held = (*self._stores.all(), *self._stores.archived())
        return _planned(held, filename, content, today=today(self._clock), base_url=base_url)

    @needs(Role.MANAGER)
    def save(self, plan: StorePlan) -> int:
        """Saves the new and changed rows of a plan, each by itself; how many. What is new or has
        other API data is checked later. Raises AlreadyRunning while a job of a changed store runs,
        BadRequest for a fee tier dated before one to come.
        """
        self._access.permit_every_store()
        changing = [one for one in plan.planned if one.state is not RowState.UNCHANGED]
        for one in changing:
            if one.held and self._jobs.active(one.held.store_id) is not None:
                raise AlreadyRunning
        for one in changing:
            self._save_planned(one)
        return len(changing)

    def _save_planned(self, one: PlannedStore) -> None:
        added = one.held or self._registered.add(one.new, None)
        held = self._access.held(added.store_id)  # by now: its address stays where it is
        store = msgspec.structs.replace(
            held,
            client_id=one.new.client_id,
            store_type=one.new.store_type,
            tax_mode=one.new.tax_mode,
            basics=one.basics,
            storefront=one.storefront,
            linked_seller_id=one.linked_seller_id,
            valid_until=one.valid_until,
        )
        self._changes.save("store.sheet", held, store)
        if one.tier_changes:
            tier, since = one.new.fee_tier, one.new.tier_starts_on
            self._tiers.set_tier(held.store_id, tier, since, reprice=True)  # the plan showed it


def _planned(
    held: Sequence[Store], filename: str, content: bytes, *, today: date, base_url: str
) -> StorePlan:
    """What saving an uploaded sheet would do; nothing is saved. Raises BadFile."""
    sheet = read_sheet(filename, content, STORE_LAYOUT)
    return plan_stores(
        list(sheet), held, today=today, base_url=base_url, passed_over=sheet.passed_over
    )


def _sheet(kind: str, stores: Sequence[Store], headings: Mapping[str, str]) -> bytes:
    """The stores as a sheet ("csv" or "xlsx") that can be imported again; never a secret."""
    named = [headings.get(column, column) for column in STORE_COLUMNS]
    return make_sheet(kind, named, map(_cells, stores))


def _cells(store: Store) -> list[str | None]:
    values = {
        "name": store.name,
        "client_id": store.client_id,
        "linked_seller_id": store.linked_seller_id,
        "storefront": store.storefront.address,
        "channel_no": store.storefront.channel_no,
        "store_type": store.store_type,
        "seller_id": store.basics.seller_id,
        "business_no": store.basics.business_no and business_no_text(store.basics.business_no),
        "window_kind": store.basics.window_kind,
        "memo": store.basics.memo,
        "fee_tier": store.fee_tier,
        "tier_starts_on": store.tier_starts_on,
        "tax_mode": store.tax_mode,
        "valid_until": store.valid_until,
        "base_url": store.base_url,
    }
    return [None if values[column] is None else str(values[column]) for column in STORE_COLUMNS]
