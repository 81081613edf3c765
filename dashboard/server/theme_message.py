"""Makes the message of the theme once: Streamlit 1.67 makes it at every run of a page anew, from
all its settings, which takes longer than a small page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

NAME = "_populate_theme_msg"  # Streamlit's own; without it everything works, only slower
Fill: TypeAlias = Callable[..., None]


def make_theme_once() -> None:
    """Lets Streamlit copy each section of the theme from the first message made of it."""
    fill: Any = getattr(app_session, NAME, None)
    if fill is not None and not isinstance(fill, _Once):
        setattr(app_session, NAME, _Once(fill))


class _Once:
    """Fills a message as `fill` does, by copying what it filled first."""

    def __init__(self, fill: Fill) -> None:
        self._fill = fill
        self._made: dict[str, CustomThemeConfig] = {}

    def __call__(self, message: CustomThemeConfig, section: str = "theme") -> None:
        if section not in self._made:
            made = CustomThemeConfig()
            self._fill(made, section)
            self._made[section] = made
        message.MergeFrom(self._made[section])
