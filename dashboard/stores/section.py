"""What the sections of the store form share: their draft, captions, what follows a save."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

import streamlit as st

from dashboard.parts.draft import Draft, draft, end
from dashboard.parts.widgets import toast_after_rerun
from dashboard.server.session import forget, keep_store
from dashboard.words.i18n import _, language
from dashboard.words.labels import label
from engine import Store

Record = TypeVar("Record")
Member = TypeVar("Member", bound=StrEnum)


def form(store: Store, section: str) -> Draft[Store]:
    """The form of a section: what is typed there and not saved yet."""
    return form_of(store, section, store)


def form_of(store: Store, section: str, held: Record) -> Draft[Record]:
    """The form of a section that shows another record than the store itself."""
    return draft(f"stores.{section}", store.store_id, held)


def note(text: str) -> None:
    """One sentence below a field: what it is, where its value is found."""
    st.caption(text)


def pick(form: Draft[Any], name: str, title: str, kind: type[Member], held: Member) -> Member:
    """A choice of one member."""
    chosen = st.selectbox(
        title,
        list(kind),
        format_func=label,
        key=form.field(name, held, title, f".{language()}"),
    )
    return chosen or held


def save_button(
    form: Draft[Any],
    store: Store,
    section: str,
    title: str | None = None,
    *,
    icon: str = ":material/save:",
) -> bool:
    """What is not saved yet, and the button at the foot of a section."""
    form.note()
    return st.button(
        title or _("Save"),
        icon=icon,
        type="primary",
        key=f"stores.save.{section}.{store.store_id}",
    )


def saved(section: str, store: Store) -> None:
    """Draws the section anew and says so."""
    forget()
    toast_after_rerun(_("Saved"))
    end(f"stores.{section}", store.store_id)
    keep_store(store.name)
    st.rerun()


def mode_key() -> str:
    """The key of the choice between a store's form and adding stores."""
    return f"stores.mode.{st.session_state.get('stores.mode.version', 0)}"


def leave_mode() -> None:
    """Back to the form of the chosen store."""
    st.session_state["stores.mode.version"] = st.session_state.get("stores.mode.version", 0) + 1
