"""What a visit knows: the engine, the chosen store, and reads worth keeping for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import streamlit as st

from dashboard.server.access import COOKIE
from dashboard.server.runtime import generation, held_access, held_engine
from dashboard.server.visitors import vouched_for
from dashboard.words.i18n import language, speak
from engine import (
    Actor,
    Arrival,
    ConnectionState,
    Engine,
    MarginTable,
    MarginUnit,
    PreviewPage,
    Role,
    SignedOut,
    Store,
    is_sandbox,
)

Kept = TypeVar("Kept")
KEPT = "kept"
SIGNED_IN = "signed.in"
MOST_FOUND = 400  # things remembered of one source


def get_engine() -> Engine:
    """The engine, asked on behalf of who is signed in. Raises SignedOut where nobody is."""
    return held_engine().acting_as(actor())


def for_later(make: Callable[[Engine], bytes]) -> Callable[[], bytes]:
    """What a download makes when asked for: outside the run of a page, which knows reader and
    language, so that they are taken along from here; what the reader may is asked anew.
    """
    who, lang = _asker(), language()

    def made() -> bytes:
        speak(lang)
        return make(held_engine().acting_as(who()))

    return made


def actor(*, clicked: bool = False) -> Actor:
    """Who is signed in; asked each time, as a session may end while its page stands open.

    `clicked` says that a person did something. Raises SignedOut, SignInFailed for an address the
    identity provider vouches for but nobody added here.
    """
    return _asker(clicked=clicked)()


def _asker(*, clicked: bool = False) -> Callable[[], Actor]:
    """Tells who is signed in as often as it is called, also after the run of the page."""
    provider = held_access().provider
    if provider is not None:
        return partial(vouched_for, provider, st.user.to_dict())
    return partial(_signed_in, cookie(), clicked=clicked)


def _signed_in(cookie: str, *, clicked: bool) -> Actor:
    found = held_engine().sessions.visitor(cookie, clicked=clicked)
    if found is None:
        raise SignedOut
    return found


def cookie() -> str:
    """The cookie of this visit, as it was when its socket was opened."""
    held = st.session_state.get(SIGNED_IN)
    if held is None:
        held = st.session_state[SIGNED_IN] = st.context.cookies.get(COOKIE, "")
    return str(held)


def role() -> Role:
    """The role of who is signed in."""
    return actor().role


def may(least: Role) -> bool:
    """Whether who is signed in reaches that role."""
    return role().may(least)


def all_stores() -> tuple[Store, ...]:
    """Every store by name, as it was a moment ago at most."""
    return cached_for_visit("stores", "", get_engine().stores.all, seconds=5)


def in_sandbox() -> bool:
    """Whether any store talks to another address than NAVER's own."""
    return any(is_sandbox(store.base_url) for store in all_stores())


def is_dark() -> bool:
    """Whether the reader's screen is dark."""
    return bool(st.context.theme.type == "dark")


def mode() -> str:
    """ "light" or "dark", for palettes."""
    return "dark" if is_dark() else "light"


def chosen_store() -> Store | None:
    """The store of the address, else the one chosen before in this visit, else a good first one."""
    stores = all_stores()
    held = {store.name: store for store in stores}
    asked = held.get(st.query_params.get("store", ""))
    return asked or held.get(st.session_state.get("store.chosen", "")) or _first(stores)


def keep_store(name: str) -> None:
    """Remembers the choice for this visit, and in the address for a refresh."""
    st.session_state["store.chosen"] = name
    st.query_params["store"] = name


def _first(stores: Sequence[Store]) -> Store | None:
    """The first store that can import, else the first; None without any."""
    return next((store for store in stores if _is_ready(store)), next(iter(stores), None))


def _is_ready(store: Store) -> bool:
    held = get_engine().prerequisites.of_store(store.store_id)
    return store.connection is ConnectionState.CONNECTED and all(one.fetched_at for one in held)


def margin_table(
    store_id: int,
    arrival: Arrival,
    on: date,
    unit: MarginUnit = MarginUnit.LISTING,
    *,
    with_delivery: bool = False,
) -> MarginTable:
    """The margins of a store, shared by all visits until a job of the store moves on."""
    key = (store_id, arrival, on, unit, with_delivery, _stamp(store_id))

    def read() -> MarginTable:
        return get_engine().margins.table(
            store_id, arrival=arrival, on=on, unit=unit, with_delivery=with_delivery
        )

    return cached_for_all("margins", key, read)


def _stamp(store_id: int) -> Hashable:
    """Differs when a job of the store began or ended, also one that nobody watched."""
    return get_engine().jobs.newest(store_id)


def cached_for_all(name: str, key: Hashable, read: Callable[[], Kept]) -> Kept:
    """What `read` told for `key`, shared by all visits for ten minutes or until a write."""
    return cast(Kept, _shared(generation(), name, (key, actor().store_ids), read))


@st.cache_resource(ttl=600, max_entries=32, show_spinner=False)
def _shared(engine: int, name: str, key: Hashable, _read: Callable[[], Any]) -> Any:
    return _read()


def derived_once(
    source: MarginTable | PreviewPage, key: Hashable, find: Callable[[], Kept]
) -> Kept:
    """What was made of `source` for `key`, once for all visits; it goes when the source goes."""
    known = _found.setdefault(source, {})
    if len(known) >= MOST_FOUND:
        known.clear()
    if key not in known:
        known[key] = find()
    return cast(Kept, known[key])


_found: WeakKeyDictionary[MarginTable | PreviewPage, dict[Hashable, Any]] = WeakKeyDictionary()


def polled(name: str, key: Hashable, read: Callable[[], Kept]) -> Kept:
    """What `read` told a second ago at most, shared by all visits: for what every one polls."""
    return cast(Kept, _moment(generation(), name, (key, actor().store_ids), read))


@st.cache_resource(ttl=1, max_entries=32, show_spinner=False)
def _moment(engine: int, name: str, key: Hashable, _read: Callable[[], Any]) -> Any:
    return _read()


def forget_polled() -> None:
    """Lets go of what is polled: a job was just started or asked to stop."""
    _moment.clear()


def forget() -> None:
    """Lets go of everything kept for the screen: something was written or a job ended."""
    _moment.clear()
    _shared.clear()
    st.session_state.pop(KEPT, None)


def is_cached_for_visit(name: str, key: Hashable, *, seconds: float = 60) -> bool:
    """Whether `cached_for_visit` would tell it without asking: there is nothing to wait for."""
    held = st.session_state.get(KEPT, {}).get(name)
    return held is not None and held[0] == key and time.monotonic() - held[1] <= seconds


def cached_for_visit(
    name: str, key: Hashable, read: Callable[[], Kept], *, seconds: float = 60
) -> Kept:
    """What `read` told for `key`; asked anew for another key, when old, or after `forget`."""
    # All under one name: Streamlit goes over every name of the state for each widget it draws.
    shelf: dict[str, tuple[Hashable, float, Any]] = st.session_state.setdefault(KEPT, {})
    held = shelf.get(name)
    if held is None or held[0] != key or time.monotonic() - held[1] > seconds:
        held = shelf[name] = (key, time.monotonic(), read())
    return cast(Kept, held[2])
