"""The log DuckDB keeps beside its file: what was saved last and is not yet in the file itself."""

from __future__ import annotations

from pathlib import Path

from engine.errors import WorkspaceUnusable

_BEGINS = b"d\x00b"  # every log of DuckDB: its first entry tells the version
_STRANGE = (
    "The file {file} beside the database is damaged or belongs to another database; what was saved"
    " last may be in it. Put the one back that was there, or move it away to go on without;"
    " nothing was changed."
)
_ALONE = (
    "There is a log {file} but no database beside it. Put the database back that it belongs to, or"
    " move the log away to begin anew; nothing was changed."
)


def log_of(file: Path) -> Path:
    """Where the log of a database lies."""
    return file.with_name(file.name + ".wal")


def check_log(file: Path) -> None:
    """Raises WorkspaceUnusable for a log DuckDB would pass over or take for another's. One that is
    empty, or zeros after a power cut, holds nothing that was ever called saved.
    """
    log = log_of(file)
    if not log.exists():
        return
    try:
        with log.open("rb") as opened:
            begins = opened.read(len(_BEGINS))
    except OSError as error:
        raise strange_log(file) from error
    if begins.strip(b"\0") and not file.exists():
        raise WorkspaceUnusable(_ALONE, file=log.name)
    if begins.strip(b"\0") and not _BEGINS.startswith(begins):
        raise strange_log(file)


def strange_log(file: Path) -> WorkspaceUnusable:
    """Of a log that is none, is damaged or was written for another database."""
    return WorkspaceUnusable(_STRANGE, file=log_of(file).name)
