"""What reading says of a write whose outcome is not known."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from engine.domain.writes import (
    LATEST_ARRIVAL,
    Change,
    Write,
    WriteKind,
    WriteState,
    changes,
    settled_state,
)
from tests.builders import NOON

BEFORE, AFTER, OTHER = {"basis_hour": "14"}, {"basis_hour": "13"}, {"basis_hour": "9"}
SOON, LATE = timedelta(seconds=10), LATEST_ARRIVAL


def sent() -> Write:
    return Write(
        write_id=1,
        store_id=1,
        kind=WriteKind.THIS_DAY_DISPATCH,
        subject="this_day_dispatch",
        title="this-day dispatch",
        wanted="{}",
        before=BEFORE,
        after=AFTER,
        asked_by="kim",
        state=WriteState.SENT,
        planned_at=NOON,
        sent_at=NOON,
    )


@pytest.mark.parametrize(
    ("found", "passed", "state"),
    [
        (AFTER, SOON, WriteState.DONE),
        (AFTER, LATE, WriteState.DONE),
        (BEFORE, SOON, WriteState.SENT),
        (BEFORE, LATE, WriteState.NOT_ARRIVED),
        (OTHER, SOON, WriteState.SENT),
        (OTHER, LATE, WriteState.DIFFERENT),
        ({}, LATE, WriteState.DIFFERENT),
    ],
)
def test_what_is_not_there_yet_may_still_be_on_its_way(
    found: dict[str, str], passed: timedelta, state: WriteState
) -> None:
    assert settled_state(sent(), found, NOON + passed) is state


@pytest.mark.parametrize("state", list(WriteState))
def test_only_what_was_sent_without_an_outcome_is_unsettled(state: WriteState) -> None:
    assert msgspec.structs.replace(sent(), state=state).unsettled is (state.value == "SENT")


def test_changes_name_each_field_that_differs_and_no_other() -> None:
    before = {"name": "가", "usable": "True", "area_type": "AREA_2"}
    after = {"name": "나", "usable": "True", "charge_method": "MIN"}

    assert changes(before, after) == (
        Change(field="name", before="가", after="나"),
        Change(field="area_type", before="AREA_2", after=None),
        Change(field="charge_method", before=None, after="MIN"),
    )
