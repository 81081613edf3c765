"""A backup as a file: a zip of the manifest, a copy of the database and, if asked for, the key."""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

import msgspec

from engine.domain.backups import FORMAT, BackupManifest
from engine.errors import BadFile, StoreTooNew

MANIFEST, DATABASE, KEY = "manifest.json", "storeboard.duckdb", "storeboard.key"
_CHUNK = 1 << 20
_LIST_BYTES = 1 << 20  # of a list, or of a key: a backup may come from anybody
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def sha256_of(file: Path) -> str:
    """The checksum of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_archive(
    target: BinaryIO, manifest: BackupManifest, database: Path, key: str | None
) -> None:
    """Writes a backup into an open file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, msgspec.json.encode(manifest))
        if key is not None:
            archive.writestr(KEY, key + "\n")
        archive.write(database, DATABASE)


def read_manifest(file: Path) -> BackupManifest:
    """What a backup says about itself. Raises BadFile for another file or one that was cut,
    StoreTooNew for the form of a later version.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            raw = _small(archive, MANIFEST)
        if msgspec.json.decode(raw).get("format", 0) > FORMAT:
            raise StoreTooNew(
                "The backup was made by a newer Storeboard. Update this one; nothing was changed."
            )
        return msgspec.json.decode(raw, type=BackupManifest)
    except (OSError, AttributeError, TypeError, *_DAMAGED) as error:
        raise _not_whole(file) from error


def extract(file: Path, manifest: BackupManifest, target: Path) -> str | None:
    """Puts the database of a backup at `target`; the key's text if the backup holds it.

    Raises BadFile when the database is not byte for byte what was backed up.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(DATABASE).file_size != manifest.size:
                raise _not_whole(file)
            with archive.open(DATABASE) as packed, target.open("xb") as plain:
                shutil.copyfileobj(packed, plain, _CHUNK)
                plain.flush()
                os.fsync(plain.fileno())
            key = _small(archive, KEY).decode("ascii") if manifest.with_key else None
    except _DAMAGED as error:
        raise _not_whole(file) from error
    if target.stat().st_size != manifest.size or sha256_of(target) != manifest.sha256:
        raise _not_whole(file)
    return key


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member that is short where it is what it should be. Raises ValueError."""
    if archive.getinfo(name).file_size > _LIST_BYTES:
        raise ValueError(name)
    return archive.read(name)


def _not_whole(file: Path) -> BadFile:
    return BadFile(
        "The file {file} is no backup of Storeboard, or it was cut off or damaged on its way."
        " Take another copy; nothing was changed.",
        file=file.name,
    )
