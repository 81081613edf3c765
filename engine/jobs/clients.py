"""The API clients of the stores, one each, and the one place that lets a call to NAVER through:
a store that is archived, switched off or not approved is asked nothing.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from functools import partial

import msgspec

from engine.clock import Clock
from engine.database.stores import Stores
from engine.domain.checks import ConnectionCheck
from engine.domain.outgoing import Outgoing
from engine.domain.stores import ConnectionState, Store, refuse_closed
from engine.domain.switches import ApiGroup, refuse_switched_off
from engine.jobs.store_check import PASSING_CODES, StoreCheck, Told
from engine.naver import CommerceApi, inquiries, orders, products, settlements
from engine.naver.wire import Call

_GROUPS = {
    products.GROUP: ApiGroup.PRODUCT,
    orders.GROUP: ApiGroup.ORDER,
    inquiries.GROUP: ApiGroup.INQUIRY,
    settlements.GROUP: ApiGroup.SETTLEMENT,
}


class Clients:
    """Opens a store's client when it is first asked for; its token and its throttle are shared by
    all threads.
    """

    def __init__(self, stores: Stores, clock: Clock, outgoing: Outgoing) -> None:
        self._stores, self._clock, self._outgoing = stores, clock, outgoing
        self._lock = threading.Lock()
        self._open: dict[int, CommerceApi] = {}
        self._checking: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)

    def of(self, store_id: int, group: ApiGroup = ApiGroup.SELLER) -> CommerceApi:
        """The client of a store for calls of one kind; calls of a kind that is off are refused also
        later, each by itself.

        Raises StoreClosed, AuthFailed where there is no secret, BadRequest where there is no such
        store, and whatever stands in the way of a store that was never checked.
        """
        self.permit(store_id, group)
        with self._lock:
            if store_id not in self._open:
                self._open[store_id] = self._client(self._stores.get(store_id), gated=True)
            return self._open[store_id]

    def permit(self, store_id: int, group: ApiGroup) -> None:
        """Raises StoreClosed where nothing of that kind may be asked; a store that was not checked
        yet, or whose last check met a passing fault, is checked first, and its error raised.
        """
        store = self._stores.get(store_id)
        if store.archived_at is None:
            refuse_switched_off(store.name, store.switches, group)
            if needs_check(store):
                self._approve(store_id)
        refuse_closed(self._stores.get(store_id), group)

    def _approve(self, store_id: int) -> None:
        with self._checking[store_id]:
            store = self._stores.get(store_id)
            if needs_check(store):  # nobody else did meanwhile
                check = StoreCheck(store, self._stores, self._clock)
                check.run(partial(self._client, store, gated=False))
                if check.errors:
                    raise check.errors[0]

    def check(self, store_id: int, told: Told = lambda step: None) -> ConnectionCheck:
        """Checks a store, approved or not, with a client that signs in anew. Raises StoreClosed
        where it is archived or all of it is switched off.
        """
        store = self._stores.get(store_id)
        refuse_closed(msgspec.structs.replace(store, approved_at=store.created_at), ApiGroup.SELLER)
        check = StoreCheck(store, self._stores, self._clock, told)
        return check.run(partial(self._client, store, gated=False))

    def _client(self, store: Store, *, gated: bool) -> CommerceApi:
        return CommerceApi(
            client_id=store.client_id,
            client_secret=self._stores.secret(store.store_id, store.base_url),
            base_url=store.base_url,
            clock=self._clock,
            outgoing=self._outgoing,
            gate=partial(self._refuse, store.store_id) if gated else None,
        )

    def _refuse(self, store_id: int, call: Call) -> None:
        """The gate of a client: asked before each call, also in the middle of a job."""
        refuse_closed(self._stores.get(store_id), _GROUPS.get(call.group, ApiGroup.SELLER))

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


def needs_check(store: Store) -> bool:
    """Whether the next call to NAVER is preceded by a check."""
    return store.approved_at is None and (
        store.connection is ConnectionState.UNCHECKED or store.problem_code in PASSING_CODES
    )
