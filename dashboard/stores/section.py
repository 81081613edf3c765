"""What the sections of the store form share: widget keys, captions, what follows a save."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import streamlit as st

from dashboard.parts.widgets import toast_after_rerun
from dashboard.server.session import forget, keep_store
from dashboard.words.i18n import _, language
from dashboard.words.labels import label
from engine import Store

Member = TypeVar("Member", bound=StrEnum)


def version(section: str) -> int:
    """Counts the saves of a section in this visit: each draws it anew, as it is held now."""
    return int(st.session_state.get(f"stores.version.{section}", 0))


def key(store: Store | None, section: str, name: str) -> str:
    """The key of a widget: "stores.secret.3.0"."""
    return f"stores.{name}.{store.store_id if store else 'new'}.{version(section)}"


def note(text: str) -> None:
    """One sentence below a field: what it is, where its value is found."""
    st.caption(text)


def pick(
    store: Store | None, section: str, name: str, title: str, kind: type[Member], held: Member
) -> Member:
    """A choice of one member."""
    members = list(kind)
    chosen = st.selectbox(
        title,
        members,
        index=members.index(held),
        format_func=label,
        key=f"{key(store, section, name)}.{language()}",
    )
    return chosen or held


def save_button(store: Store, section: str, title: str | None = None) -> bool:
    """The button at the foot of a section."""
    return st.form_submit_button(
        title or _("Save"),
        icon=":material/save:",
        type="primary",
        key=f"stores.save.{section}.{store.store_id}",
    )


def saved(section: str, store: Store) -> None:
    """Draws the section anew and says so."""
    forget()
    toast_after_rerun(_("Saved"))
    st.session_state[f"stores.version.{section}"] = version(section) + 1
    keep_store(store.name)
    st.rerun()


def mode_key() -> str:
    """The key of the choice between a store's form and adding stores."""
    return f"stores.mode.{st.session_state.get('stores.mode.version', 0)}"


def leave_mode() -> None:
    """Back to the form of the chosen store."""
    st.session_state["stores.mode.version"] = st.session_state.get("stores.mode.version", 0) + 1
