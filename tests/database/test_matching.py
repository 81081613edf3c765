"""Matching listings to SKUs by code: one table for a page, an import and a preview alike."""

from __future__ import annotations

import pytest

from engine.domain.matching import Match, MatchKind
from engine.domain.products import ProductOption
from engine.domain.skus import Sku
from engine.jobs.context import Tables
from tests.builders import decision, listing, save_page, sku

E, N, A, NONE = MatchKind.EXACT, MatchKind.NORMAL_FORM, MatchKind.AMBIGUOUS, MatchKind.NONE

ONE = (sku("MUG-1", "880 1"),)
OWN_TWICE = (sku("MUG-1"), sku("mug 1"))
UNIQUE_TWICE = (sku("X-1", "MUG-1"), sku("X-2", "MUG-1"))
CROSSED = (sku("MUG-1", "880"), sku("PLATE", "MUG-1"))
SELF = (sku("MUG-1", "mug_1"),)
THREE = (sku("A", "MUG-1"), sku("B", "mug-1"), sku("C", "MUG 1"))

CASES = [
    ("own code, same spelling", ONE, "MUG-1", E, "MUG-1", 1),
    ("unique code, same spelling", ONE, "880 1", E, "MUG-1", 1),
    ("other case", ONE, "mug-1", N, "MUG-1", 1),
    ("other dash and width", ONE, " ｍｕｇ－１", N, "MUG-1", 1),
    ("unique code with a dash for its space", ONE, "880-1", N, "MUG-1", 1),
    ("unknown code", ONE, "MUG-2", NONE, None, 0),
    ("part of a code", ONE, "MUG", NONE, None, 0),
    ("no code", ONE, None, NONE, None, 0),
    ("empty code", ONE, "", NONE, None, 0),
    ("only dashes", ONE, " -_ ", NONE, None, 0),
    ("nothing in the catalogue", (), "MUG-1", NONE, None, 0),
    ("own codes alike, spelled as the first", OWN_TWICE, "MUG-1", E, "MUG-1", 2),
    ("own codes alike, spelled as the second", OWN_TWICE, "mug 1", E, "mug 1", 2),
    ("own codes alike, spelled as neither", OWN_TWICE, "Mug-1", A, None, 2),
    ("one unique code on two SKUs", UNIQUE_TWICE, "MUG-1", A, None, 2),
    ("own code of one is unique code of another", CROSSED, "MUG-1", A, None, 2),
    ("the same, spelled otherwise", CROSSED, "mug1", A, None, 2),
    ("own and unique code alike on one SKU", SELF, "MUG-1", E, "MUG-1", 1),
    ("the same by its other spelling", SELF, "mug_1", E, "MUG-1", 1),
    ("the same by a third spelling", SELF, "MUG1", N, "MUG-1", 1),
    ("three alike, one spelled so", THREE, "MUG 1", E, "C", 3),
    ("three alike, none spelled so", THREE, "mug1", A, None, 3),
]


@pytest.mark.parametrize(
    ("catalogue", "code", "kind", "own_code", "candidates"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_what_a_code_matches(
    tables: Tables,
    catalogue: tuple[Sku, ...],
    code: str | None,
    kind: MatchKind,
    own_code: str | None,
    candidates: int,
) -> None:
    tables.skus.save(catalogue)

    _, previewed = tables.products.preview_matches(1, [listing(7, code)])
    save_page(tables, [listing(7, code)], decision(link_stock=True))

    held = tables.products.get(1, 7)
    assert held is not None
    assert (previewed[7].kind, previewed[7].sku_code) == (kind, own_code)
    assert previewed[7].candidates == candidates
    assert (held.match, held.sku_code) == (kind, own_code)
    assert held.stock_linked is (own_code is not None)


@pytest.mark.parametrize(
    ("code", "held_code"),
    [("AB-1-23", "AB-12-3"), ("B126AC096 SS26", "B126AC096SS26"), ("AB-1-23", "AB123")],
)
def test_a_code_whose_separators_stand_elsewhere_matches_nothing(
    tables: Tables, code: str, held_code: str
) -> None:
    tables.skus.save([sku(held_code)])

    save_page(tables, [listing(7, code)], decision(link_stock=True))

    held = tables.products.get(1, 7)
    assert held is not None
    assert (held.match, held.sku_id, held.stock_linked) == (NONE, None, False)


def test_every_listing_of_a_page_gets_one_answer_though_codes_repeat(tables: Tables) -> None:
    tables.skus.save([*THREE, sku("PLATE-1")])
    page = [listing(n, "MUG 1" if n % 2 else "plate1") for n in range(1, 501)]

    _, previewed = tables.products.preview_matches(1, page)

    assert len(previewed) == 500
    assert {match.sku_code for n, match in previewed.items() if n % 2} == {"C"}
    assert {match.sku_code for n, match in previewed.items() if not n % 2} == {"PLATE-1"}


def test_a_renamed_code_is_forgotten_and_the_new_one_found(tables: Tables) -> None:
    tables.skus.save([sku("MUG-1", "880")])
    tables.skus.save([sku("MUG-1", "990")])

    _, found = tables.products.preview_matches(1, [listing(1, "880"), listing(2, "990")])

    renamed = Match(kind=E, sku_id=1, sku_code="MUG-1", sku_name="품", candidates=1)
    assert found == {1: Match(), 2: renamed}


def options(*codes: str | None) -> list[ProductOption]:
    return [
        ProductOption(option_id=place, name=f"색 {place}", seller_code=code)
        for place, code in enumerate(codes, start=1)
    ]


@pytest.mark.parametrize(
    ("codes", "kind", "own_code"),
    [
        (("MUG-1", "mug1"), MatchKind.OPTION, "MUG-1"),
        (("MUG-1", None), MatchKind.OPTION, None),
        (("MUG-1", "unknown"), MatchKind.OPTION, None),
        (("MUG-1", "PLATE-1"), MatchKind.OPTION, None),
        (("MUG-1", "TWICE"), MatchKind.AMBIGUOUS, None),
        (("TWICE",), MatchKind.AMBIGUOUS, None),
        (("unknown", None), NONE, None),
        ((None, "", "-"), NONE, None),
        ((), NONE, None),
    ],
)
def test_what_the_codes_of_options_match_together(
    tables: Tables, codes: tuple[str | None, ...], kind: MatchKind, own_code: str | None
) -> None:
    tables.skus.save([sku("MUG-1"), sku("PLATE-1"), sku("X", "TWICE"), sku("Y", "TWICE")])

    found = tables.products.options.match_of(listing(1), options(*codes))

    assert (found.kind, found.sku_code) == (kind, own_code)


def test_options_tell_of_how_many_skus_they_are_and_whether_all_have_one(tables: Tables) -> None:
    tables.skus.save([sku("MUG-1"), sku("PLATE-1")])
    match_of = tables.products.options.match_of

    both = match_of(listing(1), options("MUG-1", "PLATE-1"))
    part = match_of(listing(1), options("MUG-1", "unknown"))

    assert (both.candidates, both.whole) == (2, True)
    assert (part.candidates, part.whole) == (1, False)
