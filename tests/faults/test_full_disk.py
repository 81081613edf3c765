"""A full disk stops an import with the right sentence; with room again it goes on, in the same
program, and loses nothing.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine import JobRun, JobState, WorkspaceUnusable
from tests.builders import wait_for
from tests.conftest import SHARED_PRODUCTS
from tests.faults.stage import Stage
from tests.shop import SEARCH, Shop, done


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file of this process grows beyond `room` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def said(run: JobRun) -> str:
    return (run.error_text or "").format(**run.error_params)


@pytest.mark.parametrize("room", [50_000, 300_000, 600_000])
def test_an_import_that_fills_the_disk_says_so_and_goes_on_once_there_is_room(
    stage: Stage, room: int
) -> None:
    with stage.trial() as trial:
        with full_disk(room):
            run = trial.imports()

        assert (run.state, run.error_code) == (JobState.FAILED, "WORKSPACE_UNUSABLE")
        assert said(run).startswith("The disk is full.")
        assert run.result.imported < len(stage.undisturbed.numbers())
        assert trial.held(trial.resumes(run)) == stage.undisturbed


def test_an_import_whose_end_cannot_even_be_recorded_can_be_resumed_all_the_same(
    shop: Shop,
) -> None:
    shop.fail("slow", SEARCH, at=2, count=1, seconds=1)
    job_id = shop.engine.imports.submit(shop.request())
    wait_for(lambda: shop.engine.jobs.get(job_id).done >= 500)

    with full_disk(1):
        run = shop.engine.jobs.wait(job_id)
        with pytest.raises(WorkspaceUnusable, match="The disk is full"):
            shop.engine.jobs.resume(job_id)

    assert (run.state, run.error_code) == (JobState.FAILED, "WORKSPACE_UNUSABLE")
    assert said(run).startswith("The disk is full.")
    assert run.result.imported == 500
    shop.engine.jobs.resume(job_id)
    assert done(shop.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS
    assert sorted(int(row["channel_product_no"]) for row in shop.rows()) == sorted(shop.listed())
