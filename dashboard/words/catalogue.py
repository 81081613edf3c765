"""The catalogue's texts: finds them in the code and brings the Korean file up to date.

Found are `_("...")`, `ngettext("...", "...", n)` and `N_("...")` anywhere, pages before the sign-in
included; and in the engine, which knows no translator, the docstrings of its errors, the first text
of an error that is made, every `text="..."`, and whatever else is written as a sentence.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from dashboard.words.i18n import CATALOGUE, ROOT

SENTENCE = re.compile(r"[A-Z{\"][^\n]* [^\n]* [^\n]*\.$")
FOLDERS = ("dashboard", "pages", "engine")
SKIPPED = ROOT / "engine" / "sandbox"
MARKERS = frozenset({"_", "N_", "gettext"})
HEADER = """# Korean texts of Storeboard; refresh with: python -m dashboard.words.catalogue update
msgid ""
msgstr ""
"Language: ko\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Message = str | tuple[str, str]


def source_files() -> list[Path]:
    """Every file whose texts a person may read; the sandbox, which speaks as NAVER does, is not."""
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in files if not path.is_relative_to(SKIPPED))


def messages() -> dict[Message, list[tuple[str, int]]]:
    """Every text of the code and where it stands."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in source_files()}
    errors = _error_classes(trees)
    found: dict[Message, list[tuple[str, int]]] = {}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            for message in (*_messages_of(node, errors), *_sentences(node, path, tree)):
                place = (path.relative_to(ROOT).as_posix(), getattr(node, "lineno", 0))
                found.setdefault(message, []).append(place)
    for path in sorted((ROOT / "dashboard" / "server" / "templates").glob("*.html")):
        for line, _call, text in extract_from_ast(_PAGES.parse(path.read_text("utf-8")), ("_",)):
            found.setdefault(str(text), []).append((path.relative_to(ROOT).as_posix(), line))
    return found


_PAGES = Environment()


def _error_classes(trees: dict[Path, ast.Module]) -> frozenset[str]:
    """Names of the engine's errors, and of private ones that carry a text into a record."""
    known = {"EngineError", "_Bad"}
    classes = [
        node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    for _round in range(5):
        known |= {c.name for c in classes if known & {getattr(b, "id", "") for b in c.bases}}
    return frozenset(known)


def _messages_of(node: ast.AST, errors: frozenset[str]) -> Iterator[Message]:
    if isinstance(node, ast.ClassDef) and node.name in errors and not node.name.startswith("_"):
        yield " ".join((ast.get_docstring(node) or "").split())
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    texts = [text for text in map(_text, node.args) if text]
    if name == "ngettext" and len(texts) >= 2:
        yield texts[0], texts[1]
    elif (name in MARKERS or name in errors) and node.args:
        yield from texts[:1]
    for keyword in node.keywords:
        if keyword.arg == "text" and (text := _text(keyword.value)):
            yield text


def _sentences(node: ast.AST, path: Path, tree: ast.Module) -> Iterator[Message]:
    """Literals of the engine that read as a sentence to people, such as reasons kept in a table."""
    if not isinstance(node, ast.expr) or not path.is_relative_to(ROOT / "engine"):
        return
    text = _text(node)
    if text and SENTENCE.match(text) and id(node) not in _not_meant(tree):
        yield text


@cache
def _not_meant(tree: ast.Module) -> frozenset[int]:
    """Docstrings, and pieces of formatted strings."""
    docs = (ast.Module, ast.ClassDef, ast.FunctionDef)
    found = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, docs) and node.body and isinstance(node.body[0], ast.Expr)
    }
    formatted = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    return frozenset(found | {id(part) for one in formatted for part in ast.walk(one)})


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def read_catalogue() -> Catalog:
    """The Korean catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ko")


def update() -> tuple[int, int]:
    """Adds new texts to the Korean file, drops unused ones; counts all and those without Korean."""
    held = read_catalogue() if CATALOGUE.exists() else Catalog()
    fresh = Catalog(locale="ko")
    missing = 0
    for message, places in messages().items():
        kept = held.get(message if isinstance(message, str) else message[0])
        said = kept.string if kept and not kept.fuzzy else ""
        missing += not said or said == ("",)
        fresh.add(message, said, locations=sorted({(file, 0) for file, _line in places}))
    body = io.BytesIO()
    write_po(body, fresh, sort_by_file=True, width=0, include_lineno=False, omit_header=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(HEADER.encode() + body.getvalue())
    return len(fresh), missing


def main(arguments: list[str]) -> int:
    """The command line: `update` refreshes the file and says how many texts still lack Korean."""
    if arguments != ["update"]:
        sys.stderr.write("usage: python -m dashboard.words.catalogue update\n")
        return 2
    total, missing = update()
    sys.stdout.write(f"{total} texts, {missing} without Korean: {CATALOGUE.relative_to(ROOT)}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
