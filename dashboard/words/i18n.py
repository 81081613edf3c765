"""Texts in the reader's language: English in the code, Korean from the catalogue.

`python -m dashboard.words.catalogue update` refreshes the catalogue after texts changed.
"""

from __future__ import annotations

import gettext as _gettext
import io
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.words.languages import COOKIE, DEFAULT, is_spoken, visitor_language
from dashboard.words.particles import marked

ROOT: Path = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "data" / "locale" / "ko" / "LC_MESSAGES" / "storeboard.po"


_terminal: ContextVar[str] = ContextVar("terminal_language", default=DEFAULT)
_running: ContextVar[str | None] = ContextVar("language_of_the_run", default=None)


@cache
def translator(lang: str) -> _gettext.NullTranslations:
    """The translations of a language, read once a process; English is what the code says."""
    if lang != "ko":
        return _gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as file:
        write_mo(compiled, read_po(file, locale="ko"))
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def language() -> str:
    """The language of this session: what was chosen in it, else that of the visitor.

    Asked once a run of the script: a page translates hundreds of texts (see `ask_again`).
    """
    held = _running.get()
    if held is None:
        held = _spoken()
        if _session() is not None:
            _running.set(held)
    return held


def ask_again() -> None:
    """Lets go of the language held for this run of the script: a run begins, or it was changed."""
    _running.set(None)


def _spoken() -> str:
    session = _session()
    if session is None:
        return _terminal.get()
    # The switch loses its state when a button leads to another page; what was chosen is kept.
    chosen = session.get("lang") or session.get("lang.kept") or _asked()
    return str(chosen) if is_spoken(str(chosen)) else DEFAULT


def speak(lang: str) -> None:
    """The language of a command line, which has no session."""
    _terminal.set(lang)


def _(text: str) -> str:
    """`text` in the reader's language."""
    return marked(translator(language()).gettext(text))


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` in the reader's language, with {count} filled in."""
    return marked(translator(language()).ngettext(one, many, count)).format(count=f"{count:,}")


def N_(text: str) -> str:
    """Marks a text for the catalogue where it is written before anybody reads it."""
    return text


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speaks a language of its own for a while, for what is read outside of any visit."""
    before = _running.set(lang)
    try:
        yield
    finally:
        _running.reset(before)


def _session() -> MutableMapping[Any, Any] | None:
    """The session state of the running script; None on the command line and in plain tests."""
    if "streamlit" not in sys.modules:
        return None
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    return st.session_state if get_script_run_ctx(suppress_warning=True) else None


def _asked() -> str:
    """The visitor's language, before the switch in the sidebar has been drawn."""
    import streamlit as st

    return visitor_language(
        st.query_params.get("lang", ""),
        st.context.cookies.get(COOKIE, ""),
        st.context.headers.get("Accept-Language", ""),
    )
