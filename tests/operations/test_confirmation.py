"""Confirming a write over a thing that answers as told: what is sent, and what is known after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from engine.api_errors import ApiRejected, ApiUnreachable, ArrivalUnknown
from engine.database.writes import Writes
from engine.domain.writes import (
    LATEST_ARRIVAL,
    PLAN_LASTS,
    Facts,
    NewWrite,
    Receipt,
    Write,
    WriteKind,
    WriteState,
)
from engine.errors import BadRequest, Cancelled, EngineError
from engine.operations.confirmation import Confirmation
from tests.builders import NOON, open_tables

BEFORE, AFTER, OTHER = {"name": "가"}, {"name": "나"}, {"name": "다"}


@dataclass
class Thing:
    """A thing of NAVER's; what stands in `answers` is raised by its next calls, None is a yes."""

    holds: Facts = field(default_factory=lambda: BEFORE)
    becomes: Facts = field(default_factory=lambda: AFTER)
    answers: list[EngineError | None] = field(default_factory=list)
    sent: int = 0

    def read(self) -> Facts:
        self._answer()
        return self.holds

    def send(self) -> Receipt:
        self.sent += 1
        self._answer()
        self.holds = self.becomes
        return Receipt(trace_id="t1")

    def _answer(self) -> None:
        if self.answers and (error := self.answers.pop(0)):
            raise error


@dataclass
class Desk:
    """Writes over a database in memory, by a clock that is turned by hand."""

    now: datetime = NOON

    def __post_init__(self) -> None:
        self.tables = open_tables(clock=lambda: self.now)
        self.writes = Writes(self.tables.database, lambda: self.now)
        self.confirmation = Confirmation(self.writes, lambda: self.now)

    def plan(self, after: Facts = AFTER) -> Write:
        return self.writes.plan(
            NewWrite(
                store_id=1,
                kind=WriteKind.BUNDLE_GROUP_EDIT,
                subject="bundle_group/7",
                title="냉장 묶음",
                wanted="{}",
                before=BEFORE,
                after=after,
                asked_by="lee",
            )
        )

    def confirm(self, write: Write, thing: Thing) -> Write:
        return self.confirmation.confirm(write, thing, "kim")


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.tables.database.close()


def test_a_plan_is_sent_once_however_often_it_is_confirmed(desk: Desk) -> None:
    planned, thing = desk.plan(), Thing()

    done = desk.confirm(planned, thing)

    assert (done.state, done.found, done.trace_id) == (WriteState.DONE, AFTER, "t1")
    assert (done.asked_by, done.error_text) == ("kim", None)
    assert desk.confirm(planned, thing) == desk.confirm(done, thing) == done
    assert thing.sent == 1


def test_a_plan_that_changes_nothing_or_is_too_old_is_not_sent(desk: Desk) -> None:
    same, old, thing = desk.plan(BEFORE), desk.plan(), Thing()

    with pytest.raises(BadRequest, match="holds these values already"):
        desk.confirm(same, thing)
    desk.now += PLAN_LASTS + timedelta(seconds=1)
    with pytest.raises(BadRequest, match="more than a day old"):
        desk.confirm(old, thing)

    assert thing.sent == 0


def test_a_plan_is_good_for_a_whole_day(desk: Desk) -> None:
    planned = desk.plan()
    desk.now += timedelta(days=1)

    assert desk.confirm(planned, Thing()).state is WriteState.DONE


def test_what_somebody_changed_meanwhile_is_planned_anew_and_not_sent(desk: Desk) -> None:
    planned, thing = desk.plan(), Thing(holds=OTHER)

    outdated = desk.confirm(planned, thing)

    assert (outdated.state, outdated.found, thing.sent) == (WriteState.OUTDATED, OTHER, 0)
    assert outdated.replaced_by is not None
    renewed = desk.writes.get(outdated.replaced_by)
    assert (renewed.before, renewed.after, renewed.state) == (OTHER, AFTER, WriteState.PLANNED)


def test_what_somebody_set_as_wished_meanwhile_needs_no_new_plan(desk: Desk) -> None:
    outdated = desk.confirm(desk.plan(), Thing(holds=AFTER))

    assert (outdated.state, outdated.replaced_by) == (WriteState.OUTDATED, None)


def test_a_yes_after_which_naver_holds_something_else_is_told_as_such(desk: Desk) -> None:
    done = desk.confirm(desk.plan(), Thing(becomes=OTHER))

    assert (done.state, done.found, done.trace_id) == (WriteState.DIFFERENT, OTHER, "t1")


def test_a_yes_stands_where_the_reading_after_it_fails(desk: Desk) -> None:
    done = desk.confirm(desk.plan(), Thing(answers=[None, None, ApiUnreachable()]))

    assert (done.state, done.found, done.trace_id) == (WriteState.DONE, None, "t1")
    assert done.error_text is not None
    assert done.error_text.startswith("NAVER does not answer")


def test_a_no_is_kept_with_its_reason(desk: Desk) -> None:
    no = ApiRejected("NAVER refused: {reason}", reason="name", trace_id="t9")

    refused = desk.confirm(desk.plan(), Thing(answers=[None, no]))

    assert (refused.state, refused.trace_id) == (WriteState.REFUSED, "t9")
    assert (refused.error_text, refused.error_params) == (no.text, {"reason": "name"})


@pytest.mark.parametrize("answers", [[ApiUnreachable()], [None, ApiUnreachable()]])
def test_a_plan_that_certainly_was_not_sent_can_be_confirmed_again(
    desk: Desk, answers: list[EngineError | None]
) -> None:
    planned, thing = desk.plan(), Thing(answers=list(answers))

    with pytest.raises(ApiUnreachable):
        desk.confirm(planned, thing)

    assert desk.writes.get(planned.write_id).state is WriteState.PLANNED
    assert desk.confirm(planned, thing).state is WriteState.DONE


def test_a_sending_that_was_cut_off_is_not_known_and_not_sent_again(desk: Desk) -> None:
    planned, thing = desk.plan(), Thing(answers=[None, Cancelled()])

    with pytest.raises(Cancelled):
        desk.confirm(planned, thing)

    assert desk.confirm(planned, thing).state is WriteState.SENT
    assert thing.sent == 1


@pytest.mark.parametrize("look", [None, ApiUnreachable()])
def test_what_may_still_arrive_stays_unknown_and_is_settled_by_a_later_look(
    desk: Desk, look: EngineError | None
) -> None:
    thing = Thing(answers=[None, ArrivalUnknown(), look])
    unknown = desk.confirm(desk.plan(), thing)
    assert (unknown.state, unknown.unsettled) == (WriteState.SENT, True)
    assert desk.confirmation.settle(unknown, thing) == unknown

    desk.now += LATEST_ARRIVAL
    settled = desk.confirmation.settle(unknown, thing)

    assert (settled.state, settled.found, thing.sent) == (WriteState.NOT_ARRIVED, BEFORE, 1)
    assert settled.error_text == unknown.error_text == ArrivalUnknown().text


def test_what_a_look_finds_is_done_and_has_no_fault_to_tell(desk: Desk) -> None:
    thing = Thing(answers=[None, ArrivalUnknown(), ApiUnreachable()])
    unknown = desk.confirm(desk.plan(), thing)
    thing.holds = AFTER

    done = desk.confirmation.settle(unknown, thing)

    assert (done.state, done.found, done.error_text) == (WriteState.DONE, AFTER, None)


def test_what_was_settled_is_not_looked_at_again(desk: Desk) -> None:
    thing = Thing()
    done = desk.confirm(desk.plan(), thing)
    thing.holds = OTHER

    assert desk.confirmation.settle(done, thing) == done
