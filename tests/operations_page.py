"""The page on the engine's operations, made of the code: `python -m tests.operations_page`."""

from __future__ import annotations

import inspect
from functools import cached_property
from typing import Any, get_type_hints

import engine.engine
from engine import Engine
from tests.sandbox_process import ROOT

PAGE = ROOT / "docs" / "operations.md"
MARKS = ("<!-- operations -->", "<!-- /operations -->")


def nouns() -> dict[str, tuple[str, type]]:
    """What each noun of the engine is about, and the class of its operations."""
    found = inspect.getmembers(Engine, lambda one: isinstance(one, cached_property))
    steps = {name: one.func for name, one in found if not name.startswith("_")}
    hints = vars(engine.engine)
    return {
        name: (inspect.getdoc(step) or "", get_type_hints(step, hints)["return"])
        for name, step in steps.items()
    }


def operations_of(kind: type) -> dict[str, Any]:
    """The public operations of a class by name, properties by their getter."""
    return {
        name: one.fget if isinstance(one, property) else one
        for name, one in inspect.getmembers(kind)
        if not name.startswith("_")
    }


def table() -> str:
    """A section a noun: each operation with the role it takes and what it does."""
    return "\n\n".join(_section(noun, *of) for noun, of in nouns().items())


def _section(noun: str, about: str, kind: type) -> str:
    lines = [f"## engine.{noun}", "", about, "", "| operation | least role | what it does |"]
    lines.append("|---|---|---|")
    for name, step in operations_of(kind).items():
        role = getattr(step, "least_role", None)
        told = " ".join((inspect.getdoc(step) or "").split()).replace("|", "\\|")
        lines.append(f"| `{name}{_places(step)}` | {role.lower() if role else '—'} | {told} |")
    return "\n".join(lines)


def _places(step: Any) -> str:
    if isinstance(step, property):
        return ""
    names = [
        f"*, {one.name}" if one.kind is one.KEYWORD_ONLY and first else one.name
        for one, first in _with_first_keyword(step)
    ]
    return f"({', '.join(names)})"


def _with_first_keyword(step: Any) -> list[tuple[inspect.Parameter, bool]]:
    places = list(inspect.signature(step).parameters.values())[1:]
    keywords = [one for one in places if one.kind is one.KEYWORD_ONLY]
    return [(one, bool(keywords) and one is keywords[0]) for one in places]


def written() -> str:
    """The sections as the page has them."""
    return PAGE.read_text("utf-8").partition(MARKS[0])[2].partition(MARKS[1])[0].strip()


def main() -> None:
    """Puts the sections into the page."""
    before, _mark, rest = PAGE.read_text("utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    PAGE.write_text(f"{before}{MARKS[0]}\n{table()}\n{MARKS[1]}{after}", "utf-8")


if __name__ == "__main__":
    main()
