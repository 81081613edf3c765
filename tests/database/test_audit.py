"""The audit: lines are added and found, never changed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from engine.database.audit import Audit
from engine.database.database import Database, load_queries
from engine.domain.audit import AuditSearch, changed
from engine.domain.people import Actor, Role
from tests.builders import NOON

KIM = Actor(name="Kim", role=Role.MANAGER, account_id=4)


@pytest.fixture
def database() -> Any:
    opened = Database(":memory:")
    yield opened
    opened.close()


def add(audit: Audit, action: str = "store.update", **fields: Any) -> None:
    given: dict[str, Any] = {
        "store_id": 1,
        "subject": "봄날",
        "before": {"name": "a"},
        "after": {"name": "b"},
        "trace_id": "t-1",
    }
    audit.add(KIM, action, **{**given, **fields})


def test_a_line_comes_back_as_it_was_added(database: Database) -> None:
    audit = Audit(database, lambda: NOON)

    add(audit)
    (line,) = audit.find(AuditSearch(), limit=10)

    assert (line.actor, line.account_id, line.action) == ("Kim", 4, "store.update")
    assert (line.store_id, line.subject, line.trace_id) == (1, "봄날", "t-1")
    assert (line.before, line.after, line.happened_at) == ({"name": "a"}, {"name": "b"}, NOON)


def test_the_newest_line_comes_first(database: Database) -> None:
    audit = Audit(database, lambda: NOON)

    for action in ("a", "b", "c"):
        add(audit, action)

    assert [line.action for line in audit.find(AuditSearch(), limit=2)] == ["c", "b"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (AuditSearch(words="봄"), ["one", "two"]),
        (AuditSearch(words="TWO"), ["two"]),
        (AuditSearch(words="nowhere"), []),
        (AuditSearch(store_id=2), ["two"]),
        (AuditSearch(account_id=4), ["one", "two"]),
        (AuditSearch(account_id=5), []),
        (AuditSearch(from_at=NOON), ["one", "two"]),
        (AuditSearch(from_at=NOON + timedelta(seconds=1)), []),
        (AuditSearch(to_at=NOON), []),
    ],
)
def test_a_search_narrows(database: Database, search: AuditSearch, found: list[str]) -> None:
    audit = Audit(database, lambda: NOON)
    add(audit, "one")
    add(audit, "two", store_id=2)

    assert sorted(line.action for line in audit.find(search, limit=10)) == found


def test_of_stores_not_given_nothing_is_told(database: Database) -> None:
    audit = Audit(database, lambda: NOON)
    add(audit, "one")
    add(audit, "two", store_id=2)
    add(audit, "all", store_id=None)

    found = audit.find(AuditSearch(), limit=10, store_ids=(2,))

    assert [line.action for line in found] == ["two"]


def test_what_is_equal_before_and_after_is_left_out() -> None:
    assert changed({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": None}) == (
        {"b": "2"},
        {"b": "3"},
    )


def test_no_query_changes_or_deletes_a_line() -> None:
    touching = [text for text in load_queries().values() if re.search(r"\baudit\b", text)]

    assert touching
    assert not [
        text for text in touching if re.search(r"(update|delete from|drop table) +audit\b", text)
    ]
