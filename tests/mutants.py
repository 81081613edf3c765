"""What of a file the tests would not miss: `python -m tests.mutants FILE [TESTS]`.

Cosmic Ray says what could be changed in a file, one thing after another. Each change lives in a
process of its own, which imports the changed text in place of the file and runs the tests; no file
is touched. What no test notices is shown. Without TESTS those that mirror the file run, or those of
its folder. Processes that a test starts have the file as it is.
"""

from __future__ import annotations

import ast
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from difflib import unified_diff
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.sandbox_process import ROOT

AT_ONCE = 2
TIMES_AS_LONG = 5  # a change may make a test wait for what never comes
READY = (  # what takes long to import, so that it is not imported anew for every change
    *("duckdb", "pandas", "pyarrow", "hypothesis", "httpx", "msgspec", "rapidfuzz", "openpyxl"),
    *("babel", "apscheduler", "apprise", "cryptography", "bcrypt", "authlib", "starlette"),
    *("uvicorn", "jinja2", "streamlit.testing.v1", "plotly.graph_objects"),
)
HOW = ["-x", "-p", "no:faulthandler", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
TELLING = re.compile(  # of its many operators those whose changes are not noticed for many reasons
    r"core/(AddNot|NumberReplacer|ExceptionReplacer|ZeroIterationForLoop"
    r"|Replace(True|False|And|Or|Break|Continue)With\w+"
    r"|ReplaceUnaryOperator_(Delete_Not|USub_UAdd)"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_FloorDiv|FloorDiv_Mul|Div_Mul|Mod_Mul)"
    r"|ReplaceComparisonOperator_(Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is"
    r"|Lt_LtE|Lt_GtE|LtE_Lt|LtE_Gt|Gt_GtE|Gt_LtE|GtE_Gt|GtE_Lt))"
)


class Changed(SourceFileLoader):
    """Imports one module from another text than its file's."""

    def __init__(self, module: str, file: Path, text: str) -> None:
        super().__init__(module, str(file))
        self._text = text

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """Called by the import system for every module."""
        return spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> Any:
        """The changed text, compiled."""
        return compile(self._text, self.path, "exec", dont_inherit=True)


def main(file: Path, tests: list[str]) -> int:
    """Tries every change of a file and shows those no test notices; how many there are."""
    text, tests = file.read_text("utf-8"), tests or mirror(file)
    for library in READY:
        import_module(library)
    began = time.monotonic()
    if not os.waitpid(_start(file, text, tests, 0), 0)[1] == 0:
        raise SystemExit(f"the tests fail already: {' '.join(tests)}")
    patience = int((time.monotonic() - began) * TIMES_AS_LONG) + 10
    tried, alive = 0, 0
    for changed, status in _ended(file, list(changes(text)), tests, patience):
        tried, alive = tried + 1, alive + (status == 0)
        if status == 0:
            print(*_difference(file, text, changed), sep="\n", flush=True)
    print(f"{file}: {tried} changes, {alive} not noticed by {' '.join(tests)}")
    return alive


def mirror(file: Path) -> list[str]:
    """The tests of a file by its name, or those of its folder."""
    place = Path(*file.parts[1:]) if file.parts[0] == "engine" else file
    named = Path("tests") / place.parent / f"test_{place.name}"
    return [str(named if (ROOT / named).exists() else named.parent)]


def changes(text: str) -> Iterator[str]:
    """The text with one thing changed, for every change that means something."""
    seen = {_meaning(text)}
    for name in filter(TELLING.match, operator_names()):
        operator = get_operator(name)()
        nodes = ast_nodes(get_ast(text))
        for place in range(sum(1 for node in nodes for _ in operator.mutation_positions(node))):
            changed = mutate_code(text, operator, place)
            with suppress(SyntaxError):
                if changed is not None and (meaning := _meaning(changed)) not in seen:
                    seen.add(meaning)
                    yield changed


def _meaning(text: str) -> str:
    """What of a text a user meets: not how it is laid out, no type, no way records are made."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant("")
        elif isinstance(node, ast.ClassDef):
            node.keywords, node.decorator_list = [], []
    return ast.dump(tree)


def _ended(
    file: Path, texts: list[str], tests: list[str], patience: int
) -> Iterator[tuple[str, int]]:
    """Each text with how its tests ended, 0 where all passed."""
    running: dict[int, str] = {}
    while texts or running:
        while texts and len(running) < AT_ONCE:
            changed = texts.pop(0)
            running[_start(file, changed, tests, patience)] = changed
        process, status = os.wait()
        yield running.pop(process), status


def _start(file: Path, text: str, tests: list[str], patience: int) -> int:
    """A process that tests the text in place of the file, and gives up after `patience` seconds."""
    if process := os.fork():
        return process
    signal.alarm(patience)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    sys.meta_path.insert(0, Changed(module, ROOT / file, text))  # type: ignore[arg-type]
    os._exit(int(pytest.main([*HOW, *tests])))


def _difference(file: Path, text: str, changed: str) -> Iterator[str]:
    lines = list(unified_diff(text.splitlines(), changed.splitlines(), n=0, lineterm=""))[2:]
    place = re.match(r"@@ -(\d+)", lines[0])
    yield f"{file}:{place[1] if place else '?'}"
    yield from lines[1:]


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1]), sys.argv[2:])))
