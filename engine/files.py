"""Files as this program makes them: for their owner alone, there whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from engine.errors import EngineError, WorkspaceUnusable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
OWNER_ONLY = 0o077  # of a mode: what others may


@contextmanager
def written_whole(file: Path) -> Iterator[BinaryIO]:
    """A new file, on the disk before this returns. It has no name until it is whole: a program that
    is killed meanwhile leaves nothing behind, where the file system knows such files.

    Raises OSError, also where `file` is no plain file; then nothing is left either.
    """
    file = file.resolve()
    part = file.with_name(f".{file.name}.part")
    descriptor, named = _begun(part)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(descriptor)
            if not named:
                _name(descriptor, part)
        os.replace(part, file)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def copy_whole(file: Path, to: Path) -> None:
    """The same at another place, as `written_whole` writes it."""
    with written_whole(to) as opened, file.open("rb") as read:
        shutil.copyfileobj(read, opened)


def _begun(part: Path) -> tuple[int, bool]:
    """A file to write into, and whether it has its name already."""
    with suppress(OSError, AttributeError):  # a system or file system without nameless files
        return os.open(part.parent, os.O_TMPFILE | os.O_WRONLY, 0o600), False
    part.unlink(missing_ok=True)
    return os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), True


def _name(descriptor: int, part: Path) -> None:
    part.unlink(missing_ok=True)
    folder = os.open(part.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{descriptor}", part.name, dst_dir_fd=folder)
    finally:
        os.close(folder)


def is_full(error: BaseException) -> bool:
    """Whether the disk, or what somebody may use of it, is full."""
    return isinstance(error, OSError) and error.errno in _FULL


def disk_full() -> WorkspaceUnusable:
    """What to say then."""
    return WorkspaceUnusable(
        "The disk is full. Free some space, then resume; what was saved before is kept."
    )


def not_written(error: OSError, otherwise: EngineError) -> EngineError:
    """What it means that a file could not be written: that the disk is full, or `otherwise`."""
    return disk_full() if is_full(error) else otherwise
