"""What the code offers is documented, and the documents name nothing that does not exist."""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.commands.parser import command_parser
from engine import JobKind
from engine.sandbox.app import add_options
from tests.documents import DOCUMENTS, code, headings, text
from tests.operations_page import nouns, table, written
from tests.sandbox_process import ROOT

DOCS = ROOT / "docs"
CODE = [
    *(file for room in ("engine", "dashboard", "pages") for file in (ROOT / room).rglob("*.py")),
    *(ROOT / "data" / "examples").glob("*.ipynb"),
]
COMMON = {"--help", "--workspace", "--lang", "--json"}  # of every command, told once
_NAME = re.compile(r"STOREBOARD_[A-Z_]*[A-Z]")
_FILE = re.compile(r"(?:engine|dashboard|pages|tests|data|docs)/[\w./-]*\w\.\w+")
_WORD = re.compile(r"[a-z]+(?:[|][a-z]+)*")
_CITED = re.compile(r"docs/reference/([\w-]+\.\w+)(?:,? sections? ((?:\d+\w?(?:, | and )?)+))?")


def commands(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every command that can be typed, with its own options; `jobs` stands beside `jobs cancel`."""
    below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not any(one.required for one in below) and path:
        yield path, {option for one in parser._actions for option in one.option_strings}
    for one in below:
        for name, child in one.choices.items():
            yield from commands(child, f"{path} {name}".strip())


COMMANDS = dict(commands(command_parser()))


def named_in_code() -> set[str]:
    """The variables of the environment that stand anywhere in the code."""
    return {name for file in CODE for name in _NAME.findall(file.read_text(encoding="utf-8"))}


def typed(line: str) -> list[str]:
    """The commands a line of code shows: `jobs cancel|resume JOB` are two."""
    words = line.replace("\\|", "|").split()
    if not words or words[0].removeprefix(".venv/bin/") != "storeboard":
        return []
    found: list[list[str]] = []
    for word in itertools.takewhile(_WORD.fullmatch, words[1:]):
        found.append(word.split("|"))
    return [" ".join(way) for way in itertools.product(*found) if way]


def shown() -> dict[str, str]:
    """Every line of the page on the command line that shows a command, by the command."""
    lines: dict[str, str] = {}
    for line in text(DOCS / "command-line.md").splitlines():
        for span in re.findall(r"`([^`]+)`", line):
            for name in typed(span):
                lines[name] = f"{lines.get(name, '')} {line}"
    return lines


def sandbox_options() -> list[str]:
    """The options of `storeboard sandbox`, which reads its own."""
    parser = argparse.ArgumentParser(add_help=False)
    add_options(parser)
    return [option for one in parser._actions for option in one.option_strings]


# What must stand on which page, as it stands there. A new kind of name is one more line.
DOCUMENTED = {
    "settings.md": sorted(named_in_code()),
    "jobs.md": sorted(JobKind),
    "sandbox.md": sandbox_options(),
}


@pytest.mark.parametrize(
    ("page", "name"), [(page, name) for page, names in DOCUMENTED.items() for name in names]
)
def test_what_the_code_offers_is_documented(page: str, name: str) -> None:
    assert re.search(rf"`{re.escape(name)}[ `]", text(DOCS / page)), f"{name} is not in docs/{page}"


def test_every_operation_is_documented_as_the_code_says_it() -> None:
    assert len(nouns()) > 25
    assert written() == table(), "run: python -m tests.operations_page"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_documented_with_its_options(command: str) -> None:
    line = shown().get(command)

    assert line is not None, f"docs/command-line.md does not show: storeboard {command}"
    wanted = {option for option in COMMANDS[command] if option.startswith("--")} - COMMON
    assert {option for option in wanted if not re.search(rf"{option}(?![\w-])", line)} == set()


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_document_names_no_command_variable_or_file_that_does_not_exist(page: Path) -> None:
    lines = [*code(page)]
    known = {*COMMANDS, *(command.rsplit(" ", 1)[0] for command in COMMANDS)}
    targets = set(re.findall(r"^([\w-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    made = [line.split()[1] for line in lines if re.match(r"make \w", line)]
    modules = re.findall(r"python -m (tests[\w.]*)", "\n".join(lines))

    assert [name for line in lines for name in typed(line) if name not in known] == []
    assert [target for target in made if target not in targets] == []
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []
    assert set(_NAME.findall("\n".join(lines))) - named_in_code() == set()
    assert [file for file in _FILE.findall("\n".join(lines)) if not (ROOT / file).exists()] == []


def test_a_citation_of_the_reference_leads_to_its_section() -> None:
    broken, seen = [], 0
    files = [*(ROOT / "engine").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")]
    for file in [*files, *(ROOT / "tests").rglob("*.py")]:
        for name, sections in _CITED.findall(re.sub(r"\s+", " ", file.read_text("utf-8"))):
            seen += 1
            page = DOCS / "reference" / name
            numbers = {words.split(".")[0] for _, words in headings(page)} if page.exists() else {}
            cited = [one.rstrip("a") for one in re.findall(r"\d+\w?", sections)]
            if not page.exists() or any(one not in numbers for one in cited):
                broken.append(f"{file.relative_to(ROOT)}: {name} {sections}")

    assert broken == []
    assert seen > 50
