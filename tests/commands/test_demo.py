"""`storeboard demo` starts everything, ends with all of it, and keeps what was done."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from tests.builders import wait_for
from tests.sandbox_process import ROOT
from tests.terminal import HANGUL, closed_port


def test_the_demo_starts_ends_with_ctrl_c_and_keeps_what_was_done(tmp_path: Path) -> None:
    first = Demo(tmp_path / "workspace", closed_port())
    assert first.answers()
    first.interrupt()
    assert HANGUL.search(first.said)
    assert [first.said.count(f"{step}/3:") for step in (1, 2, 3)] == [1, 1, 1]
    assert first.url == f"http://127.0.0.1:{first.port}"

    before = table_of_stores(tmp_path / "workspace")
    assert [row["imported"] > 0 for row in before] == [True, False, False]

    with socket.create_server(("127.0.0.1", 0)) as other:
        second = Demo(tmp_path / "workspace", other.getsockname()[1])
    assert second.answers()
    assert f"{second.port}번 포트는 다른 프로그램이 쓰고 있어" in second.said
    assert second.url != f"http://127.0.0.1:{second.port}"
    second.vanish() if sys.platform == "linux" else second.interrupt()

    assert table_of_stores(tmp_path / "workspace") == before


class Demo:
    """A running `storeboard demo`."""

    def __init__(self, workspace: Path, port: int) -> None:
        self.said, self.port = "", port
        self.process = subprocess.Popen(
            [
                *(
                    sys.executable,
                    "-m",
                    "dashboard.commands.cli",
                    "demo",
                    "--no-browser",
                    "--lang",
                    "ko",
                ),
                *("--port", str(self.port), "--workspace", str(workspace), "--products", "250"),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        self.url = re.findall(r"http://127\.0\.0\.1:\d+", self.said)[-1]
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.pids = [self.process.pid, *(child.pid for child in children)]

    def answers(self) -> bool:
        """Whether the dashboard says that it is well."""
        with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
            return json.load(answer) == {"ok": True}

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=30) == 0
        self._leaves_nothing()

    def vanish(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(timeout=30)
        self._leaves_nothing()

    def _leaves_nothing(self) -> None:
        assert len(self.pids) >= 3  # the demo, the sandbox, the dashboard
        wait_for(lambda: not any(psutil.pid_exists(pid) for pid in self.pids))
        assert self.process.stdout is not None
        self.process.stdout.close()


def table_of_stores(workspace: Path) -> list[dict[str, Any]]:
    """What a demo's workspace holds, asked of the closed workspace."""
    from engine import Config, open_engine

    engine = open_engine(Config(workspace=workspace))
    rows = [
        {
            "name": board.store.name,
            "tier": board.store.fee_tier,
            "imported": board.counts.imported,
            "missing": len(board.missing),
            "connection": board.store.connection,
        }
        for board in engine.boards.cards()
    ]
    engine.close()
    return sorted(rows, key=lambda row: -row["imported"])
