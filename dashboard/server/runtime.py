"""The one engine of this process: the server's lifespan puts it here, page scripts take it."""

from __future__ import annotations

import itertools

from dashboard.server.access import Access
from engine import ConfigError, Engine

_held: list[Engine] = []
_opened = itertools.count(1)
_generation = 0
_access = Access()


def hold_engine(engine: Engine, access: Access | None = None) -> None:
    """Makes `engine` the one that pages talk to; `access` says how visitors prove who they are."""
    global _generation, _access
    _held[:] = [engine]
    _access = access or Access()
    _generation = next(_opened)


def generation() -> int:
    """Differs for every engine this process has held: what was read from another is not ours."""
    return _generation


def held_access() -> Access:
    """How visitors of this process prove who they are."""
    return _access


def drop_engine() -> None:
    """Forgets the engine; pages can no longer be shown."""
    _held.clear()


def held_engine() -> Engine:
    """The engine of this process; ConfigError if the script was started without its server."""
    if not _held:
        raise ConfigError("The engine is not running. Start Storeboard with: storeboard run")
    return _held[0]
