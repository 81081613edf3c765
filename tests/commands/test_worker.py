"""Jobs without a dashboard, and a dashboard without jobs; how many at a time is a setting."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine import Config, ConfigError, JobState, open_engine, read_config
from tests.builders import wait_for
from tests.one_store import SEARCH, OneStore, done
from tests.sandbox_process import ROOT
from tests.terminal import Terminal, program

WORKER = [sys.executable, "-m", "dashboard.commands.cli", "worker", "--lang", "en"]


def start(workspace: Path, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*WORKER, "--workspace", str(workspace)],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def asked_without_workers(one_store: OneStore) -> int:
    """A job asked for where none runs, as behind `storeboard run --no-jobs`."""
    one_store.engine.close()
    pages = open_engine(Config(workspace=one_store.folder, workers=0), serve=True)
    job_id = pages.imports.submit(one_store.request())
    assert pages.jobs.wait(job_id).state is JobState.WAITING
    assert pages.imports.submit(one_store.request()) == job_id
    pages.close()
    return job_id


def test_a_worker_works_on_what_waits_and_says_so_while_it_holds_the_workspace(
    one_store: OneStore,
) -> None:
    job_id = asked_without_workers(one_store)

    worker = start(one_store.folder, STOREBOARD_WORKERS="3")
    assert worker.stdout is not None
    said = worker.stdout.readline()
    second = start(one_store.folder)
    refused, why = second.communicate(timeout=30)
    wait_for(lambda: state_told(one_store.folder) == "DONE", seconds=60)
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=30)

    assert said == "Storeboard works on jobs, 3 at a time.\n"
    assert (second.returncode, refused) == (1, "")
    assert why.startswith("Another program holds this workspace: process ")
    assert worker.returncode == 0
    opened = open_engine(Config(workspace=one_store.folder))
    done(opened.jobs.get(job_id))
    opened.close()


def state_told(workspace: Path) -> str:
    """The state of the newest job, told by the process that holds the workspace."""
    told = program("jobs", "--json", "--workspace", str(workspace))
    return str(json.loads(told.stdout)["jobs"][0]["state"])


def test_a_job_that_waits_for_a_worker_can_be_cancelled(one_store: OneStore) -> None:
    one_store.engine.close()
    pages = open_engine(Config(workspace=one_store.folder, workers=0))
    job_id = pages.imports.submit(one_store.request())

    pages.jobs.cancel(job_id)

    assert pages.jobs.get(job_id).state is JobState.CANCELLED
    pages.close()


def test_the_environment_says_how_many_jobs_run_at_a_time(tmp_path: Path) -> None:
    def workers(text: str) -> int:
        return read_config(tmp_path, {"STOREBOARD_WORKERS": text}).workers

    assert [workers(text) for text in ("", " 3 ", "0", "500")] == [24, 3, 0, 500]


@pytest.mark.parametrize("text", ["-1", "many", "501", "1.5", "²"])
def test_a_number_of_workers_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="from 0 to 500"):
        read_config(tmp_path, {"STOREBOARD_WORKERS": text})


def test_a_worker_without_workers_says_that_nothing_would_run(tmp_path: Path) -> None:
    none = start(tmp_path, STOREBOARD_WORKERS="0")

    assert none.communicate(timeout=30)[1].startswith("STOREBOARD_WORKERS is 0")
    assert none.returncode == 1


def test_the_second_job_waits_for_the_one_worker(one_store: OneStore) -> None:
    one_store.engine.close()
    one_store.fail("slow", SEARCH, at=1, count=1, seconds=1)
    alone = open_engine(Config(workspace=one_store.folder, workers=1))

    first = alone.imports.submit(one_store.request())
    second = alone.settlements.submit(one_store.store_id)

    wait_for(lambda: alone.jobs.get(first).state is JobState.RUNNING)
    assert alone.jobs.get(second).state is JobState.WAITING
    assert alone.jobs.wait(first).state is JobState.DONE
    assert alone.jobs.wait(second).state is JobState.DONE
    alone.close()


def test_a_command_does_its_own_job_whatever_the_dashboard_leaves_to_others(
    run: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOREBOARD_WORKERS", "0")
    run.ready()

    assert run.json("products", "import", run.store, "--all", "--match", "none")["imported"] > 0
