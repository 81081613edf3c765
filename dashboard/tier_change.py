"""A fee tier dated in the past: which closed months it prices anew is shown before it counts."""

from __future__ import annotations

from datetime import date

from dashboard.closed_months import confirm, let_wait, waiting
from dashboard.i18n import _
from dashboard.labels import label
from dashboard.session import get_engine
from engine import FeeTier, Store, TierChange

SECTION = "settlement"


def change_tier(store: Store, tier: FeeTier, starts_on: date) -> bool:
    """Sets the tier, or where closed months would be priced anew asks first; whether it is set."""
    change = get_engine().plan_fee_tier(store.store_id, tier, starts_on)
    if change.months:
        let_wait(store, SECTION, change)
        return False
    get_engine().set_fee_tier(store.store_id, tier, starts_on)
    return True


def confirm_tier(store: Store) -> None:
    """The change that waits for a yes, if there is one."""
    change = waiting(store, SECTION, TierChange)
    if change is None:
        return
    confirm(
        store,
        SECTION,
        change,
        told=_("{tier} from {day} on.").format(
            tier=label(change.after), day=change.starts_on.isoformat()
        ),
        keep=_("Keep the tier"),
        do=lambda: get_engine().set_fee_tier(
            store.store_id, change.after, change.starts_on, reprice=True
        ),
    )
