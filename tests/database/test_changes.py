"""What a report line says changed, also when two steps of a job change one listing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.clock import to_utc
from engine.database.changes import decode, differences, encode, joined
from tests.builders import NOON

LINK = ("match_kind", "sku_code")


def test_only_what_differs_is_told() -> None:
    before = {"name": "컵", "price": 100, "stock": None}

    assert differences(before, {"name": "컵", "price": 90, "stock": 0}) == {
        "price": (100, 90),
        "stock": (None, 0),
    }


def test_moments_are_told_in_korean_time() -> None:
    later = datetime(2026, 12, 1, tzinfo=UTC).replace(tzinfo=None)

    changes = differences({"end": to_utc(NOON)}, {"end": later})

    assert changes["end"][0] == NOON
    assert changes["end"][1].isoformat() == "2026-12-01T09:00:00+09:00"


@pytest.mark.parametrize(
    ("first", "then", "both"),
    [
        ({}, {}, {}),
        ({"price": (1, 2)}, {}, {"price": (1, 2)}),
        ({}, {"sku_code": (None, "A")}, {"sku_code": (None, "A")}),
        ({"sku_code": ("B", None)}, {"sku_code": (None, "A")}, {"sku_code": ("B", "A")}),
        ({"sku_code": ("A", None)}, {"sku_code": (None, "A")}, {}),
        (
            {"price": (1, 2), "match_kind": ("EXACT", "NONE")},
            {"match_kind": ("NONE", "OPTION")},
            {"price": (1, 2), "match_kind": ("EXACT", "OPTION")},
        ),
    ],
)
def test_two_changes_are_told_as_one(
    first: dict[str, Any], then: dict[str, Any], both: dict[str, Any]
) -> None:
    assert joined(first, then, LINK) == both


def test_changes_are_kept_as_text_and_read_again() -> None:
    changes = {"name": ("컵", "접시"), "stock": (None, 0)}

    assert decode(encode(changes)) == changes
    assert decode(None) == {}
