"""Writes in the database: claimed once, one at a time to the same thing, never deleted."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from engine.api_errors import ApiRejected
from engine.database.database import Database
from engine.database.writes import Writes
from engine.domain.writes import NewWrite, Write, WriteKind, WriteState
from engine.errors import BadRequest, Overtaken, WriteUnsettled
from engine.jobs.context import Tables
from tests.builders import NOON
from tests.older import go_back


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
def writes(tables: Tables) -> Writes:
    return Writes(tables.database, lambda: NOON)


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


@pytest.mark.parametrize("alike", [True, False], ids=["one plan", "two plans for one thing"])
def test_of_two_processes_that_claim_one_thing_at_once_one_sends(
    tmp_path: Path, alike: bool
) -> None:
    """Two databases on one file, each with a lock of its own, as two processes have."""
    databases = [Database(tmp_path / "shared.duckdb") for _ in range(2)]
    tables = [Writes(database, lambda: NOON) for database in databases]

    for round_no in range(50):
        plans = [tables[0].plan(new(f"bundle_group/{round_no}")) for _ in range(2)]
        claimed = _claim_at_once(tables, [plans[0], plans[0 if alike else 1]])
        assert sorted(claimed) == [False, True]

    assert len(tables[1].unsettled(1)) == 50
    for database in databases:
        database.close()


def _claim_at_once(tables: Sequence[Writes], plans: Sequence[Write]) -> list[bool]:
    start = threading.Barrier(2)

    def claim(at: int) -> bool:
        start.wait(10)
        try:
            return tables[at].claim(plans[at], f"person {at}")
        except WriteUnsettled:
            return False

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(claim, range(2)))


def test_the_database_itself_refuses_a_second_claim(tables: Tables, writes: Writes) -> None:
    first, second = writes.plan(new()), writes.plan(new())
    writes.claim(first, "kim")
    again = "insert into naver_write_claim values (1, 'bundle_group/7', $write_id)"

    with pytest.raises(Overtaken), tables.database.write() as transaction:
        transaction.execute(again, {"write_id": second.write_id})


def test_a_plan_that_was_let_go_frees_its_thing(writes: Writes) -> None:
    first, second = writes.plan(new()), writes.plan(new())
    writes.claim(first, "kim")
    writes.release(first.write_id)

    assert writes.claim(second, "lee")


def test_a_write_under_way_before_the_update_still_holds_its_thing(tmp_path: Path) -> None:
    file = tmp_path / "earlier.duckdb"
    database = Database(file)
    before = Writes(database, lambda: NOON)
    first, second = before.plan(new()), before.plan(new())
    before.claim(first, "kim")
    database.close()
    go_back(file, "create_write_claims")

    updated = Database(file)
    after = Writes(updated, lambda: NOON)

    with pytest.raises(WriteUnsettled):
        after.claim(second, "lee")
    after.settle(first.write_id, WriteState.DONE)
    assert after.claim(second, "lee")
    updated.close()


def test_a_write_that_is_not_there_is_said(writes: Writes) -> None:
    with pytest.raises(BadRequest, match="There is no planned change 5"):
        writes.get(5)
