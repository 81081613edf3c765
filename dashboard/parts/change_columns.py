"""The columns of what changed, and of the states one listing was in."""

from __future__ import annotations

from dashboard.parts.change_frames import tracked
from dashboard.parts.columns import action, amount, chips, text
from dashboard.parts.tables import Columns, status_tones
from dashboard.words.i18n import _

TONES = {
    "sale_price_won": "blue",
    "discounted_price_won": "blue",
    "stock_quantity": "gray",
    "sale_status": "orange",
    "name": "gray",
}


def changes(mode: str) -> Columns:
    """The columns of the changes of a store's listings."""
    tones = {tracked(name): tone for name, tone in TONES.items()}
    return {
        "seen": text(_("Seen"), 98, help=_("When a sync saw it; NAVER does not say when it was")),
        "name": text(_("Product name"), 150),
        "field": chips(_("Field"), tones, mode, 108),
        "before": text(_("Before"), 104, alignment="right"),
        "after": text(_("After"), 104, alignment="right"),
        "action": action("", "changes.row", 92),
    }


def states(mode: str) -> Columns:
    """The columns of the states of one listing."""
    return {
        "seen": text(_("Seen"), 100),
        "status": chips(_("Status"), status_tones(), mode, 96),
        "price": amount(_("Price (₩)"), 84),
        "discounted": amount(_("Final (₩)"), 84, _("What a buyer pays, discounts taken off")),
        "stock": amount(_("Stock"), 64),
        "name": text(_("Product name"), 220),
    }
