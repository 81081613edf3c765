"""The programs a start begins, and what they log."""

from __future__ import annotations

import time
from pathlib import Path

from dashboard.commands import processes
from dashboard.commands.processes import Processes

WRITES = "import sys, time\nfor _ in range(200): print('a' * 100_000, flush=True); time.sleep(0.01)"


def test_a_log_that_grows_is_put_aside_while_its_program_writes_on(tmp_path: Path) -> None:
    started, log = Processes(), tmp_path / "logs" / "x.log"
    try:
        process = started.start(["-c", WRITES], log=log)
        while process.poll() is None:
            started.keep_logs_small()
            time.sleep(0.02)
        started.keep_logs_small()
    finally:
        started.stop()

    aside = log.with_name("x.log.1")
    assert sorted(file.name for file in log.parent.iterdir()) == ["x.log", "x.log.1"]
    assert log.stat().st_size < processes.LOG_BYTES
    assert aside.stat().st_size < 2 * processes.LOG_BYTES
    assert b"\0" not in log.read_bytes()
