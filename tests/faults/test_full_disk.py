"""A full disk stops an import with the right sentence; with room again it goes on, in the same
program, and loses nothing.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine import JobRun, JobState
from engine.errors import WorkspaceUnusable
from tests.builders import wait_for
from tests.conftest import SHARED_PRODUCTS
from tests.faults.bulk import Bulk
from tests.one_store import SEARCH, OneStore, done


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
    bulk: Bulk, room: int
) -> None:
    with bulk.trial() as trial:
        with full_disk(room):
            run = trial.imports()

        assert (run.state, run.error_code) == (JobState.FAILED, "WORKSPACE_UNUSABLE")
        assert said(run).startswith("The disk is full.")
        assert run.result.imported < len(bulk.undisturbed.numbers())
        assert trial.held(trial.resumes(run)) == bulk.undisturbed


def test_an_import_whose_end_cannot_even_be_recorded_can_be_resumed_all_the_same(
    one_store: OneStore,
) -> None:
    one_store.fail("slow", SEARCH, at=2, count=1, seconds=1)
    job_id = one_store.engine.imports.submit(one_store.request())
    wait_for(lambda: one_store.engine.jobs.get(job_id).done >= 500)

    with full_disk(1):
        run = one_store.engine.jobs.wait(job_id)
        with pytest.raises(WorkspaceUnusable, match="The disk is full"):
            one_store.engine.jobs.resume(job_id)

    assert (run.state, run.error_code) == (JobState.FAILED, "WORKSPACE_UNUSABLE")
    assert said(run).startswith("The disk is full.")
    assert run.result.imported == 500
    one_store.engine.jobs.resume(job_id)
    assert done(one_store.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS
    assert sorted(int(row["channel_product_no"]) for row in one_store.rows()) == sorted(
        one_store.listed()
    )
