"""What a running job tells while it runs, and how it learns that it should stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import msgspec

from engine.domain.jobs import JobRun, JobState
from engine.errors import Cancelled, EngineError, WorkspaceLost


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """How far a job is: items done of total (None: not known yet), items a second, seconds left."""

    phase: str
    done: int
    total: int | None
    rate: float | None
    seconds_left: float | None


class Progress:
    """Shared by the worker, which moves it, and the screens, which read it."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self.cancelled = False  # by somebody: so it ends, also where the program ends meanwhile
        self._enter("", 0, None)

    def _enter(self, phase: str, done: int, total: int | None) -> None:
        self._phase, self._done, self._total = phase, done, total
        self._since, self._from = self._monotonic(), done

    def begin(self, phase: str, *, done: int = 0, total: int | None = None) -> None:
        """A new stretch of work: rate and time left are told from here on."""
        with self._lock:
            self._enter(phase, done, total)

    def move(self, done: int, total: int | None) -> None:
        """How far the stretch is now."""
        with self._lock:
            self._done, self._total = done, total

    def snapshot(self) -> Snapshot:
        """How far the job is at this moment."""
        with self._lock:
            spent = self._monotonic() - self._since
            made = self._done - self._from
            rate = made / spent if made > 0 and spent > 0 else None
            left = None
            if rate and self._total is not None:
                left = max(0.0, (self._total - self._done) / rate)
            return Snapshot(
                phase=self._phase, done=self._done, total=self._total, rate=rate, seconds_left=left
            )

    @property
    def undone(self) -> int | None:
        """How much of the stretch at hand is left; None where that is not counted."""
        now = self.snapshot()
        return None if now.total is None else max(0, now.total - now.done)

    def shown_in(self, run: JobRun) -> JobRun:
        """The run of that job as it stands at this moment."""
        now = self.snapshot()
        return msgspec.structs.replace(
            run,
            state=JobState.CANCELLING if self.stopping else run.state,
            phase=now.phase or run.phase,
            done=now.done if now.phase else run.done,
            total=now.total if now.phase else run.total,
            rate=now.rate,
            seconds_left=now.seconds_left,
        )

    def cancel(self) -> None:
        """Somebody asked to stop: the job ends after the page at hand."""
        self.cancelled = True
        self._stop.set()

    def interrupt(self) -> None:
        """The program ends: the job stops after the page at hand and goes on at the next start."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether the job should end."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raises Cancelled once the job should end."""
        if self._stop.is_set():
            raise Cancelled


def state_after(error: EngineError | None, progress: Progress | None = None) -> JobState:
    """A job whose database is gone, or that met a fault while the program ends, has not failed: it
    is to go on.
    """
    ends = progress is not None and progress.stopping and not progress.cancelled
    return JobState.INTERRUPTED if ends or isinstance(error, WorkspaceLost) else JobState.FAILED
