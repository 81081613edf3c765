"""Stores: registering, changing, checking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from engine.domain.checks import ConnectionCheck, StepResult
from engine.domain.fees import FeeTier, StoreType, TaxMode
from engine.domain.people import Role
from engine.domain.stores import (
    NewStore,
    Store,
    tidy_address,
    tidy_client_id,
    tidy_name,
    tidy_secret,
)
from engine.doors.door import Door, needs
from engine.errors import AlreadyRunning


class StoreDoor(Door):
    """What is asked of stores."""

    @needs(Role.ANALYST)
    def stores(self) -> tuple[Store, ...]:
        """Every store, by name."""
        return self._seen_stores()

    @needs(Role.ANALYST)
    def store(self, store_id: int) -> Store:
        """One store. Raises BadRequest where there is none."""
        return self._rooms.stores.get(store_id)

    @needs(Role.ANALYST)
    def store_named(self, name: str) -> Store:
        """The store of that name. Raises BadRequest where there is none."""
        store = self._rooms.stores.named(name)
        self._permit_store(store.store_id)
        return store

    @needs(Role.MANAGER)
    def add_store(self, new: NewStore, secret: str) -> Store:
        """Registers a store, not yet checked. Raises BadRequest for what cannot be used or is held
        already.
        """
        new = msgspec.structs.replace(
            new,
            name=tidy_name(new.name),
            client_id=tidy_client_id(new.client_id),
            base_url=tidy_address(new.base_url),
        )
        return self.store(self._rooms.stores.add(new, tidy_secret(secret)))

    @needs(Role.MANAGER)
    def update_store(
        self,
        store_id: int,
        *,
        name: str | None = None,
        client_id: str | None = None,
        base_url: str | None = None,
        store_type: StoreType | None = None,
        tax_mode: TaxMode | None = None,
    ) -> Store:
        """Changes what is given; another application or address must be checked anew.

        Raises BadRequest for what cannot be used, AlreadyRunning for API data while a job runs.
        """
        held = self.store(store_id)
        store = msgspec.structs.replace(
            held,
            name=held.name if name is None else tidy_name(name),
            client_id=held.client_id if client_id is None else tidy_client_id(client_id),
            base_url=held.base_url if base_url is None else tidy_address(base_url),
            store_type=store_type or held.store_type,
            tax_mode=tax_mode or held.tax_mode,
        )
        if (store.client_id, store.base_url) != (held.client_id, held.base_url):
            self._change_api_data(store_id, lambda: self._rooms.stores.update(store))
        else:
            self._rooms.stores.update(store)
        return self.store(store_id)

    @needs(Role.MANAGER)
    def set_secret(self, store_id: int, secret: str) -> Store:
        """Replaces the application secret; the store must be checked anew. Raises AlreadyRunning
        while a job runs.
        """
        tidy = tidy_secret(secret)
        self._change_api_data(store_id, lambda: self._rooms.stores.set_secret(store_id, tidy))
        return self.store(store_id)

    def _change_api_data(self, store_id: int, change: Callable[[], None]) -> None:
        if self._rooms.jobs.active(store_id) is not None:
            raise AlreadyRunning
        change()
        self._clients.forget(store_id)

    @needs(Role.MANAGER)
    def set_fee_tier(self, store_id: int, tier: FeeTier, starts_on: date) -> Store:
        """The fee tier from a day on; the days before keep theirs."""
        self._rooms.stores.set_fee_tier(self.store(store_id).store_id, tier, starts_on)
        return self.store(store_id)

    @needs(Role.OPERATOR)
    def check_store(
        self, store_id: int, told: Callable[[StepResult], object] = lambda step: None
    ) -> ConnectionCheck:
        """Asks NAVER step by step whether the store's API data works, and keeps the outcome; `told`
        hears of every step as it ends.
        """
        held = self._held(store_id)
        check = self._clients.check(store_id, told)
        if self._rooms.jobs.active(store_id) is None:
            self._clients.forget(store_id)  # the next call uses what was just proved
        self._note(
            "check_store",
            store_id=store_id,
            subject=held.name,
            before={"connection": held.connection},
            after={"connection": self._held(store_id).connection},
            trace_id=next((one.trace_id for one in check.problems if one.trace_id), None),
        )
        return check
