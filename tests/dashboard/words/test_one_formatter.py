"""Numbers, days, moments and "unknown" are written in one place: no screen has a way of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.words.i18n import ROOT
from dashboard.words.phrases import UNKNOWN

HOME = "dashboard/words/phrases.py"
FOR_MACHINES = {  # what is written there is read by a program
    "dashboard/commands/",  # answers as JSON
    "dashboard/parts/view.py",  # days in an address
}
BEFORE_PHRASES = {"dashboard/words/i18n.py"}  # counts of ngettext, which the phrases are made of
WRITERS = {"isoformat", "strftime"}


def strays(source: str) -> Iterator[tuple[int, str]]:
    """Places of a file that write a number, a day or an unknown value by themselves."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in WRITERS:
                yield node.lineno, node.func.attr
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec)
            if "," in spec or "%" in spec:
                yield node.lineno, spec
        elif isinstance(node, ast.Constant) and node.value == UNKNOWN:
            yield node.lineno, UNKNOWN


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("day.isoformat()", ["isoformat"]),
        ("at.strftime('%H:%M')", ["strftime"]),
        ("f'{count:,}'", ["f','"]),
        ("f'{at:%m-%d}'", ["f'%m-%d'"]),
        ("value or '—'", [UNKNOWN]),
        ("f'{number(count)} · {name:>10}'", []),
        ("chart = '%{y:,}'", []),  # read by the chart's own library
    ],
)
def test_the_check_finds_what_writes_by_itself(source: str, found: list[str]) -> None:
    assert [what for _line, what in strays(source)] == found


def test_nothing_is_written_outside_of_the_phrases() -> None:
    files = [path for folder in ("dashboard", "pages") for path in (ROOT / folder).rglob("*.py")]
    found = {
        place: list(strays(path.read_text("utf-8")))
        for path in files
        if not _may_write(place := _place(path))
    }

    assert {place: places for place, places in found.items() if places} == {}


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _may_write(place: str) -> bool:
    return place == HOME or place in BEFORE_PHRASES or place.startswith(tuple(FOR_MACHINES))
