"""Calls under `/_control` for tests and rehearsals: faults, mistakes, changes, secrets, counts.

They take and answer JSON, answer 400 `{"error"}` when misused, and serve loopback callers only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine.sandbox.faults import Bounds, FaultPlan, Misuse, read_order
from engine.sandbox.moments import kst_seconds
from engine.sandbox.money import Mistake, read_mistake
from engine.sandbox.stores import LOOPBACK, Store, api_groups
from engine.sandbox.tokens import ServerClock, TokenDesk

Record = dict[str, Any]
Act = Callable[[Record], Record | Awaitable[Record]]
_FIELDS: dict[str, tuple[str, type]] = {
    "name": ("name", str),
    "sellerManagementCode": ("code", str),
    "statusType": ("status", str),
    "salePrice": ("price_won", int),
    "discountedPrice": ("discounted_won", int),
    "stockQuantity": ("stock", int),
}


class Control:
    """The control calls over the running state."""

    def __init__(
        self,
        stores: list[Store],
        faults: FaultPlan,
        bounds: Bounds,
        desk: TokenDesk,
        clock: ServerClock,
    ) -> None:
        self._stores = stores
        self._faults = faults
        self._bounds = bounds
        self._desk = desk
        self._clock = clock

    def routes(self) -> list[Route]:
        """One route per call."""
        calls: list[tuple[str, str, Act]] = [
            ("POST", "faults", self.add_fault),
            ("DELETE", "faults", self.clear_faults),
            ("POST", "products", self.change_products),
            ("POST", "delivery", self.change_delivery),
            ("POST", "application", self.change_application),
            ("POST", "clock", self.set_clock),
            ("POST", "secret", self.set_secret),
            ("POST", "settlements", self.change_settlements),
            ("POST", "mistakes", self.plant_mistake),
            ("GET", "mistakes", self.mistakes),
            ("DELETE", "mistakes", self.forget_mistakes),
            ("GET", "stats", self.stats),
            ("DELETE", "stats", self.clear_stats),
        ]
        return [
            Route(f"/_control/{name}", partial(_answer, call), methods=[method])
            for method, name, call in calls
        ]

    def add_fault(self, body: Record) -> Record:
        """`{kind, path, at, every, rate, count, store, ...}`, as `read_order` takes them."""
        self._faults.add(read_order(body, self._bounds))
        return {"faults": len(self._faults.faults)}

    async def clear_faults(self, body: Record) -> Record:
        """Forgets every fault and ends what lasts."""
        await self._faults.clear()
        return {"faults": 0}

    def change_products(self, body: Record) -> Record:
        """`{store, remove: [no], add: k, change: [{channel_product_no, salePrice, ...}]}`."""
        shelf = self._store(body).shelf
        removed = shelf.remove(body.get("remove", []))
        now = kst_seconds(self._clock.now())
        added = shelf.add(int(body.get("add", 0)), now)
        changes = [(int(c["channel_product_no"]), _changes(c)) for c in body.get("change", [])]
        changed = sum(shelf.change(number, change, now) for number, change in changes)
        return {"removed": removed, "added": added, "changed": changed, "products": len(shelf)}

    def change_delivery(self, body: Record) -> Record:
        """`{store, this_day_dispatch, bundle_groups, addresses}`: a part given replaces the old."""
        delivery = self._store(body).delivery
        for part in ("this_day_dispatch", "bundle_groups", "addresses"):
            if part in body:
                setattr(delivery, part, body[part])
        return {"addresses": len(delivery.addresses), "bundle_groups": len(delivery.bundle_groups)}

    def change_application(self, body: Record) -> Record:
        """`{store, allowed_ips, missing_groups, revoke_tokens}`: what may be called from where."""
        store = self._store(body)
        store.allowed_ips = frozenset(body.get("allowed_ips", store.allowed_ips))
        store.missing_groups = api_groups(body.get("missing_groups", store.missing_groups))
        if body.get("revoke_tokens"):
            self._desk.revoke(store)
        return {
            "allowed_ips": sorted(store.allowed_ips),
            "missing_groups": sorted(store.missing_groups),
        }

    def set_clock(self, body: Record) -> Record:
        """`{offset_seconds}`: how far the server's clock is ahead of the real one."""
        self._clock.offset_seconds = float(body.get("offset_seconds", 0))
        return {"offset_seconds": self._clock.offset_seconds}

    def set_secret(self, body: Record) -> Record:
        """`{store, client_secret, revoke_tokens}`: a new secret, as after re-authentication."""
        store = self._store(body)
        secret = body.get("client_secret")
        if not isinstance(secret, str) or len(secret) != 29 or not secret.startswith("$2"):
            raise Misuse("client_secret must be a bcrypt salt of 29 characters")
        store.client_secret = secret
        if body.get("revoke_tokens"):
            self._desk.revoke(store)
        return {"client_id": store.client_id}

    def change_settlements(self, body: Record) -> Record:
        """`{store, tier, brand, quick}`: what NAVER holds of a store and tells nobody; `days_ahead`
        lets its money be told as on a later day, with the clock as it is.
        """
        till = self._store(body).till
        till.days_ahead = int(body.get("days_ahead", till.days_ahead))
        given: Record = {name: body[name] for name in ("tier", "brand", "quick") if name in body}
        terms: Record = msgspec.to_builtins(till.set_terms(given) if given else till.terms)
        return {**terms, "days_ahead": till.days_ahead}

    def plant_mistake(self, body: Record) -> Record:
        """`{kind, on, store, tier}`: plants a mistake and tells every place of all of them."""
        plant(self._stores, read_mistake(body))
        return self.mistakes(body)

    def mistakes(self, body: Record) -> Record:
        """Where mistakes are, of the last 60 days: the row, and by how many won its fees differ."""
        tills = [store.till for store in self._stores if store.till.mistakes]
        return {"places": [place for till in tills for place in till.places()]}

    def forget_mistakes(self, body: Record) -> Record:
        """Takes all of them out again."""
        for store in self._stores:
            store.till.forget_mistakes()
        return {"places": []}

    def stats(self, body: Record) -> Record:
        """Requests and refusals (429) per path, by store; faults ordered; firings of each kind."""
        return {
            "stores": [_stats(store) for store in self._stores],
            "faults": self._faults.report(),
            "fired": dict(self._faults.fired),
        }

    def clear_stats(self, body: Record) -> Record:
        """Counts from zero again."""
        self._faults.fired.clear()
        for store in self._stores:
            store.requests.clear()
            store.refusals.clear()
        return self.stats(body)

    def _store(self, body: Record) -> Store:
        index = body.get("store", 0)
        if not isinstance(index, int) or not 0 <= index < len(self._stores):
            raise Misuse(f"store must be 0 to {len(self._stores) - 1}")
        return self._stores[index]


def plant(stores: list[Store], mistake: Mistake) -> None:
    """Plants a mistake in its store, or in every one that has products."""
    if mistake.store is not None and not 0 <= mistake.store < len(stores):
        raise Misuse(f"store must be 0 to {len(stores) - 1}")
    for store in stores:
        if len(store.shelf) if mistake.store is None else store.index == mistake.store:
            store.till.plant(mistake)


def _stats(store: Store) -> Record:
    return {
        "name": store.name,
        "products": len(store.shelf),
        "requests": dict(store.requests),
        "refusals": dict(store.refusals),
        "token_rule_breaks": store.token_rule_breaks,
    }


def _changes(sent: Record) -> Record:
    changes: Record = {}
    for member, value in sent.items():
        if member == "channel_product_no":
            continue
        if member not in _FIELDS:
            raise Misuse(f"cannot change {member}; only {', '.join(_FIELDS)}")
        name, kind = _FIELDS[member]
        if not isinstance(value, kind) and not (name == "code" and value is None):
            raise Misuse(f"{member} must be {kind.__name__}")
        changes[name] = value
    return changes


async def _answer(call: Act, request: Request) -> Response:
    if request.client is None or request.client.host not in LOOPBACK:
        return Response(status_code=404)
    raw = await request.body()
    try:
        done = call(msgspec.json.decode(raw, type=Record) if raw else {})
        status, answer = 200, done if isinstance(done, dict) else await done
    except (KeyError, TypeError, ValueError) as error:
        status, answer = 400, {"error": f"{type(error).__name__}: {error}"}
    return Response(msgspec.json.encode(answer), status, media_type="application/json")
