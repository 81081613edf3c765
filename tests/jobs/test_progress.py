"""How far a job is, how fast, and how long it will take; and how it learns to stop."""

from __future__ import annotations

import pytest

from engine.errors import Cancelled
from engine.jobs.progress import Progress, Snapshot
from tests.builders import Hourglass


@pytest.fixture
def glass() -> Hourglass:
    return Hourglass()


@pytest.fixture
def progress(glass: Hourglass) -> Progress:
    return Progress(glass.monotonic)


def test_before_anything_nothing_is_known(progress: Progress) -> None:
    assert progress.snapshot() == Snapshot(
        phase="", done=0, total=None, rate=None, seconds_left=None
    )


def test_rate_and_time_left_are_of_the_present_stretch(
    progress: Progress, glass: Hourglass
) -> None:
    progress.begin("READING", done=500, total=2500)
    glass.sleep(10)
    progress.move(1000, 2500)

    assert progress.snapshot() == Snapshot(
        phase="READING", done=1000, total=2500, rate=50.0, seconds_left=30.0
    )

    progress.begin("OPTIONS", total=80)
    assert progress.snapshot().rate is None


@pytest.mark.parametrize(
    ("done", "total", "left"), [(100, None, None), (100, 90, 0.0), (100, 100, 0.0)]
)
def test_time_left_is_never_below_zero_nor_made_up(
    progress: Progress, glass: Hourglass, done: int, total: int | None, left: float | None
) -> None:
    progress.begin("READING")
    glass.sleep(1)

    progress.move(done, total)

    assert progress.snapshot().seconds_left == left


def test_a_job_that_should_stop_is_told_at_its_next_look(progress: Progress) -> None:
    progress.check()

    progress.cancel()

    assert progress.stopping
    assert progress.cancelled
    with pytest.raises(Cancelled):
        progress.check()


def test_the_end_of_the_program_is_no_cancellation(progress: Progress) -> None:
    progress.interrupt()

    assert progress.stopping
    assert not progress.cancelled
    with pytest.raises(Cancelled):
        progress.check()
