"""What the documents hold: their files, links, headings and code, read as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.sandbox_process import ROOT

READMES = (ROOT / "README.md", ROOT / "README.ko.md")
DOCUMENTS = (*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_INDENTED = re.compile(r"^    (?=\S)(.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


@cache
def text(page: Path) -> str:
    """The page as written."""
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return _FENCE.sub("", text(page))


def links(page: Path) -> list[str]:
    """The targets of links and pictures, in order."""
    return _LINK.findall(prose(page))


def headings(page: Path) -> list[tuple[int, str]]:
    """Depth and words of each heading."""
    return [(len(marks), words) for marks, words in _HEADING.findall(prose(page))]


def anchors(page: Path) -> set[str]:
    """The names of the headings as links call them."""
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for _, words in headings(page)}


def code(page: Path) -> Iterator[str]:
    """Every line of code: in blocks, in indented lines and between backticks."""
    for block in _FENCE.findall(text(page)):
        yield from block.splitlines()[1:-1]
    yield from _INDENTED.findall(prose(page))
    yield from _SPAN.findall(prose(page))
