"""A sandbox over real loopback HTTP, and clients for its stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.naver import CommerceApi
from tests.builders import NOON
from tests.sandbox_process import Sandbox, start_sandbox

TODAY = NOON.date()  # at NAVER, as this folder's sandboxes stand


def connect(sandbox: Sandbox, store: int = 0, **options: Any) -> CommerceApi:
    """A client of one store of a sandbox that never really sleeps; `options` override."""
    told = sandbox.stores[store]
    defaults: dict[str, Any] = {
        "client_id": told.client_id,
        "client_secret": told.client_secret,
        "base_url": sandbox.base_url,
        "sleep": lambda seconds: None,
    }
    return CommerceApi(**(defaults | options))


@pytest.fixture(scope="session")
def unlimited() -> Iterator[Sandbox]:
    """One sandbox without rate limit for all tests of this folder."""
    with start_sandbox(stores=4, products=120, today=TODAY) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(unlimited: Sandbox) -> Iterator[Sandbox]:
    """The shared sandbox; faults a test ordered end with it."""
    yield unlimited
    unlimited.control("faults", method="DELETE")
    for index in range(len(unlimited.stores)):
        unlimited.control("application", {"store": index, "missing_groups": []})


Client = Callable[..., CommerceApi]


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    """Makes clients of the shared sandbox: `client(store=0, timeout_seconds=...)`."""
    made: list[CommerceApi] = []

    def make(store: int = 0, **options: Any) -> CommerceApi:
        made.append(connect(sandbox, store, **options))
        return made[-1]

    yield make
    for api in made:
        api.close()


@pytest.fixture
def api(client: Client) -> CommerceApi:
    """A client of the first store."""
    return client()
