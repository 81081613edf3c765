"""Writes in the database: claimed once, one at a time to the same thing, never deleted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from engine.api_errors import ApiRejected
from engine.database.database import Database
from engine.database.writes import Writes
from engine.domain.writes import NewWrite, WriteKind, WriteState
from engine.errors import BadRequest, WriteUnsettled
from engine.jobs.context import Rooms
from tests.builders import NOON


def new(subject: str = "bundle_group/7", **fields: Any) -> NewWrite:
    defaults: dict[str, Any] = {
        "store_id": 1,
        "kind": WriteKind.BUNDLE_GROUP_EDIT,
        "subject": subject,
        "title": "냉장 묶음",
        "wanted": "{}",
        "before": {"name": "냉장 묶음"},
        "after": {"name": "<b>냉동</b>"},
        "asked_by": "kim",
    }
    return NewWrite(**(defaults | fields))


@pytest.fixture
def writes(rooms: Rooms) -> Writes:
    return Writes(rooms.database, lambda: NOON)


def test_a_plan_is_kept_whole_and_is_not_among_what_was_sent(writes: Writes) -> None:
    plan = writes.plan(new())

    assert plan == writes.get(plan.write_id)
    assert (plan.state, plan.planned_at, plan.sent_at) == (WriteState.PLANNED, NOON, None)
    assert (plan.before, plan.after) == ({"name": "냉장 묶음"}, {"name": "<b>냉동</b>"})
    assert writes.sent(1, limit=10) == ()


def test_of_many_who_confirm_the_same_plan_one_may_send(writes: Writes) -> None:
    plan = writes.plan(new())

    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda k: writes.claim(plan, f"person {k}"), range(8)))

    assert sorted(claims) == [False] * 7 + [True]
    assert writes.get(plan.write_id).asked_by == f"person {claims.index(True)}"


def test_nothing_is_sent_to_a_thing_while_an_earlier_write_may_still_arrive(
    writes: Writes,
) -> None:
    first, second = writes.plan(new()), writes.plan(new())
    elsewhere, other_store = writes.plan(new("bundle_group/8")), writes.plan(new(store_id=2))
    writes.claim(first, "kim")

    with pytest.raises(WriteUnsettled):
        writes.claim(second, "lee")

    assert writes.claim(elsewhere, "lee")
    assert writes.claim(other_store, "lee")
    writes.settle(first.write_id, WriteState.DONE)
    assert writes.claim(second, "lee")


def test_an_outcome_is_kept_once(writes: Writes) -> None:
    plan = writes.plan(new())
    writes.claim(plan, "kim")

    done = writes.settle(plan.write_id, WriteState.DONE, found={"name": "x"}, trace_id="t1")
    again = writes.settle(plan.write_id, WriteState.REFUSED, trace_id="t2")

    assert done == again
    assert (done.state, done.found, done.trace_id) == (WriteState.DONE, {"name": "x"}, "t1")
    assert done.settled_at == NOON
    writes.release(plan.write_id)
    assert not writes.claim(plan, "lee")


def test_a_refusal_keeps_navers_words_and_its_trace_id(writes: Writes) -> None:
    plan = writes.plan(new())
    writes.claim(plan, "kim")
    error = ApiRejected("NAVER refused the request: {reason}", trace_id="t9", reason="name: 없음")

    refused = writes.settle(plan.write_id, WriteState.REFUSED, error=error)

    assert refused.error_text == "NAVER refused the request: {reason}"
    assert refused.error_params == {"reason": "name: 없음"}
    assert refused.trace_id == "t9"


def test_a_process_that_ends_after_the_intent_leaves_it_unknown(tmp_path: Path) -> None:
    file = tmp_path / "storeboard.duckdb"
    database = Database(file)
    before = Writes(database, lambda: NOON)
    plan = before.plan(new())
    before.claim(plan, "kim")
    database.close()

    reopened = Database(file)
    after = Writes(reopened, lambda: NOON)

    assert [one.write_id for one in after.unsettled()] == [plan.write_id]
    assert after.unsettled(2) == ()
    assert not after.claim(plan, "lee")
    reopened.close()


def test_a_write_that_is_not_there_is_said(writes: Writes) -> None:
    with pytest.raises(BadRequest, match="There is no planned change 5"):
        writes.get(5)
