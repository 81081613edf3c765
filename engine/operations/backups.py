"""Backups: written beside everything else, kept in the workspace, fetched by a manager."""

from __future__ import annotations

from pathlib import Path

from engine.database.backups import Backups
from engine.domain.backups import Backup, BackupManifest
from engine.domain.people import Role
from engine.operations.access import Access, needs


class BackupOperations:
    """What is asked of backups. They hold every store: who was given some only has no part."""

    def __init__(self, access: Access, backups: Backups) -> None:
        self._access, self._backups = access, backups

    @needs(Role.MANAGER)
    def write(self, file: Path, *, with_key: bool = False) -> BackupManifest:
        """Writes a backup of this moment, without the key unless asked. Raises BadRequest where
        `file` is something else already, WorkspaceUnusable.
        """
        self._access.permit_every_store()
        manifest = self._backups.write(file, with_key=with_key)
        self._access.note(
            "backup.write", subject=file.name, after={"key": "yes" if with_key else "no"}
        )
        return manifest

    @needs(Role.MANAGER)
    def make(self) -> str:
        """Writes a backup into the workspace's own folder; its name."""
        self._access.permit_every_store()
        name = self._backups.write_own()
        self._access.note("backup.write", subject=name)
        return name

    @needs(Role.MANAGER)
    def held(self) -> tuple[Backup, ...]:
        """The backups in that folder, newest first."""
        self._access.permit_every_store()
        return self._backups.held()

    @needs(Role.MANAGER)
    def file(self, name: str) -> Path:
        """Where a backup of that folder lies, to be taken away. Raises BadRequest."""
        self._access.permit_every_store()
        file = self._backups.file(name)
        self._access.note("backup.fetch", subject=name)
        return file
