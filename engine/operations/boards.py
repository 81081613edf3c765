"""The read models over all stores."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from engine.clock import Clock, today
from engine.database.boards import Boards
from engine.database.fee_rates import RateLedger
from engine.database.jobs import Jobs
from engine.database.margins import MarginInputs
from engine.database.prerequisites import Prerequisites
from engine.database.terms import StoreTerms
from engine.domain.boards import StoreBoard, StoreCounts
from engine.domain.delivery import missing_prerequisites
from engine.domain.job_kinds import JobKind
from engine.domain.people import Role
from engine.domain.stores import Store
from engine.errors import FeeRateUnknown
from engine.operations.access import Access, needs
from engine.operations.loss_makers import Losses, Priced, loss_makers
from engine.operations.margin_tables import store_rates


class BoardOperations:
    """What the status board asks."""

    def __init__(
        self,
        access: Access,
        boards: Boards,
        prerequisites: Prerequisites,
        jobs: Jobs,
        margins: MarginInputs,
        terms: StoreTerms,
        fee_rates: RateLedger,
        clock: Clock,
    ) -> None:
        self._access, self._boards, self._prerequisites, self._jobs = (
            access,
            boards,
            prerequisites,
            jobs,
        )
        self._margins, self._terms, self._fee_rates, self._clock = margins, terms, fee_rates, clock

    @needs(Role.ANALYST)
    def cards(self) -> tuple[StoreBoard, ...]:
        """One card a store, by name."""
        counts = self._boards.counts()
        stores = [store for store in self._access.stores() if store.store_id in counts]
        losses = self._loss_makers(stores)
        return tuple(
            StoreBoard(
                store=store,
                missing=missing_prerequisites(self._prerequisites.fetched(store.store_id)),
                counts=counts[store.store_id][0],
                last_synced_at=counts[store.store_id][1],
                loss_makers=losses[store.store_id].count if store.store_id in losses else None,
                doubtful_losses=(
                    losses[store.store_id].doubtful if store.store_id in losses else 0
                ),
                running_job_id=self._syncing(store),
            )
            for store in stores
        )

    @needs(Role.ANALYST)
    def counts(self, store_id: int) -> StoreCounts:
        """How many listings of a store stand where. Raises BadRequest for an unknown store."""
        return self._boards.counts()[self._access.held(store_id).store_id][0]

    def _syncing(self, store: Store) -> int | None:
        return self._jobs.active(store.store_id, JobKind.PRODUCT_SYNC)

    def _loss_makers(self, stores: Sequence[Store]) -> dict[int, Losses]:
        """By the number of the store; one without rates for the day is left out."""
        on, priced = today(self._clock), []
        for store in stores:
            with suppress(FeeRateUnknown):
                waiver = self._terms.waiver(store.store_id)
                rates = store_rates(
                    self._fee_rates.schedule(), store, waiver, on, tier=store.fee_tier
                )
                moving = self._syncing(store) is not None
                priced.append(Priced(store=store, rates=rates, moving=moving))
        return loss_makers(self._margins, priced, on)
