"""The engine's public door: pages, dashboard and command line import from here alone.

Its names stand in engine/public.py, read when the first of them is asked for: the sandbox, which
needs none, starts three times as fast.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.public import *  # noqa: F403 - every name of that list
else:

    def __getattr__(name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import engine.public as public

        return getattr(public, name)
