"""The table of attacks in docs/access.md, made of what the tests saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.attacks.cases import Attacks
from tests.sandbox_process import ROOT

PAGE = ROOT / "docs" / "access.md"
BEGIN, END = "<!-- attacks -->", "<!-- /attacks -->"
HEAD = ("| to | what was tried | what happens |", "|---|---|---|")


def table(aims: list[Attacks], seen: Mapping[str, str]) -> str:
    """One line an attack; `seen` tells what happened by what was tried."""
    return "\n".join((*HEAD, *(line for aim in aims for line in _lines(aim, seen))))


def _lines(aim: Attacks, seen: Mapping[str, str]) -> Iterator[str]:
    for place, attack in enumerate(aim.all):
        yield line(aim.aim if place == 0 else "", attack.tried, seen[attack.tried])


def line(aim: str, tried: str, happens: str) -> str:
    """One line of the table."""
    return f"| {aim} | {tried} | {happens} |"


def written(page: Path = PAGE) -> str:
    """The table as the page has it."""
    text = page.read_text(encoding="utf-8")
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def write(made: str, page: Path = PAGE) -> None:
    """Puts the table into the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")
