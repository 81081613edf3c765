"""A fee tier dated in the past: which closed months it prices anew is shown before it counts."""

from __future__ import annotations

from datetime import date

from dashboard.server.session import get_engine
from dashboard.stores.closed_months import confirm, done_or_asked
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import day
from engine import FeeTier, Store, TierChange

SECTION, BACK = "settlement", "tier.back"


def change_tier(store: Store, tier: FeeTier, starts_on: date) -> bool:
    """Sets the tier, or where closed months would be priced anew asks first; whether it is set."""
    engine = get_engine()
    return done_or_asked(
        store,
        SECTION,
        engine.terms.plan_tier(store.store_id, tier, starts_on),
        lambda: engine.terms.set_tier(store.store_id, tier, starts_on),
    )


def confirm_tier(store: Store) -> None:
    """The change that waits for a yes, if there is one."""
    confirm(
        store,
        SECTION,
        TierChange,
        told=_change_text,
        keep=_("Keep the tier"),
        do=lambda change: get_engine().terms.set_tier(
            store.store_id, change.after, change.starts_on, reprice=True
        ),
    )


def take_tier_back(store: Store) -> bool:
    """Takes the last change back, or where closed months would be priced anew asks first; whether
    it is taken back.
    """
    engine = get_engine()
    return done_or_asked(
        store,
        BACK,
        engine.terms.plan_tier_back(store.store_id),
        lambda: engine.terms.take_tier_back(store.store_id),
    )


def confirm_tier_back(store: Store) -> None:
    """What taking the last change back would do, while it waits for a yes."""
    confirm(
        store,
        BACK,
        TierChange,
        told=_change_text,
        keep=_("Keep the tier"),
        do=lambda change: get_engine().terms.take_tier_back(store.store_id, reprice=True),
        form=SECTION,
    )


def _change_text(change: TierChange) -> str:
    return _("{tier} from {day} on.").format(tier=label(change.after), day=day(change.starts_on))
