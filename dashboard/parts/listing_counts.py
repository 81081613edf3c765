"""How many listings of a store stand where, read once for all that show it."""

from __future__ import annotations

from dashboard.server.session import cached_for_visit, get_engine
from engine import Store, StoreCounts


def counts(store: Store) -> StoreCounts:
    """How many listings of the store stand where."""
    return cached_for_visit(
        "counts", store.store_id, lambda: get_engine().boards.counts(store.store_id)
    )
