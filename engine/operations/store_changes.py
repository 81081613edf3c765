"""Saving a changed store: its audit line, and what other API data cut off."""

from __future__ import annotations

from collections.abc import Callable

from engine.database.jobs import Jobs
from engine.database.stores import Stores
from engine.domain.meanwhile import merged
from engine.domain.store_facts import store_facts
from engine.domain.stores import Store, origin
from engine.errors import AlreadyRunning, ChangedMeanwhile, Clash, Overtaken
from engine.jobs.clients import Clients
from engine.operations.access import Access

_ATTEMPTS = 5  # to save beside others who save the same store at this moment


class StoreChanges:
    """What every operation does that changes a store."""

    def __init__(self, access: Access, stores: Stores, jobs: Jobs, clients: Clients) -> None:
        self._access, self._stores, self._jobs, self._clients = access, stores, jobs, clients

    def save(self, action: str, shown: Store, typed: Store, secret: str | None = None) -> Store:
        """Saves what differs between `shown` and `typed`, and the secret, if any, and notes it;
        another secret or other API data cut the store's client off.

        Raises ChangedMeanwhile where somebody else changed the same since it was shown,
        AlreadyRunning for the secret or other API data while a job runs.
        """
        held = self._access.held(shown.store_id)
        for _attempt in range(_ATTEMPTS - 1):
            try:
                return self._save(action, held, _merged(shown, typed, held, secret), secret)
            except Overtaken:
                held = self._access.held(shown.store_id)
        return self._save(action, held, _merged(shown, typed, held, secret), secret)

    def _save(self, action: str, held: Store, store: Store, secret: str | None) -> Store:
        def save() -> None:
            self._stores.update(store, held, secret)

        same_api = (store.client_id, store.base_url) == (held.client_id, held.base_url)
        if secret is None and same_api:
            save()
        else:
            self.of_api(held.store_id, save)
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


def _merged(shown: Store, typed: Store, held: Store, secret: str | None) -> Store:
    """What is saved. Raises ChangedMeanwhile, also where the store is asked elsewhere by now than
    was shown to whoever typed the secret: it would be told there.
    """
    store = merged(shown, typed, held)
    if secret is not None and origin(store.base_url) != origin(typed.base_url):
        clash = Clash(field="base_url", held=held.base_url, typed=typed.base_url)
        raise ChangedMeanwhile((clash,))
    return store
