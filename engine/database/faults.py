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

_LOCKED = "could not set lock on file"
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
    cut_short = isinstance(error, duckdb.IOException) and _CUT_SHORT in str(error).lower()
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
        return WorkspaceBusy()
    if any(words in text for words in _NEWER):
        return StoreTooNew()
    if any(words in text for words in _DAMAGED):
        return not_ours()
    if any(words in text for words in _ENDED):
        return WorkspaceLost(
            "The database could not be written to the disk. Free some space, then start Storeboard"
            " again; what was saved before is kept."
        )
    if any(words in text for words in _FULL):
        return WorkspaceUnusable(
            "The disk is full. Free some space, then resume; what was saved before is kept."
        )
    return WorkspaceUnusable()


def not_ours() -> WorkspaceUnusable:
    """Of a file that is damaged, or no database at all."""
    return WorkspaceUnusable(
        "The database file of the workspace is damaged or is none of DuckDB's."
        " Put a copy of it back; nothing was changed."
    )
