"""All tests in two processes: each runs once, and a half that fails is a whole that fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.sandbox_process import ROOT

CONFTEST = """
import tests.beside
from tests.beside import pytest_collection_modifyitems, pytest_runtestloop
tests.beside.FOLDERS = ("there/",)
"""
TEST = """
import os, pathlib, pytest
@pytest.mark.parametrize("number", range(3))
def test_{place}(number):
    with pathlib.Path("ran.txt").open("a") as file:
        file.write("{place} {{}} {{}}\\n".format(number, os.getpid()))
    assert number != {wrong}
"""


def run(folder: Path, *words: str, wrong: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a suite of two folders, one of which may hold a test that fails."""
    (folder / "conftest.py").write_text(CONFTEST)
    for place in ("here", "there"):
        (folder / place).mkdir()
        text = TEST.format(place=place, wrong=1 if place == wrong else 9)
        (folder / place / f"test_{place}.py").write_text(text)
    command = [sys.executable, "-m", "pytest", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60)


def ran(folder: Path) -> list[list[str]]:
    """Place, number and process of each test that ran."""
    return [line.split() for line in (folder / "ran.txt").read_text().splitlines()]


@pytest.mark.skipif(os.cpu_count() == 1, reason="one processor: one process")
def test_each_test_runs_once_and_what_fails_in_the_other_half_fails_the_whole(
    tmp_path: Path,
) -> None:
    done = run(tmp_path, wrong="there")

    assert done.returncode == 1, done.stdout
    assert Counter((place, number) for place, number, _pid in ran(tmp_path)) == {
        (place, str(number)): 1 for place in ("here", "there") for number in range(3)
    }
    assert len({pid for _place, _number, pid in ran(tmp_path)}) == 2
    assert "3 passed, 3 deselected" in done.stdout
    assert "1 failed, 2 passed" in done.stdout
    assert "test_there.py:" in done.stdout  # where it failed


def test_whoever_names_tests_gets_one_process(tmp_path: Path) -> None:
    done = run(tmp_path, "here", "there")

    assert done.returncode == 0
    assert len(ran(tmp_path)) == 6
    assert len({pid for _place, _number, pid in ran(tmp_path)}) == 1
