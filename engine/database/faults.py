"""What an error of DuckDB means to whoever uses Storeboard."""

from __future__ import annotations

import re

from engine.errors import StoreTooNew, WorkspaceBusy, WorkspaceUnusable

_LOCKED = "could not set lock on file"
UNWRITTEN = "could not write file"
_NEWER = ("newer version of duckdb", "version number")
CUT_SHORT = "could not read enough bytes"
_DAMAGED = ("not a valid duckdb database", "corrupt database", CUT_SHORT)
_ENDED = ("failed to create checkpoint", "has been invalidated")
_FULL = ("no space left on device", "disk quota exceeded", "file too large")


def unusable(error: Exception) -> Exception:
    """What an error of DuckDB means; the file names it quotes are passed over."""
    text = re.sub(r'"[^"]*"', "", str(error).lower())
    if _LOCKED in text:
        return WorkspaceBusy()
    if any(words in text for words in _NEWER):
        return StoreTooNew()
    if any(words in text for words in _DAMAGED):
        return not_ours()
    if any(words in text for words in _ENDED):
        return WorkspaceUnusable(
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
