"""Sentences the engine tells as template and parts, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.words.i18n import _, speaking
from dashboard.words.labels import word
from dashboard.words.phrases import plain


def sentence(text: str, params: Mapping[str, Any] | None = None) -> str:
    """A sentence the engine told as template and parts; parts that are our words are translated."""
    if not params:  # a text without parts may hold braces
        return _(text)
    return _(text).format(**{name: word(name, value) for name, value in params.items()})


def marked(text: str, params: Mapping[str, Any] | None = None) -> str:
    """The same for markdown: the sentence is ours, its parts show as text."""
    if not params:  # it may have been told by others as a whole
        return plain(_(text))
    parts = {name: word(name, value) for name, value in params.items()}
    shown = {name: plain(one) if isinstance(one, str) else one for name, one in parts.items()}
    return _(text).format(**shown)


def say(lang: str, text: str, params: Mapping[str, Any] | None = None) -> str:
    """A sentence in a language of its own, for what is read outside of any visit."""
    with speaking(lang):
        return sentence(text, params)
