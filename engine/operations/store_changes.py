"""Saving a changed store: its audit line, and what other API data cut off."""

from __future__ import annotations

from collections.abc import Callable

from engine.database.jobs import Jobs
from engine.database.stores import Stores
from engine.domain.store_facts import store_facts
from engine.domain.stores import Store
from engine.errors import AlreadyRunning
from engine.jobs.clients import Clients
from engine.operations.access import Access


class StoreChanges:
    """What every operation does that changes a store."""

    def __init__(self, access: Access, stores: Stores, jobs: Jobs, clients: Clients) -> None:
        self._access, self._stores, self._jobs, self._clients = access, stores, jobs, clients

    def save(self, action: str, held: Store, store: Store) -> Store:
        """Saves a changed store and notes it; other API data cut its client off. Raises
        AlreadyRunning for other API data while a job runs.
        """
        if (store.client_id, store.base_url) != (held.client_id, held.base_url):
            self.of_api(held.store_id, lambda: self._stores.update(store))
        else:
            self._stores.update(store)
        return self.noted(action, held)

    def noted(self, action: str, held: Store) -> Store:
        """The store as it is now, with what changed of it in the audit."""
        saved = self._access.held(held.store_id)
        self._access.note(
            action,
            store_id=held.store_id,
            subject=saved.name,
            before=store_facts(held),
            after=store_facts(saved),
        )
        return saved

    def of_api(self, store_id: int, change: Callable[[], None]) -> None:
        """Changes the API data of a store, or deletes it, and cuts its client off. Raises
        AlreadyRunning while a job runs.
        """
        if self._jobs.active(store_id) is not None:
            raise AlreadyRunning
        change()
        self._clients.forget(store_id)
