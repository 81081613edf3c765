"""The tests that know time, on days when something turns over: `python -m tests.days [TESTS]`.

libfaketime moves the machine's date for pytest and for every process a test starts; the product
knows nothing of it. Without TESTS those marked `dated` run; with it all of those files or folders.
`--brief` runs the two days that tell most.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from engine.clock import KST
from tests.sandbox_process import ROOT

MARK = "pytest.mark.dated"
DAYS = {  # by KST; five past midnight is still the day before by UTC
    "2026-12-31 22:30": "the last evening of a year",
    "2027-01-01 00:05": "the first minutes of a year",
    "2027-02-14 00:05": "the first minutes of new tiers",
    "2027-02-28 22:30": "the last evening of a month",
    "2027-07-01 00:05": "the first minutes of a half-year",
    "2027-08-13 22:30": "the last evening of the old tiers",
    "2028-02-29 12:00": "29 February",
}
BRIEF = ("2027-01-01 00:05", "2027-02-28 22:30")


def main(arguments: list[str]) -> int:
    """Runs them two days at a time, as CI has two cores; how many days failed."""
    tests = [one for one in arguments if one != "--brief"]
    days = DAYS if tests == arguments else BRIEF
    if not _moves():
        print("SKIPPED: the date cannot be moved here (libfaketime is for Linux on x86-64)")
        return int(bool(os.environ.get("CI")))
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(lambda day: _fails(day, tests), days))


def moment_of(day: str) -> datetime:
    """The moment a day of the table begins to be tested at."""
    return datetime.fromisoformat(day).replace(tzinfo=KST)


def environment_of(day: str) -> dict[str, str]:
    """What to start a process with, so that it and its own see all the same moved time."""
    found = find_spec("libfaketime")
    if found is None or found.origin is None:
        return dict(os.environ)
    ahead = round(moment_of(day).timestamp() - time.time())
    return os.environ | {
        "LD_LIBRARY_PATH": str(Path(found.origin).parent / "vendor/libfaketime/src"),
        "LD_PRELOAD": "libfaketime.so.1",
        "FAKETIME": f"{ahead:+d}s",
        "DONT_FAKE_MONOTONIC": "1",  # waits take the time they take
        "NO_FAKE_STAT": "1",  # or every module would look older than its compiled file
    }


def _fails(day: str, tests: list[str]) -> bool:
    began = time.monotonic()
    chosen = tests or ["-m", "dated", *_marked()]
    ran = _run(day, "-m", "pytest", "-q", *chosen)
    print(
        f"{day}  {ran.stdout.splitlines()[-1]}  ({DAYS[day]}, {time.monotonic() - began:.0f} s)",
        flush=True,
    )
    if ran.returncode:
        print(ran.stdout, ran.stderr)
    return ran.returncode != 0


def _marked() -> list[str]:
    """The files that have a mark, so that the others need not be read for every day."""
    return [
        str(file) for file in sorted(ROOT.glob("tests/**/test_*.py")) if MARK in file.read_text()
    ]


def _moves() -> bool:
    day = next(iter(DAYS))
    told = _run(day, "-c", "import time; print(time.time())").stdout
    return abs(float(told) - moment_of(day).timestamp()) < 60


def _run(day: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment_of(day),
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
