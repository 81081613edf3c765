"""The pieces every page is built of: its head, the strip of numbers, empty states, errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from urllib.parse import quote

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.parts import view
from dashboard.parts.navigation import go
from dashboard.server.runtime import held_access
from dashboard.server.session import all_stores, chosen_store, in_sandbox, keep_store
from dashboard.words.clashes import clash_lines
from dashboard.words.i18n import N_, _, ask_again, language
from dashboard.words.languages import LANGUAGES, language_cookie
from dashboard.words.phrases import plain
from dashboard.words.sentences import marked
from engine import (
    ApiError,
    AuthFailed,
    CannotDecrypt,
    ChangedMeanwhile,
    ClockOff,
    EngineError,
    IpNotAllowed,
    PermissionMissing,
    PrerequisitesMissing,
    SignedOut,
    Store,
    StoreClosed,
)

AT_THE_STORE = (
    *(AuthFailed, PermissionMissing, IpNotAllowed, ClockOff, CannotDecrypt, StoreClosed),
)

SPOKEN = "<script>document.cookie = '{cookie}'; document.documentElement.lang = '{lang}'</script>"


@contextmanager
def head(title: str, facts: str = "", store: Store | None = None) -> Iterator[None]:
    """Title and one grey line of facts; what is written inside stands at the right as actions.

    The browser's tab is called by the title and the `store` the page is about.
    """
    about = (title, *([store.name] if store else []), "Storeboard")
    st.set_page_config(page_title=" · ".join(about))
    with _apart("center"):
        with st.container(gap=None, width="content"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.title(title, anchor=False, width="content")
                if in_sandbox():
                    st.badge(_("SANDBOX"), icon=":material/science:", color="orange")
            if facts:
                st.caption(facts)
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            yield


def _apart(vertical_alignment: str) -> DeltaGenerator:
    """A row whose parts stand at both ends and wrap on a phone."""
    return st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment=vertical_alignment,  # type: ignore[arg-type]
    )


def row(*, apart: bool = False) -> DeltaGenerator:
    """A row of small things; `apart` puts them at both ends."""
    if apart:
        return _apart("center")
    return st.container(horizontal=True, vertical_alignment="center", width="content")


@contextmanager
def strip(columns: int) -> Iterator[None]:
    """The strip of numbers: even columns in one border, two in a row on a phone."""
    with st.container(border=True), st.grid(columns, min_column_width=130):
        yield


@contextmanager
def waiting(height: int, ready: bool) -> Iterator[None]:
    """A grey plane in the place of what is read inside, unless it is `ready` to be shown."""
    with nullcontext() if ready else st.skeleton(height=height):
        yield


def section(title: str, note: str = "") -> None:
    """A heading inside a page with a small grey note how to read what follows."""
    st.markdown(section_text(title, note))


def section_text(title: str, note: str = "") -> str:
    """That heading, for where controls stand beside it."""
    return f"**{title}** :small[:gray[{note}]]" if note else f"**{title}**"


def sandbox_badge() -> None:
    """Says in plain sight that the data are invented."""
    st.badge(_("SANDBOX · practice data"), icon=":material/science:", color="orange")


def language_switch() -> None:
    """Korean or English; the choice is kept in a cookie, for the visits to come."""
    if "lang" not in st.session_state:
        st.session_state["lang"] = language()
    chosen = st.segmented_control(
        _("Language"),
        LANGUAGES,
        required=True,
        format_func=str.upper,
        key="lang",
        label_visibility="collapsed",
    )
    held = st.session_state.get("lang.kept", chosen)
    if chosen:  # a page that is just being left may hand over nothing: the former choice holds
        st.session_state["lang.kept"] = chosen
    ask_again()
    if chosen and chosen != held:
        st.query_params.pop("lang", None)
        st.html(
            SPOKEN.format(cookie=language_cookie(chosen), lang=chosen), unsafe_allow_javascript=True
        )


def empty(text: str, hint: str = "", *, icon: str = "inbox") -> None:
    """What stands where there is nothing to show."""
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        st.space("small")
        st.markdown(f":gray[:material/{icon}:] **{text}**", width="content")
        if hint:
            st.caption(hint, width="content")
        st.space("small")


def pick_store() -> Store | None:
    """The store picker of a page's head; None while there is no store."""
    stores = {store.name: store for store in all_stores()}
    chosen = chosen_store()
    if chosen is None:
        return None
    st.session_state["store"] = chosen.name
    keep_store(chosen.name)
    st.selectbox(
        _("Store"),
        list(stores),
        key="store",
        on_change=_store_picked,
        icon=":material/storefront:",
        label_visibility="collapsed",
        width=210,
    )
    return chosen


def _store_picked() -> None:
    view.forget()
    keep_store(st.session_state["store"])


def no_store() -> None:
    """The empty state of a page that needs a store."""
    empty(_("There is no store yet"), _("Add one with the data of its Commerce API application."))
    if st.button(_("Add store"), icon=":material/add:", type="primary"):
        go("stores")


@contextmanager
def show_errors() -> Iterator[None]:
    """What goes wrong inside is told in the reader's language, with the way to mend it."""
    try:
        yield
    except EngineError as error:
        show_error(error)


def show_error(error: EngineError) -> None:
    """One error: cause as title, mend below, a button to the place of the mend, the trace id."""
    error_box(error.text, error.params)
    if isinstance(error, ChangedMeanwhile):
        st.markdown(clash_lines(error.clashes))
    trace_id = getattr(error, "trace_id", None)
    if trace_id:
        st.caption(_("Trace id {trace_id}").format(trace_id=plain(trace_id)))
    if isinstance(error, PrerequisitesMissing):
        if st.button(_("To the prerequisites"), icon=":material/fact_check:", type="primary"):
            go("prerequisites")
    elif isinstance(error, AT_THE_STORE) and st.button(
        _("To the store's connection"), icon=":material/key:", type="primary"
    ):
        go("stores")
    elif isinstance(error, SignedOut):
        address = f"{held_access().base_path}/sign-in?lang={quote(language())}"
        st.link_button(_("Sign in"), address, type="primary", width="stretch")
    elif isinstance(error, ApiError) and st.button(_("Try again"), icon=":material/refresh:"):
        st.rerun()


def error_box(text: str, params: Mapping[str, object] | None = None) -> None:
    """A sentence of the engine as an error box: the cause is its title, the mend stands below. Its
    parts are words of others.
    """
    cause, _dot, mend = marked(text, params).partition(". ")
    title = cause.rstrip(".")
    st.error(mend or title, title=title if mend else None, icon=":material/build:")


def show_unexpected(error: Exception) -> bool:
    """The last net: an error of the engine is told, anything else is called a fault."""
    if isinstance(error, EngineError):
        show_error(error)
    else:
        error_box(
            N_(
                "This page met a fault. Reload it;"
                " if it stays, the server's log says what happened."
            )
        )
    return True


def toast_after_rerun(text: str, icon: str = ":material/check:") -> None:
    """Tells something once the page was drawn anew."""
    st.session_state["after.text"] = (text, icon)


def show_toast() -> None:
    """Shows what `toast_after_rerun` kept."""
    if kept := st.session_state.pop("after.text", None):
        st.toast(kept[0], icon=kept[1])
