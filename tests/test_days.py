"""Who asks what day it is also runs on other days; and the date of a test's processes moves."""

from __future__ import annotations

import ast
import platform
import subprocess
import sys

import pytest

from tests.days import DAYS, MARK, environment_of, moment_of
from tests.sandbox_process import ROOT

ELSEWHERE = ("tests/browser/", "tests/domain/")  # too slow for seven days; given every moment


def asks_the_time(source: str) -> bool:
    """Whether a test file calls `now()` or `today()`."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(isinstance(one.func, ast.Name) and one.func.id in {"now", "today"} for one in calls)


def test_a_file_of_tests_that_asks_the_time_runs_on_other_days_too() -> None:
    asking = {
        file.relative_to(ROOT).as_posix(): MARK in text
        for file in ROOT.glob("tests/**/test_*.py")
        if asks_the_time(text := file.read_text())
    }

    unmarked = [file for file, marked in asking.items() if not marked]
    assert [file for file in unmarked if not file.startswith(ELSEWHERE)] == []


@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"),
    reason="libfaketime is for Linux on x86-64",
)
@pytest.mark.parametrize("day", DAYS)
def test_a_process_and_the_one_it_starts_see_the_day(day: str) -> None:
    inner = "import time; print(time.time())"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"

    ran = subprocess.run(
        [sys.executable, "-c", outer], env=environment_of(day), capture_output=True, check=True
    )

    assert abs(float(ran.stdout) - moment_of(day).timestamp()) < 60
