"""Files the command line makes at the places it was told."""

from __future__ import annotations

from pathlib import Path

from engine import BadFile, not_written, written_whole


def write_file(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all. Raises BadFile where its place does not take it,
    WorkspaceUnusable on a full disk.
    """
    try:
        with written_whole(file) as opened:
            opened.write(content)
    except OSError as error:
        unwritten = BadFile(
            "The file {file} cannot be written. Check the folder and its rights.", file=file.name
        )
        raise not_written(error, unwritten) from error
