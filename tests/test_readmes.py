"""The READMEs say the same in both languages, and what they and the documents point at is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.documents import DOCUMENTS, READMES, anchors, code, headings, links, text
from tests.sandbox_process import ROOT

ENGLISH, KOREAN = READMES
PERFORMANCE = ROOT / "docs" / "performance.md"
_HEADLINE = re.compile(r"^\|[^|]+\| ([\d,.]+ \w+) \|[^|]+\| ([\d.]+) \|[^|]+\|$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z]+:")


def short(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_both_readmes_have_the_same_headings_pictures_links_and_rows() -> None:
    assert [depth for depth, _ in headings(ENGLISH)] == [depth for depth, _ in headings(KOREAN)]
    named = ["README.ko.md", "README.md"]
    assert links(ENGLISH)[0:1] + links(KOREAN)[0:1] == named
    assert links(ENGLISH)[1:] == links(KOREAN)[1:]
    assert text(ENGLISH).count("\n|") == text(KOREAN).count("\n|")
    assert len(re.findall(r"^\d\. ", text(ENGLISH), re.MULTILINE)) == 5
    assert len(re.findall(r"^\d\. ", text(KOREAN), re.MULTILINE)) == 5


def test_both_readmes_have_the_same_commands() -> None:
    english, korean = (
        [line.split("#")[0].strip() for line in code(page) if re.match(r"make |\.venv", line)]
        for page in READMES
    )

    assert english == korean
    assert {"make demo", "make test"} <= set(english)


def test_the_headline_measures_are_those_of_the_page_on_performance() -> None:
    english, korean = (_HEADLINE.findall(text(page)) for page in READMES)
    measured = [
        tuple(cell.strip() for cell in line.split("|")[2:5])
        for line in text(PERFORMANCE).splitlines()
        if line.startswith("|")
    ]

    assert len(english) == 8
    assert english == korean
    assert set(english) <= {(ours, ratio) for ours, _, ratio in measured}


def test_the_korean_readme_speaks_in_one_way() -> None:
    assert re.findall(r"\S*(?<!세)요[.)*]", text(KOREAN)) == []


@pytest.mark.parametrize("page", DOCUMENTS, ids=short)
def test_what_a_document_links_to_is_there(page: Path) -> None:
    assert [link for link in links(page) if not _is_there(page, link)] == []


def _is_there(page: Path, link: str) -> bool:
    if _ELSEWHERE.match(link):
        return True
    place, _, anchor = link.partition("#")
    target = (page.parent / place).resolve() if place else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return False
    return not anchor or anchor in anchors(target)


def test_every_document_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ENGLISH]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        places = (link.partition("#")[0] for link in links(page) if not _ELSEWHERE.match(link))
        waiting += [(page.parent / place).resolve() for place in places if place]

    assert set(DOCUMENTS) - reached == set()


def test_make_says_how_long_installing_takes_before_it_begins() -> None:
    told = subprocess.run(
        ["make", "--dry-run", "--always-make", "demo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert -1 < told.index("about a minute") < told.index("pip ")
    assert told.index("pip ") < told.index("storeboard demo")
