"""No call of a page hands text of others to markdown as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from dashboard.words.sentences import marked
from tests.sandbox_process import ROOT

# What shows markdown, and of whom a text is: fields of records that people and NAVER write.
MARKDOWN = {
    *("markdown", "caption", "write", "error", "warning", "info", "success", "toast", "badge"),
    *("title", "header", "subheader", "dialog", "expander", "metric", "popover", "status"),
    *("spinner", "link_button", "toast_after_rerun", "section", "section_text", "head", "empty"),
}
FOREIGN = {
    *("name", "email", "memo", "seller_management_code", "sku_code", "own_code", "sku_name"),
    *("trace_id", "asked_by", "decided_by", "account_id", "channel_name", "passed_over", "person"),
    *("actor", "subject", "category_name", "brand_name"),
}
SAFE = {"plain", "marked", "label", "seller_code", "len", "quote", "_trace_and_code"}


def test_text_of_others_goes_to_markdown_through_plain_alone() -> None:
    files = [*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    found = [line for file in files if "commands" not in file.parts for line in raw_in(file)]

    assert found == []


def test_the_search_finds_one() -> None:
    text = "st.caption(_('{name} was added.').format(name=account.name), help=plain(account.email))"

    assert list(raw_texts(ast.parse(text))) == [(1, "account.name")]


def test_parts_of_a_sentence_show_as_text_and_the_sentence_is_ours() -> None:
    told = marked("There is no store {name}. Check the name.", {"name": "![x](https://a.kr)"})

    assert r"\!\[x\]\(https:color[\:]{}//a.kr\)" in told


def raw_in(file: Path) -> Iterator[str]:
    for line, text in raw_texts(ast.parse(file.read_text(encoding="utf-8"))):
        yield f"{file.relative_to(ROOT)}:{line} {text}"


def raw_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Foreign fields inside calls that show markdown, unless `plain` is around them; the widgets'
    own `key` and the values of fields are no markdown.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in MARKDOWN:
            texts = [
                *node.args[:1],
                *(k.value for k in node.keywords if k.arg in ("help", "title")),
            ]
            if _called(node) in ("metric", "section", "section_text", "head", "empty"):
                texts += node.args[1:2]
            for text in texts:
                yield from _foreign(text)


def _foreign(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call) and _called(node) in SAFE:
        return
    if isinstance(node, ast.Attribute) and node.attr in FOREIGN:
        yield node.lineno, ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from _foreign(child)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
