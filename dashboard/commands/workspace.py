"""Opens the workspace for a command of the command line."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine import Config, Engine, NoWorkspace, open_engine


@contextlib.contextmanager
def opened(config: Config, *, new: bool) -> Iterator[Engine]:
    """The engine of a workspace, closed after the block; warnings go to a log in it. Raises
    WorkspaceBusy while a dashboard or another command holds the workspace, NoWorkspace where there
    is none and it may not be `new`.
    """
    if not new and not config.database_file.exists():
        raise NoWorkspace(folder=str(config.workspace))
    engine = open_engine(replace(config, workers=config.workers or 1))  # its own job, at least
    _log_to(config.workspace / "logs" / "commands.log")
    try:
        yield engine
    finally:
        engine.close()


class _Log(logging.FileHandler):
    """A file of warnings; without room for one the command goes on and says what it has to say."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Passes it over."""


def _log_to(file: Path) -> None:
    """Lets warnings go to a file, made with the first: standard error holds one sentence."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        handler = _Log(file, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.basicConfig(level=logging.WARNING, handlers=[handler])
