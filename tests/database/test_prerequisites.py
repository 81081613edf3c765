"""What was fetched of a store, sealed in the database."""

from __future__ import annotations

from engine.domain.delivery import Prerequisite, PrerequisiteKind
from engine.jobs.context import Tables
from tests.builders import NOON


def test_fetched_rows_come_back_whole_and_are_sealed(tables: Tables) -> None:
    fetched = Prerequisite(
        kind=PrerequisiteKind.ADDRESS_BOOK,
        fetched_at=NOON,
        rows=({"name": "출고지", "phone_number": "010-1234-5678"},),
        changes=("+ 출고지",),
        changed_at=NOON,
    )

    tables.prerequisites.save(1, fetched)

    book, dispatch, groups = tables.prerequisites.of_store(1)
    assert book == fetched
    assert (dispatch.fetched_at, groups.fetched_at) == (None, None)
    assert tables.prerequisites.fetched(1) == {PrerequisiteKind.ADDRESS_BOOK: NOON}
    (kept,) = tables.database.rows("prerequisites.of_store", store_id=1)
    assert kept["row_count"] == 1
    assert "5678" not in str(kept)
    assert "출고지" not in str(kept)
