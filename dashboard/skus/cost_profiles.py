"""Cost profiles on the SKU page: what fills the costs a SKU does not say, and since when."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.parts.columns import text
from dashboard.parts.widgets import row, show_errors, toast_after_rerun
from dashboard.server.session import forget, get_engine
from dashboard.words.fields import field
from dashboard.words.i18n import _, language
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, day
from engine import CostProfile, ProfileKind, stated_costs, today

VERSION = "skus.profile.version"
PARTS = ("cost_won", "packaging_won", "shipping_won", "inbound_won", "ads", "returns")


def cost_profiles() -> None:
    """The profiles, folded away until asked for, and the form of a new one."""
    part = st.expander(
        _("Cost profiles"), icon=":material/format_paint:", key="skus.profiles", on_change="rerun"
    )
    if not part.open:
        return
    with part, show_errors():
        st.caption(
            _(
                "A profile fills the costs a SKU does not say: for an SKU group, or for a category."
                " What the SKU says goes first, then its group, then the category."
            )
        )
        held = get_engine().cost_profiles.all()
        if held:
            _listing(held)
        else:
            st.caption(_("There is no cost profile yet."))
        with row():
            _new(held)
            _end(held)


def in_force(profiles: tuple[CostProfile, ...], on: date) -> tuple[CostProfile, ...]:
    """Of each name the profile that fills something on a day."""
    begun = [one for one in profiles if one.starts_on <= on]
    newest = {(one.kind, one.name): one for one in reversed(begun)}
    return tuple(one for one in newest.values() if not one.is_end)


def profile_frame(profiles: tuple[CostProfile, ...], on: date) -> pd.DataFrame:
    """One row a profile that was ever saved, the newest of a name first."""
    now = in_force(profiles, on)
    return pd.DataFrame(
        {
            "kind": [label(one.kind) for one in profiles],
            "name": [one.name for one in profiles],
            "from": [day(one.starts_on) for one in profiles],
            "state": [_state(one, now, on) for one in profiles],
            **{part: [one.costs.told().get(part, "") for one in profiles] for part in PARTS},
            "by": [one.saved_by for one in profiles],
        }
    )


def _state(profile: CostProfile, now: tuple[CostProfile, ...], on: date) -> str:
    if profile in now:
        return _("counts")
    if profile.starts_on > on:
        return _("to come")
    return _("ended") if profile.is_end else _("former")


def _listing(profiles: tuple[CostProfile, ...]) -> None:
    frame = profile_frame(profiles, today())
    st.dataframe(
        frame,
        column_config={
            "kind": text(_("For"), 90),
            "name": text(_("Name"), 220),
            "from": text(_("Costs from"), 100),
            "state": text(_("State"), 70),
            **{part: text(field(part), 96) for part in PARTS},
            "by": text(_("Saved by"), 110),
        },
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=32,
        height=min(300, 40 + 32 * len(frame)),
        key="skus.profile.table",
        alt=_("Cost profiles"),
    )


def _new(held: tuple[CostProfile, ...]) -> None:
    with _form("new", _("New cost profile"), ":material/add:"):
        kind = (
            st.segmented_control(
                _("For"),
                list(ProfileKind),
                default=ProfileKind.SKU_GROUP,
                required=True,
                format_func=label,
                key=_key(f"kind.{language()}"),
            )
            or ProfileKind.SKU_GROUP
        )
        known = get_engine().cost_profiles.names(kind)
        name = st.selectbox(
            _("Name"),
            known,
            index=None,
            accept_new_options=True,
            placeholder=_("Choose or type one"),
            key=_key(f"name.{kind}"),
        )
        starts_on = st.date_input(_("Costs from"), today(), key=_key("from"))
        typed = {}
        for pair in (PARTS[:2], PARTS[2:4], PARTS[4:]):
            for part, column in zip(pair, st.columns(2), strict=True):
                with column:
                    typed[part] = st.text_input(field(part), key=_key(part))
        if starts_on < today():
            st.caption(_("Margins of days since {day} change.").format(day=day(starts_on)))
        if st.button(_("Save"), type="primary", key="skus.profile.save"):
            with show_errors():
                get_engine().cost_profiles.save(
                    CostProfile(
                        kind=kind,
                        name=name or "",
                        starts_on=starts_on,
                        costs=stated_costs(typed),
                    )
                )
                _saved(_("Cost profile saved"))


def _end(held: tuple[CostProfile, ...]) -> None:
    """Ending one that counts; its days before stay."""
    now = {f"{label(one.kind)} · {one.name}": one for one in in_force(held, today())}
    if not now:
        return
    with _form("end", _("End a profile"), ":material/event_busy:"):
        chosen = st.selectbox(_("Cost profile"), list(now), key=_key("ended"))
        st.caption(_("It fills nothing from today on; the days before keep it."))
        if st.button(_("End it"), key="skus.profile.end"):
            with show_errors():
                one = now[str(chosen)]
                get_engine().cost_profiles.end(one.kind, one.name)
                _saved(_("Cost profile ended"))


def _form(name: str, title: str, icon: str) -> DeltaGenerator:
    """A form that is folded away; drawn anew, closed and empty, once it was saved."""
    return st.popover(title, icon=icon, key=_key(f"form.{name}"), on_change="rerun")


def _key(name: str) -> str:
    """The key of a field: "skus.profile.ads.0"; the number counts what was saved in this visit."""
    return f"skus.profile.{name}.{st.session_state.get(VERSION, 0)}"


def _saved(said: str) -> None:
    forget()
    st.session_state[VERSION] = st.session_state.get(VERSION, 0) + 1
    toast_after_rerun(said)
    st.rerun()
