"""The colours of the theme, light or dark, read from the one place that sets them: config.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from dashboard.words.i18n import ROOT

TONES = ("red", "orange", "blue", "green", "gray")


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """What charts and chips are drawn with; `grounds` are the backgrounds of chips by tone."""

    mode: str
    primary: str
    ground: str
    panel: str
    text: str
    quiet_text: str
    border: str
    grid: str
    loss: str
    loss_text: str
    quiet_bar: str
    grounds: dict[str, str]
    diverging: tuple[str, ...]


@cache
def palette(mode: str) -> Palette:
    """The palette of "light" or "dark"."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    colours = config["theme"]["dark" if mode == "dark" else "light"]
    return Palette(
        mode="dark" if mode == "dark" else "light",
        primary=colours["chartCategoricalColors"][0],
        ground=colours["backgroundColor"],
        panel=colours["secondaryBackgroundColor"],
        text=colours["textColor"],
        quiet_text=colours["grayTextColor"],
        border=colours["borderColor"],
        grid=colours["dataframeBorderColor"],
        loss=colours["orangeColor"],
        loss_text=colours["orangeTextColor"],
        quiet_bar="#667085" if mode == "dark" else "#8A93A3",
        grounds={tone: colours[f"{tone}BackgroundColor"] for tone in TONES},
        diverging=tuple(colours["chartDivergingColors"]),
    )
