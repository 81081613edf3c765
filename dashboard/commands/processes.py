"""Starts the programs a demo is made of, waits until they answer, and ends them all."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 8.0
LOG_BYTES = 10_000_000  # of a log before it is put aside; one older is kept
_PR_SET_PDEATHSIG = 1


class Processes:
    """Child programs that end with this one, in the reverse of the order in which they began."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        self._logs: set[Path] = set()

    def start(
        self, command: Sequence[str], *, log: Path, environ: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Starts `python COMMAND` with its output in `log`."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,  # Streamlit finds its settings, theme and "no statistics", from here
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **(environ or {})},
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        self._running.append(process)
        self._logs.add(log)
        return process

    def keep_logs_small(self) -> None:
        """Puts what a long log holds aside, in place of what was put aside before. The programs
        write on at its end, which is its beginning then.
        """
        for log in self._logs:
            if log.stat().st_size > LOG_BYTES:
                shutil.copyfile(log, log.with_name(f"{log.name}.1"))
                os.truncate(log, 0)

    def stop(self) -> None:
        """Ends every program, the last first, for it may need those before it to end well: each is
        asked, and after some seconds made to.
        """
        for process in reversed(self._running):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    def ended(self) -> subprocess.Popen[bytes] | None:
        """The first program that is no longer there, None while all are."""
        return next((one for one in self._running if one.poll() is not None), None)


def _end_with_parent() -> None:
    """Linux tells the child to stop should this program die without saying so."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Ended(KeyboardInterrupt):
    """A signal of that number asked the program to end."""

    def __init__(self, number: int) -> None:
        self.number = number


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """SIGTERM and the closing of its terminal end the block as Ctrl-C does; Ctrl-C works for a
    background program too. With `nohup` a closed terminal ends nothing.
    """

    def interrupt(number: int, frame: object) -> None:
        raise Ended(number)

    ends = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        ends.append(signal.SIGHUP)
    before = {one: signal.signal(one, interrupt) for one in ends}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def free_port(wanted: int) -> int:
    """`wanted` if nobody listens there on loopback, else one that is free."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on loopback")


def wait_until(ready: Callable[[], bool], *, seconds: float, alive: Callable[[], bool]) -> bool:
    """Waits until `ready`; False when the time is over or the program is no longer `alive`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and alive():
        if ready():
            return True
        time.sleep(0.1)
    return False


def answers(url: str) -> bool:
    """Whether a loopback address answers with 200."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
