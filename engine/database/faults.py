"""What an error of DuckDB means to whoever uses Storeboard."""

from __future__ import annotations

import re

import duckdb

from engine.errors import (
    EngineError,
    Overtaken,
    StoreTooNew,
    WorkspaceBusy,
    WorkspaceLost,
    WorkspaceUnusable,
)
from engine.files import disk_full, is_full

_LOCKED = "could not set lock on file"
_NO_LOCKS = ("file locks are not supported", "no locks available", "function not implemented")
_HOLDER = re.compile(r"held in (?P<program>.*?) ?\(PID (?P<pid>[1-9]\d*)\)")
_LOG = "replaying wal"
_UNWRITTEN = "could not write file"
_NEWER = ("newer version of duckdb", "version number")
_CUT_SHORT = "could not read enough bytes"
_DAMAGED = ("not a valid duckdb database", "corrupt database", _CUT_SHORT)
_ENDED = ("failed to create checkpoint", "has been invalidated")
_FULL = ("no space left on device", "disk quota exceeded", "file too large")
_SAVED_BY_ANOTHER = ("conflict on", "duplicate key")


def met_reading(error: duckdb.Error) -> EngineError | None:
    """What an error while reading means, None where it is a fault of ours."""
    if isinstance(error, duckdb.ConnectionException | duckdb.InterruptException):
        return WorkspaceLost()
    if isinstance(error, duckdb.FatalException):
        return unusable(error)
    text = str(error).lower() if isinstance(error, duckdb.IOException) else ""
    if any(words in text for words in _FULL):
        return unusable(error)  # of what it put aside on the disk to answer
    cut_short = _CUT_SHORT in text
    return not_ours() if cut_short else None  # any other may be of a file that is being written


def met_writing(error: duckdb.Error) -> EngineError | None:
    """What an error in a transaction means, None where it is a fault of ours."""
    text = str(error).lower()
    if isinstance(error, duckdb.ConnectionException):
        return WorkspaceLost()
    if isinstance(error, duckdb.IOException | duckdb.FatalException) or _UNWRITTEN in text:
        return unusable(error)
    clash = isinstance(error, duckdb.TransactionException | duckdb.ConstraintException)
    return Overtaken() if clash and any(words in text for words in _SAVED_BY_ANOTHER) else None


def unusable(error: Exception) -> EngineError:
    """What an error at opening, or one that ended the database, means; the file names it quotes are
    passed over.
    """
    text = re.sub(r'"[^"]*"', "", str(error).lower())
    if _LOCKED in text:
        return _without_locks() if any(words in text for words in _NO_LOCKS) else _busy(str(error))
    if any(words in text for words in _NEWER):
        return StoreTooNew()
    if any(words in text for words in _DAMAGED):
        return not_ours()
    if any(words in text for words in _ENDED):
        return WorkspaceLost(
            "The database could not be written to the disk. Free some space, then start Storeboard"
            " again; what was saved before is kept."
        )
    return not_written(error, WorkspaceUnusable())


def _busy(text: str) -> WorkspaceBusy:
    """Of a file another process holds, which DuckDB names where it may look at it."""
    found = _HOLDER.search(text)
    if found is None:
        return WorkspaceBusy()
    return WorkspaceBusy(
        "Another program holds this workspace: process {pid}, {program}. If it is Storeboard, use"
        " its screen or wait for its command; else stop it.",
        pid=found["pid"],
        program=found["program"] or "?",
    )


def _without_locks() -> WorkspaceUnusable:
    return WorkspaceUnusable(
        "The file system of the workspace knows no locks, which keep two programs from writing at"
        " a time. Put the workspace on a disk of this machine, such as with --workspace."
    )


def of_the_log(error: duckdb.Error) -> bool:
    """Whether a file does not open for its log."""
    return _LOG in str(error).lower()


def not_written(error: Exception, otherwise: WorkspaceUnusable) -> WorkspaceUnusable:
    """What it means that something could not be written: that the disk is full, or `otherwise`."""
    text = re.sub(r'"[^"]*"', "", str(error).lower())
    full = is_full(error) or any(words in text for words in _FULL)
    return disk_full() if full else otherwise


def not_ours() -> WorkspaceUnusable:
    """Of a file that is damaged, or no database at all."""
    return WorkspaceUnusable(
        "The database file of the workspace is damaged or is none of DuckDB's."
        " Put a copy of it back; nothing was changed."
    )
