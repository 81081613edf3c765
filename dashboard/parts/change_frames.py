"""What changed about listings, and the states one listing was in, as DataFrames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from dashboard.parts.frames import shown, whole
from dashboard.words.fields import field
from dashboard.words.i18n import _
from dashboard.words.labels import status_label
from dashboard.words.phrases import stamp, zoned
from engine import ProductChange, ProductState


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of one listing that was another when the listing was seen again."""

    seen_at: datetime
    channel_product_no: int
    product: str
    field: str
    before: Any
    after: Any


def field_changes(changes: Sequence[ProductChange]) -> tuple[FieldChange, ...]:
    """The changes field by field, in their order."""
    return tuple(
        FieldChange(
            seen_at=change.seen_at,
            channel_product_no=change.channel_product_no,
            product=change.name,
            field=name,
            before=before,
            after=after,
        )
        for change in changes
        for name, (before, after) in change.changes.items()
    )


def tracked(name: str) -> str:
    """What a field is called here, where a name is always that of a product."""
    return _("Product name") if name == "name" else field(name)


def changes_frame(changes: Sequence[FieldChange], action: str) -> pd.DataFrame:
    """One row a changed field, with the button to the listing's past."""
    return pd.DataFrame(
        {
            "seen": [stamp(change.seen_at) for change in changes],
            "name": [change.product for change in changes],
            "field": [[tracked(change.field)] for change in changes],
            "before": [shown(change.before) for change in changes],
            "after": [shown(change.after) for change in changes],
            "action": [action] * len(changes),
        }
    )


def changes_download(changes: Sequence[FieldChange]) -> pd.DataFrame:
    """The same with whole moments and numbers, and translated column names."""
    return pd.DataFrame(
        {
            _("Seen"): [zoned(change.seen_at) for change in changes],
            field("channel_product_no"): [change.channel_product_no for change in changes],
            _("Product name"): [change.product for change in changes],
            _("Field"): [tracked(change.field) for change in changes],
            _("Before"): [change.before for change in changes],
            _("After"): [change.after for change in changes],
        }
    )


def past_frame(states: Sequence[ProductState]) -> pd.DataFrame:
    """One row a state of a listing, newest first; prices in won."""
    newest = states[::-1]
    return pd.DataFrame(
        {
            "seen": [stamp(state.seen_at) for state in newest],
            "status": [[status_label(state.sale_status)] for state in newest],
            "price": whole(state.sale_price_won for state in newest),
            "discounted": whole(state.discounted_price_won for state in newest),
            "stock": whole(state.stock_quantity for state in newest),
            "name": [state.name for state in newest],
        }
    )
