"""Imported listings are found by names, codes and numbers, one or many at once."""

from __future__ import annotations

import unicodedata

import pytest

from engine.domain.pasted import MOST_TERMS, terms
from engine.jobs.context import Tables
from tests.builders import decision, listing, save_page, sku

DECOMPOSED = unicodedata.normalize("NFD", "한글 머그컵")


@pytest.fixture
def held(tables: Tables) -> Tables:
    tables.skus.save([sku("Own-7", "AB-1")])
    page = [
        listing(1, "AB-1", name=DECOMPOSED),
        listing(2, "B 2", name="유리 접시", origin_product_no=22),
        listing(3, name="머그컵 100% 도자기"),
    ]
    save_page(tables, page, decision(link_stock=True))
    return tables


@pytest.mark.parametrize(
    ("text", "numbers", "missing"),
    [
        ("머그컵", (1, 3), ()),
        ("한글 머그컵", (1,), ()),
        (DECOMPOSED, (1,), ()),
        ("b-2\nab1", (2, 1), ()),
        ("own-7", (1,), ()),
        ("3 22", (3, 2), ()),
        ("3, nobody; 접시", (3, 2), ("nobody",)),
        ("100%", (3,), ()),
        ("100_", (), ("100_",)),
        (" \n,", (), ()),
    ],
)
def test_what_is_pasted_finds_what_it_means(
    held: Tables, text: str, numbers: tuple[int, ...], missing: tuple[str, ...]
) -> None:
    found = held.products.find(1, terms(text), limit=10)

    assert (found.numbers, found.missing) == (numbers, missing)
    assert held.products.find(2, terms(text), limit=10).numbers == ()


def test_a_long_text_is_cut_and_repeats_count_once() -> None:
    many = "\n".join(f"code {n}" for n in range(300))

    assert len(terms(many)) == MOST_TERMS
    assert [one.text for one in terms("A,a , A")] == ["a"]
