"""Checks whether a store's API answers, and as whom."""

from __future__ import annotations

from collections.abc import Callable

from engine.api import CommerceApi
from engine.domain.products import ProductSearch
from engine.domain.stores import ConnectionCheck, Problem, Store
from engine.errors import ApiError, EngineError
from engine.store.stores import Stores


def check_store(
    open_api: Callable[[], CommerceApi], store: Store, stores: Stores
) -> ConnectionCheck:
    """Asks who the credentials belong to and whether listings can be read; the outcome is kept with
    the store.
    """
    problems: list[Problem] = []
    account_id = None
    try:
        api = open_api()
        account_id = api.sellers.account().account_id
        found = api.products.search(ProductSearch(), page=1, size=1, urgent=True)
        stores.save_listed(store.store_id, found.total)
    except EngineError as error:
        problems.append(problem(error))
    check = ConnectionCheck(
        store=store.name,
        connected=not problems,
        account_id=account_id,
        problems=tuple(problems),
    )
    stores.save_check(store.store_id, check)
    return check


def problem(error: EngineError) -> Problem:
    """An error as a line a screen can show."""
    return Problem(
        code=error.code,
        text=error.text,
        params={name: str(value) for name, value in error.params.items()},
        trace_id=error.trace_id if isinstance(error, ApiError) else None,
    )
