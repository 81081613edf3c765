"""A fee tier dated in the past: which closed months it prices anew is shown before it counts."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.fee_view import months_text
from dashboard.i18n import _
from dashboard.labels import label
from dashboard.session import get_engine
from dashboard.store_keys import saved
from dashboard.widgets import row, show_errors
from engine import FeeTier, Store, TierChange

PLANNED = "stores.tier.planned"


def change_tier(store: Store, tier: FeeTier, starts_on: date) -> bool:
    """Sets the tier, or where closed months would be priced anew asks first; whether it is set."""
    change = get_engine().plan_fee_tier(store.store_id, tier, starts_on)
    if change.months:
        st.session_state[f"{PLANNED}.{store.store_id}"] = change
        return False
    get_engine().set_fee_tier(store.store_id, tier, starts_on)
    return True


def repriced(change: TierChange) -> str:
    """Which closed months a tier prices anew, in a sentence."""
    return _("{count} closed months would be priced anew: {months}.").format(
        count=len(change.months), months=months_text(change.months)
    )


def confirm_tier(store: Store) -> None:
    """The change that waits for a yes, if there is one."""
    name = f"{PLANNED}.{store.store_id}"
    change: TierChange | None = st.session_state.get(name)
    if change is None:
        return
    with st.container(border=True):
        told = _("{tier} from {day} on.").format(
            tier=label(change.after), day=change.starts_on.isoformat()
        )
        st.warning(f"{told} {repriced(change)}", icon=":material/history:")
        with row():
            if st.button(_("Price these months anew"), type="primary", key="stores.tier.confirm"):
                with show_errors():
                    del st.session_state[name]
                    get_engine().set_fee_tier(
                        store.store_id, change.after, change.starts_on, reprice=True
                    )
                    saved("settlement", store)
            if st.button(_("Keep the tier"), type="tertiary", key="stores.tier.keep"):
                del st.session_state[name]
                st.rerun()
