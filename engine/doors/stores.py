"""Stores: registering, changing, checking, archiving, deleting."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from engine.domain.checks import ConnectionCheck, StepResult
from engine.domain.fees import StoreType, TaxMode
from engine.domain.people import Role
from engine.domain.store_facts import store_facts
from engine.domain.stores import (
    NewStore,
    Store,
    tidy_address,
    tidy_client_id,
    tidy_name,
    tidy_secret,
)
from engine.doors.door import Door, needs
from engine.errors import AlreadyRunning, BadRequest


class StoreDoor(Door):
    """What is asked of stores."""

    @needs(Role.ANALYST)
    def stores(self) -> tuple[Store, ...]:
        """Every store in use, by name."""
        return self._seen_stores()

    @needs(Role.ANALYST)
    def archived_stores(self) -> tuple[Store, ...]:
        """Every archived store, by name."""
        return tuple(s for s in self._rooms.stores.archived() if self._actor.sees(s.store_id))

    @needs(Role.ANALYST)
    def store(self, store_id: int) -> Store:
        """One store, in use or archived. Raises BadRequest where there is none."""
        return self._rooms.stores.get(store_id)

    @needs(Role.ANALYST)
    def store_named(self, name: str) -> Store:
        """The store of that name, in use or archived. Raises BadRequest where there is none."""
        store = self._rooms.stores.named(name)
        self._permit_store(store.store_id)
        return store

    @needs(Role.MANAGER)
    def add_store(self, new: NewStore, secret: str | None) -> Store:
        """Registers a store, not yet checked; its secret may follow later. Raises BadRequest for
        what cannot be used or is held already.
        """
        self._permit_every_store()
        new = msgspec.structs.replace(
            new,
            name=tidy_name(new.name),
            client_id=tidy_client_id(new.client_id),
            base_url=tidy_address(new.base_url),
        )
        tidy = None if secret is None else tidy_secret(secret)
        added = self._held(self._rooms.stores.add(new, tidy))
        self._note(
            "store.add", store_id=added.store_id, subject=added.name, after=store_facts(added)
        )
        return added

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
        held = self._held(store_id)
        return self._change(
            "store.update",
            held,
            msgspec.structs.replace(
                held,
                name=held.name if name is None else tidy_name(name),
                client_id=held.client_id if client_id is None else tidy_client_id(client_id),
                base_url=held.base_url if base_url is None else tidy_address(base_url),
                store_type=store_type or held.store_type,
                tax_mode=tax_mode or held.tax_mode,
            ),
        )

    def _change(self, action: str, held: Store, store: Store) -> Store:
        """Saves a changed store and notes it; other API data cut its client off."""
        if (store.client_id, store.base_url) != (held.client_id, held.base_url):
            self._change_api_data(held.store_id, lambda: self._rooms.stores.update(store))
        else:
            self._rooms.stores.update(store)
        return self._noted(action, held)

    def _noted(self, action: str, held: Store) -> Store:
        """The store as it is now, with what changed of it in the audit."""
        saved = self._held(held.store_id)
        self._note(
            action,
            store_id=held.store_id,
            subject=saved.name,
            before=store_facts(held),
            after=store_facts(saved),
        )
        return saved

    @needs(Role.MANAGER)
    def set_secret(self, store_id: int, secret: str) -> Store:
        """Replaces the application secret; the store must be checked anew. Raises BadRequest for
        one that is not whole, AlreadyRunning while a job runs.
        """
        held, tidy = self._held(store_id), tidy_secret(secret)
        self._change_api_data(store_id, lambda: self._rooms.stores.set_secret(store_id, tidy))
        return self._noted("store.secret", held)

    def _change_api_data(self, store_id: int, change: Callable[[], None]) -> None:
        if self._rooms.jobs.active(store_id) is not None:
            raise AlreadyRunning
        change()
        self._clients.forget(store_id)

    @needs(Role.OPERATOR)
    def check_store(
        self, store_id: int, told: Callable[[StepResult], object] = lambda step: None
    ) -> ConnectionCheck:
        """Asks NAVER step by step whether the store's API data works, and keeps the outcome; `told`
        hears of every step as it ends. Raises StoreClosed for a store archived or switched off.
        """
        held = self._held(store_id)
        check = self._clients.check(store_id, told)
        if self._rooms.jobs.active(store_id) is None:
            self._clients.forget(store_id)  # the next call uses what was just proved
        self._note(
            "store.check",
            store_id=store_id,
            subject=held.name,
            before={"connection": held.connection},
            after={"connection": self._held(store_id).connection},
            trace_id=next((one.trace_id for one in check.problems if one.trace_id), None),
        )
        return check

    @needs(Role.MANAGER)
    def archive_store(self, store_id: int) -> Store:
        """Puts a store out of use: its data stay, nothing is asked of NAVER for it any more."""
        held = self._held(store_id)
        if held.archived_at is None:
            running = self._rooms.jobs.all_active(store_id)
            self._rooms.stores.archive(store_id, self._clock())
            for run in running:
                self._runner.cancel(run.job_id)
        return self._noted("store.archive", held)

    @needs(Role.MANAGER)
    def restore_store(self, store_id: int) -> Store:
        """Puts an archived store into use again, as it was."""
        held = self._held(store_id)
        self._rooms.stores.archive(store_id, None)
        return self._noted("store.restore", held)

    @needs(Role.MANAGER)
    def delete_store(self, store_id: int, name: str) -> None:
        """Removes a store with everything that belongs to it; `name` proves that it is meant.

        Raises BadRequest for another name, AlreadyRunning while a job runs. The audit stays.
        """
        held = self._held(store_id)
        if name.strip() != held.name:
            raise BadRequest(
                "To delete the store {name}, type its name exactly. Nothing was deleted.",
                name=held.name,
            )
        self._change_api_data(store_id, lambda: self._rooms.stores.delete(store_id))
        self._note("store.delete", store_id=store_id, subject=held.name, before=store_facts(held))
