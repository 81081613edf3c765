"""Matches staged rows to SKUs by their codes, in the database: a page or a million listings."""

from __future__ import annotations

from typing import Any

from engine.database.doubts import tell_matched
from engine.database.transaction import Transaction
from engine.domain.matching import Match, MatchKind


def match_staged(transaction: Transaction) -> None:
    """Fills the temporary table `matched` for the rows of `staged`, with which are doubtful."""
    match_codes(transaction)
    tell_matched(transaction)


def match_codes(transaction: Transaction) -> None:
    """Fills the temporary table `matched` by codes alone; see sql/matching.sql."""
    transaction.run("matching.find_codes")
    transaction.run("matching.tell_matches")


def read_match(row: dict[str, Any]) -> Match:
    """The match a row tells: match_kind, sku_id, sku_code, sku_name, sku_option, doubtful, and
    candidates where it counts them.
    """
    return Match(
        kind=MatchKind(row["match_kind"]),
        sku_id=row["sku_id"],
        sku_code=row["sku_code"],
        sku_name=row["sku_name"],
        sku_option=row["sku_option"],
        doubtful=bool(row["doubtful"]),
        candidates=row.get("candidates") or 0,
        whole=row["match_kind"] != MatchKind.OPTION or row.get("whole", True),
    )
