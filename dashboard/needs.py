"""What a store needs next, worst first, and where that is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.i18n import _
from dashboard.phrases import number
from engine import ConnectionState, StoreBoard


class Need(StrEnum):
    """What keeps a store from working, worst first."""

    BROKEN = "BROKEN"
    UNCHECKED = "UNCHECKED"
    PREREQUISITES = "PREREQUISITES"
    NONE = "NONE"


NEEDS = tuple(Need)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A button: what it says, the page it leads to, whether it should be done now."""

    label: str
    page: str
    icon: str
    urgent: bool = False
    fix: bool = False  # opens the list of what has no SKU


def need_of(board: StoreBoard) -> Need:
    """The worst thing a store lacks."""
    if board.store.connection is ConnectionState.BROKEN or board.store.secret_set_at is None:
        return Need.BROKEN
    if board.store.connection is ConnectionState.UNCHECKED:
        return Need.UNCHECKED
    return Need.PREREQUISITES if board.missing else Need.NONE


def next_step(board: StoreBoard) -> Step:
    """The one thing to do next for a store."""
    need = need_of(board)
    if need is Need.BROKEN:
        return Step(label=_("Re-enter secret"), page="stores", icon="key", urgent=True)
    if need is Need.UNCHECKED:
        return Step(
            label=_("Check the connection"), page="stores", icon="network_check", urgent=True
        )
    if need is Need.PREREQUISITES:
        return Step(
            label=_("Fetch prerequisites"), page="prerequisites", icon="fact_check", urgent=True
        )
    return _step_with_products(board)


def _step_with_products(board: StoreBoard) -> Step:
    counts = board.counts
    if not counts.imported:
        return Step(label=_("Import products"), page="product_import", icon="download")
    if counts.unmatched:
        text = _("Match {count} products").format(count=number(counts.unmatched))
        return Step(label=text, page="product_import", icon="link", fix=True)
    return Step(label=_("Margins"), page="margins", icon="query_stats")
