"""What a store needs next, worst first, and where that is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.words.i18n import _
from dashboard.words.phrases import number
from engine import ConnectionState, StoreBoard


class Need(StrEnum):
    """What keeps a store from working, worst first."""

    BROKEN = "BROKEN"
    UNCHECKED = "UNCHECKED"
    PREREQUISITES = "PREREQUISITES"
    NONE = "NONE"
    OFF = "OFF"  # by its own switches: nothing is wrong, and nothing runs


NEEDS = tuple(Need)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A button: what it says, the page it leads to, whether it should be done now."""

    label: str
    page: str
    icon: str
    urgent: bool = False
    fix: bool = False  # opens the list of what has no SKU
    section: str = ""  # of the store form

    @property
    def query(self) -> dict[str, str]:
        """What stands in the address of the page, but for the store."""
        return ({"fix": "1"} if self.fix else {}) | (
            {"section": self.section} if self.section else {}
        )


def need_of(board: StoreBoard) -> Need:
    """The worst thing a store lacks; nothing where it is switched off."""
    if not (board.store.switches.master and board.store.switches.product):
        return Need.OFF
    if board.store.connection is ConnectionState.BROKEN or board.store.secret_set_at is None:
        return Need.BROKEN
    if board.store.connection is ConnectionState.UNCHECKED:
        return Need.UNCHECKED
    return Need.PREREQUISITES if board.missing else Need.NONE


def next_step(board: StoreBoard) -> Step:
    """The one thing to do next for a store."""
    need = need_of(board)
    if need is Need.OFF:
        return Step(label=_("Switches"), page="stores", icon="toggle_on", section="integration")
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
    if counts.doubtful and not counts.unmatched:
        text = _("Check {count} doubtful matches").format(count=number(counts.doubtful))
        return Step(label=text, page="product_import", icon="question_mark", fix=True)
    if counts.unmatched:
        text = _("Match {count} products").format(count=number(counts.unmatched))
        return Step(label=text, page="product_import", icon="link", fix=True)
    return Step(label=_("Margins"), page="margins", icon="query_stats")


def switched_off(board: StoreBoard) -> str:
    """Which calls of a store are switched off, in words; empty where none is."""
    held = board.store.switches
    if not held.master:
        return _("All of this store")
    names = {
        _("Product API"): held.product,
        _("Order API"): held.order,
        _("CS API"): held.cs,
        _("Display status and stock API"): held.stock,
        _("Settlement API"): held.settlement,
    }
    return ", ".join(name for name, on in names.items() if not on)
