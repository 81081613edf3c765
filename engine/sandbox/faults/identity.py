"""Faults of who one is: tokens revoked or worn, a secret replaced, a clock that is off.

Source: docs/reference/commerce-api.md section 1.
"""

from __future__ import annotations

from engine.sandbox.answers import Answer, unauthenticated
from engine.sandbox.faults.mishap import NUMBER, Key, Kind, Mishap
from engine.sandbox.moments import http_date
from engine.sandbox.stores import Store

NEW_SECRET = "$2a$04$replacedbythesandboxuu"


async def _revoked(mishap: Mishap) -> Answer:
    """401, and every token of the store is worthless; the next token call gives a new one."""
    if mishap.store is not None:
        mishap.desk.revoke(mishap.store)
    return unauthenticated()


async def _same_token(mishap: Mishap) -> Answer:
    """401 to this and every call of the store, while the token call gives the same token again.

    After `calls` token calls (None: never) the next gives a new one; clearing lets the old serve.
    """
    store = mishap.store
    if store is not None:
        mishap.desk.wear_out(store, mishap.told("calls"))
        mishap.fault.follow(_mended(mishap, store))
    return unauthenticated()


async def _mended(mishap: Mishap, store: Store) -> None:
    await mishap.fault.over(None)
    mishap.desk.mend(store)


async def _secret_replaced(mishap: Mishap) -> Answer:
    """The store's secret is another from now on; the call itself is answered after that."""
    store, secret = mishap.store, mishap.told("client_secret")
    if store is not None and store.client_secret != secret:
        mishap.fault.follow(_restored(mishap, store, store.client_secret))
        store.client_secret = secret
        if mishap.told("revoke_tokens"):
            mishap.desk.revoke(store)
    return mishap.proceed()


async def _restored(mishap: Mishap, store: Store, old: str) -> None:
    await mishap.fault.over(None)
    if store.client_secret == mishap.told("client_secret"):  # else somebody set another since
        store.client_secret = old


async def _clock_skew(mishap: Mishap) -> Answer:
    """The call is judged, and its Date header written, by a clock `seconds` ahead of the real."""
    with mishap.desk.clock.ahead_by(mishap.told("seconds")):
        answer = mishap.proceed()
        answer.headers["Date"] = http_date(mishap.desk.clock.now())
    return answer


IDENTITY = {
    "token_revoked_401": Kind(_revoked),
    "same_token": Kind(_same_token, {"calls": Key(3, int | None, 0)}),
    "secret_replaced": Kind(
        _secret_replaced,
        {"client_secret": Key(NEW_SECRET, str), "revoke_tokens": Key(True, bool)},
    ),
    "clock_skew": Kind(_clock_skew, {"seconds": Key(600, NUMBER)}),
}
