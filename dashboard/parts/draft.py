"""What is typed into a form and not saved yet: it outlives leaving the page, and says so.

    form = draft("stores.memo", store.store_id, store)
    memo = st.text_area(_("Memo"), key=form.field("memo", form.shown.memo or "", _("Memo")))
    ...
    with form.saving():
        save(memo, shown=form.shown)

A form shows its record as it was when the typing began, and saves only what was changed on that;
an untouched form follows what others save. A field gets its beginning from `field` alone, never
from the widget's own default.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as having
from typing import Any, Generic, Literal, TypeVar

import streamlit as st

from dashboard.parts.widgets import row, show_errors
from dashboard.server.session import forget
from dashboard.words.clashes import clash_lines
from dashboard.words.i18n import _
from engine import ChangedMeanwhile, Clash

Record = TypeVar("Record")
DRAFTS = "drafts"
_AS_HELD = object()  # shows what is held when it is drawn next


@dataclass(slots=True)
class _Field:
    """One field: the key of its widget now, its title, what it began with and what it holds."""

    key: str
    title: str
    began: Any
    holds: Any


@dataclass(slots=True)
class _Kept:
    """A form over the runs of a visit."""

    shown: Any
    fields: dict[str, _Field] = having(default_factory=dict)
    typed: dict[str, Any] = having(default_factory=dict)  # of an earlier version of the form
    clashes: str = ""  # what somebody else changed in the same place, line by line


class Draft(Generic[Record]):
    """One form about one thing; made by `draft`."""

    def __init__(self, name: str, of: Hashable, kept: _Kept) -> None:
        self._name, self._of, self._kept = name, of, kept

    @property
    def shown(self) -> Record:
        """The record as the form shows it: what typing began on."""
        shown: Record = self._kept.shown
        return shown

    def field(self, name: str, began: Any, title: str, suffix: str = "") -> str:
        """The key of a field's widget, which begins with `began` or with what was typed before.
        `suffix` where a widget is another one in another language.
        """
        key, held = self.key(name) + suffix, self._kept.fields.get(name)
        holds = st.session_state.get(key, held.holds if held else began)
        if held is None:
            holds = self._kept.typed.get(name, holds)
        elif holds == held.began:  # untouched: it follows what is held
            holds = began
        if key not in st.session_state or st.session_state[key] != holds:
            st.session_state[key] = holds
        self._kept.fields[name] = _Field(key, title, began, holds)
        return key

    def key(self, name: str) -> str:
        """The key of a widget of the form that is not kept: a secret, a search."""
        room = self._name.partition(".")[0]
        return f"{room}.{name}.{self._of}.{version(self._name, self._of)}"

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The titles of the fields that hold something else than they began with."""
        fields = self._kept.fields.values()
        return tuple(one.title for one in fields if one.holds != one.began)

    @contextmanager
    def saving(self, scope: Literal["app", "fragment"] = "app") -> Iterator[None]:
        """Saves inside; what somebody else changed in the same place is shown beside what was typed
        here, to be saved again or discarded. `scope` is what is drawn anew then.
        """
        with show_errors():
            try:
                yield
            except ChangedMeanwhile as error:
                forget()
                self._renew(error.clashes)
                st.rerun(scope=scope)

    def end(self) -> None:
        """Lets go of what was typed: it was saved, or is not wanted."""
        end(self._name, self._of)

    def note(self) -> None:
        """Says what is not saved yet, and what somebody else changed in the same place."""
        if self._kept.clashes:
            st.warning(
                self._kept.clashes,
                title=_(
                    "Somebody else changed the same meanwhile. Save again to keep what you typed."
                ),
                icon=":material/group:",
            )
        if not self.unsaved:
            return
        with row():
            told = _("Not saved yet: {fields}").format(fields=", ".join(self.unsaved))
            st.caption(f":orange[△] {told}", width="content")
            st.button(
                _("Discard"),
                type="tertiary",
                key=f"{self._name}.discard.{self._of}",
                on_click=self.end,
            )

    def _renew(self, clashes: tuple[Clash, ...]) -> None:
        """Goes on with what was typed, on the record as it is held now."""
        kept = self._kept
        typed = {name: one.holds for name, one in kept.fields.items() if one.holds != one.began}
        titles = {name: one.title for name, one in kept.fields.items()}
        end(self._name, self._of)
        st.session_state[DRAFTS][self._name, self._of] = _Kept(
            shown=_AS_HELD, typed=typed, clashes=clash_lines(clashes, titles)
        )


def draft(name: str, of: Hashable, held: Record) -> Draft[Record]:
    """The form `name` about the thing `of`, whose record is `held` now."""
    drafts = st.session_state.setdefault(DRAFTS, {})
    kept = drafts.get((name, of))
    if kept is None:
        kept = drafts[name, of] = _Kept(shown=held)
    elif kept.shown is _AS_HELD or not _is_typed(kept):
        kept.shown = held
    return Draft(name, of, kept)


def keep_typed() -> None:
    """Keeps what every form holds, before a page is drawn that may not be theirs."""
    for kept in st.session_state.get(DRAFTS, {}).values():
        for one in kept.fields.values():
            if one.key in st.session_state:
                one.holds = st.session_state[one.key]


def version(name: str, of: Hashable) -> int:
    """Counts how often the form was saved or discarded in this visit: each draws it anew."""
    return int(st.session_state.get(f"{DRAFTS}.{name}.{of}", 0))


def end(name: str, of: Hashable) -> None:
    """Lets go of what was typed into a form: it was saved, or is not wanted."""
    st.session_state.setdefault(DRAFTS, {}).pop((name, of), None)
    st.session_state[f"{DRAFTS}.{name}.{of}"] = version(name, of) + 1


def _is_typed(kept: _Kept) -> bool:
    return bool(kept.typed) or any(one.holds != one.began for one in kept.fields.values())
