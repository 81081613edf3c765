"""The read models over all stores."""

from __future__ import annotations

from datetime import datetime

from engine.clock import today
from engine.domain.boards import StoreBoard, StoreCounts
from engine.domain.delivery import missing_prerequisites
from engine.domain.jobs import JobKind
from engine.domain.people import Role
from engine.domain.stores import Store
from engine.doors.door import Door, needs
from engine.errors import FeeRateUnknown
from engine.jobs.margins import loss_makers
from engine.store.terms import TermsRoom


class BoardDoor(Door):
    """What the status board asks."""

    _terms: TermsRoom

    @needs(Role.ANALYST)
    def board(self) -> tuple[StoreBoard, ...]:
        """One card a store, by name."""
        counts = self._boards.counts()
        stores = [store for store in self._seen_stores() if store.store_id in counts]
        return tuple(self._card(store, *counts[store.store_id]) for store in stores)

    @needs(Role.ANALYST)
    def counts(self, store_id: int) -> StoreCounts:
        """How many listings of a store stand where. Raises BadRequest for an unknown store."""
        return self._boards.counts()[self._held(store_id).store_id][0]

    def _card(
        self, store: Store, counts: StoreCounts, last_synced_at: datetime | None
    ) -> StoreBoard:
        job_id = self._rooms.jobs.active(store.store_id, JobKind.PRODUCT_SYNC)
        return StoreBoard(
            store=store,
            missing=missing_prerequisites(self._rooms.stores.fetched(store.store_id)),
            counts=counts,
            last_synced_at=last_synced_at,
            loss_makers=self._loss_makers(store, moving=job_id is not None),
            running_job_id=job_id,
        )

    def _loss_makers(self, store: Store, *, moving: bool) -> int | None:
        on, waiver = today(self._clock), self._terms.waiver(store.store_id)
        try:
            return loss_makers(self._margins, self._schedule, store, on, waiver, moving=moving)
        except FeeRateUnknown:
            return None
