"""What another user of the same machine could read of the workspace and of what is made of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dashboard.commands.processes import answers, wait_until
from tests.attacks.cases import Attacks
from tests.sandbox_process import ROOT
from tests.terminal import closed_port

attacks = Attacks("read the files as another user of the machine")
# One program after another; each as a terminal with the usual mask starts it.
COMMANDS = """
import os, sys
os.umask(0o022)
from dashboard.commands.cli import main
place, made = sys.argv[1:]
for words in (
    "account add boss@shop.kr --name Boss --role MANAGER --no-password",
    f"sku export {made}/skus.xlsx",
    f"audit --sheet {made}/audit.csv",
    f"snapshot {made}/copy.duckdb",
    f"snapshot --parquet {made}/tables",
    f"backup {made}/backup.zip --with-key",
):
    assert main([*words.split(), "--workspace", place]) == 0, words
"""


def open_files(folder: Path) -> Iterator[str]:
    """What others may read or enter in a folder."""
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink() and path.stat().st_mode & 0o077:
            yield str(path.relative_to(folder))


@attacks("exports, snapshots and backups by the command line, on a machine with the usual umask")
def by_commands(folder: Path) -> str:
    workspace, made = folder / "workspace", folder / "made"
    made.mkdir()
    made.chmod(0o755)  # whatever mask a command left in this process
    call = [sys.executable, "-c", COMMANDS, str(workspace), str(made)]
    subprocess.run(call, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=60)
    assert {path.name for path in made.iterdir()} == {
        *("skus.xlsx", "audit.csv", "copy.duckdb", "tables", "backup.zip"),
    }
    assert len(list((made / "tables").iterdir())) > 5
    assert list(open_files(folder)) == ["made"]  # which the test made itself
    return "for their owner alone (mode 600)"


@attacks("the database, the logs and the snapshot of the running dashboard")
def by_the_dashboard(folder: Path) -> str:
    workspace = folder / "running"
    port = closed_port()
    words = ["run", "--port", str(port), "--workspace", str(workspace)]
    with subprocess.Popen(
        [sys.executable, "-m", "dashboard.commands.cli", *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.umask(0o022),
    ) as running:
        up = wait_until(
            lambda: answers(f"http://127.0.0.1:{port}/healthz"),
            seconds=60,
            alive=lambda: running.poll() is None,
        )
        held = {path.name for path in workspace.rglob("*")}
        seen = list(open_files(folder))
        running.send_signal(signal.SIGTERM)
    assert up
    assert {"storeboard.duckdb", "storeboard.key", "logs", "dashboard.log", "control"} <= held
    assert seen == []
    return "for their owner alone; `storeboard doctor` names files of earlier versions that are not"
