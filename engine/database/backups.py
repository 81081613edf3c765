"""Backups of the open database, each of one moment while everything else goes on."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from engine.clock import KST, Clock
from engine.database.archive import read_manifest, sha256_of, write_archive
from engine.database.copies import COPY, copying
from engine.database.database import Database
from engine.database.faults import not_written
from engine.database.foreign import counted
from engine.domain.backups import DAILY, FORMAT, Backup, BackupManifest, daily_name, too_many
from engine.errors import BadFile, BadRequest, StoreTooNew, WorkspaceUnusable
from engine.files import written_whole
from engine.vault import Vault

_SCRATCH = ".storeboard-backup-"


class Backups:
    """Writes backups, and knows those in the workspace's own folder."""

    def __init__(self, database: Database, vault: Vault, folder: Path, clock: Clock) -> None:
        self._db, self._vault, self._folder, self._clock = database, vault, folder, clock
        self._lock = threading.Lock()

    def write(self, file: Path, *, with_key: bool = False) -> BackupManifest:
        """Writes a backup; `file` appears whole or not at all, for its owner alone.

        Raises BadRequest where `file` is something else already, WorkspaceUnusable for a folder or
        disk that does not take it.
        """
        if file.exists() and not _is_backup(file):
            raise BadRequest(
                "There is already a file {file} that is no backup. Choose another name.",
                file=file.name,
            )
        with self._lock:
            try:
                return self._write(file, with_key)
            except (OSError, duckdb.IOException) as error:
                unwritten = WorkspaceUnusable(
                    "The backup {file} cannot be written. Check the folder and the free space.",
                    file=file.name,
                )
                raise not_written(error, unwritten) from error

    def _write(self, file: Path, with_key: bool) -> BackupManifest:
        with self._scratch() as scratch, written_whole(file) as packed:
            copy = scratch / "copy.duckdb"
            rows = _copy_all(self._db, copy)
            manifest = BackupManifest(
                format=FORMAT,
                made_at=self._clock().astimezone(KST),
                migration=rows["migration"],
                key_id=self._vault.key_id,
                with_key=with_key,
                size=copy.stat().st_size,
                sha256=sha256_of(copy),
                rows=rows,
            )
            write_archive(packed, manifest, copy, self._vault.key_text() if with_key else None)
        return manifest

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """A folder for the copy, in the workspace: what a kill leaves goes with the next backup."""
        folder = self._made_folder()
        for left in folder.glob(f"{_SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder) as scratch:
            yield Path(scratch)

    def write_daily(self) -> BackupManifest:
        """Writes the backup of the day into the workspace's own folder; keeps the last seven."""
        folder = self._made_folder()
        manifest = self.write(folder / daily_name(self._clock().astimezone(KST)))
        for name in too_many(file.name for file in folder.glob("*.zip")):
            with suppress(OSError):
                (folder / name).unlink()
        return manifest

    def write_own(self) -> str:
        """Writes a backup that is never let go of into the same folder; its name."""
        name = f"backup-{self._clock().astimezone(KST):%Y-%m-%d-%H%M%S}.zip"
        self.write(self._made_folder() / name)
        return name

    def held(self) -> tuple[Backup, ...]:
        """The backups in the workspace's own folder, newest first; what is none is passed over."""
        found = []
        for file in self._folder.glob("*.zip"):
            with suppress(BadFile, StoreTooNew, OSError):
                found.append(
                    Backup(
                        name=file.name,
                        made_at=read_manifest(file).made_at.astimezone(KST),
                        size=file.stat().st_size,
                        daily=file.name.startswith(DAILY),
                    )
                )
        return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))

    def file(self, name: str) -> Path:
        """Where a backup of that folder lies. Raises BadRequest where there is none."""
        if name not in {backup.name for backup in self.held()}:
            raise BadRequest("There is no backup {name}. Load the page again.", name=name)
        return self._folder / name

    def _made_folder(self) -> Path:
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise WorkspaceUnusable from error
        return self._folder


def _is_backup(file: Path) -> bool:
    try:
        read_manifest(file)
    except (BadFile, StoreTooNew):
        return False
    return True


def _copy_all(database: Database, target: Path) -> dict[str, int]:
    """Copies every table with its rules into a new file, all of one moment; rows by table."""
    with copying(database, target) as transaction:
        [(name,)] = transaction.execute("select current_database()")
        transaction.execute(f'copy from database "{name}" to {COPY}')
        return counted(transaction.execute, COPY)
