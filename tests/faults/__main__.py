"""Meets every fault and writes the table of docs/reliability.md: `python -m tests.faults`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.faults.bulk import open_bulk
from tests.faults.cases import CASES, name
from tests.faults.meetings import meet_all
from tests.faults.table import table, write


def main() -> None:
    """Meets each fault in each way, telling how it went, then writes the table."""
    with tempfile.TemporaryDirectory() as folder, open_bulk(Path(folder)) as bulk:
        seen = {}
        for case in CASES:
            started = time.monotonic()
            seen[case] = meet_all(bulk, case)
            took = time.monotonic() - started
            sys.stderr.write(f"{name(case):32} {took:5.1f} s\n")
            for way, met in seen[case].items():
                sys.stderr.write(f"    {way}: {met}\n")
    write(table(seen))


if __name__ == "__main__":
    main()
