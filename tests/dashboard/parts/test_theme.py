"""The theme can be read by everybody: contrasts of config.toml (design.md section 3)."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from .colour import SEEN_AS, contrast, difference, faded

ROOT = Path(__file__).resolve().parents[3]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
MODES = ("light", "dark")
HUES = ("red", "orange", "yellow", "blue", "green", "violet", "gray")
TEXT, MARK = 4.5, 3.0


def theme(mode: str) -> dict[str, Any]:
    colours: dict[str, Any] = CONFIG["theme"][mode]
    return colours


def test_the_difference_formula_gives_published_values() -> None:
    assert difference("#FFFFFF", "#000000") == pytest.approx(100, abs=0.01)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert difference("#4350C4", "#4350C4", "protan") == 0


@pytest.mark.parametrize("mode", MODES)
def test_texts_can_be_read_on_their_grounds(mode: str) -> None:
    colours = theme(mode)
    grounds = [colours["backgroundColor"], colours["sidebar"]["backgroundColor"]]
    pairs = [(colours["textColor"], ground) for ground in grounds]
    pairs += [(colours["textColor"], colours["secondaryBackgroundColor"])]
    pairs += [(colours[f"{hue}TextColor"], grounds[0]) for hue in HUES]
    pairs += [(colours[f"{hue}TextColor"], colours[f"{hue}BackgroundColor"]) for hue in HUES]
    pairs += [(colours["textColor"], colours[f"{hue}BackgroundColor"]) for hue in HUES]
    pairs += [(colours["linkColor"], grounds[0])]
    pairs += [
        (colours["dataframeHeaderTextColor"], colours["dataframeHeaderBackgroundColor"]),
        (faded(colours["textColor"], grounds[0], 0.6), grounds[0]),
        ("#FFFFFF", colours["primaryColor"]),
    ]

    low = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < TEXT}

    assert low == {}


@pytest.mark.parametrize("mode", MODES)
def test_marks_can_be_seen_on_the_ground(mode: str) -> None:
    colours = theme(mode)
    marks = [colours["primaryColor"], *(colours[f"{hue}Color"] for hue in HUES)]
    marks += [{"light": "#8A93A3", "dark": "#667085"}[mode]]  # the quiet bars of charts

    low = {m: contrast(m, colours["backgroundColor"]) for m in marks}

    assert {mark: ratio for mark, ratio in low.items() if ratio < MARK} == {}


@pytest.mark.parametrize("eyes", SEEN_AS)
@pytest.mark.parametrize(("mode", "least"), [("light", 13.0), ("dark", 11.0)])
def test_series_can_be_told_apart_by_every_kind_of_eyes(mode: str, least: float, eyes: str) -> None:
    series = theme(mode)["chartCategoricalColors"]

    nearest = min(difference(one, other, eyes) for one, other in combinations(series, 2))

    assert nearest >= least


@pytest.mark.parametrize("eyes", SEEN_AS)
@pytest.mark.parametrize("mode", MODES)
def test_loss_and_profit_can_be_told_apart_by_every_kind_of_eyes(mode: str, eyes: str) -> None:
    colours = theme(mode)

    assert difference(colours["orangeColor"], colours["primaryColor"], eyes) > 45


def test_light_and_dark_set_the_same_keys() -> None:
    assert theme("light").keys() == theme("dark").keys()


def test_every_font_and_its_licence_is_served_by_ourselves() -> None:
    static = ROOT / "dashboard" / "server" / "static"

    for face in CONFIG["theme"]["fontFaces"]:
        assert (static / Path(face["url"]).name).read_bytes()[:4] == b"wOF2"
    for family in ("Pretendard", "Roboto"):
        assert "SIL OPEN FONT LICENSE" in (static / f"{family}-LICENSE.txt").read_text("utf-8")


def test_the_server_listens_on_loopback_and_tells_nobody() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False
