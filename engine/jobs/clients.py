"""The API clients of the stores, one each: its token and its throttle are shared by all threads."""

from __future__ import annotations

import threading

from engine.api import CommerceApi
from engine.clock import Clock
from engine.store.stores import Stores


class Clients:
    """Opens a store's client when it is first asked for."""

    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores, self._clock = stores, clock
        self._lock = threading.Lock()
        self._open: dict[int, CommerceApi] = {}

    def of(self, store_id: int) -> CommerceApi:
        """The client of a store. Raises AuthFailed where it has no secret, BadRequest where there
        is no such store.
        """
        with self._lock:
            if store_id not in self._open:
                store = self._stores.get(store_id)
                self._open[store_id] = CommerceApi(
                    client_id=store.client_id,
                    client_secret=self._stores.secret(store_id),
                    base_url=store.base_url,
                    clock=self._clock,
                )
            return self._open[store_id]

    def forget(self, store_id: int) -> None:
        """Closes a store's client, so that the next one signs in anew; what it does is cut off."""
        with self._lock:
            api = self._open.pop(store_id, None)
        if api is not None:
            api.close()

    def close(self) -> None:
        """Closes all."""
        for store_id in list(self._open):
            self.forget(store_id)
