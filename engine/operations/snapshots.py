"""The copy of the workspace for other tools: without secrets, as DuckDB or Parquet files."""

from __future__ import annotations

from pathlib import Path

from engine.database.snapshot import SnapshotFile
from engine.domain.people import Role
from engine.operations.access import Access, needs


class SnapshotOperations:
    """What is asked of the copy."""

    def __init__(self, access: Access, snapshot: SnapshotFile) -> None:
        self._access, self._snapshot = access, snapshot

    @needs(Role.MANAGER)
    def write(self, file: Path | None = None) -> dict[str, int]:
        """Writes the copy for other tools (default: snapshot.duckdb in the workspace); rows by
        table.
        """
        self._access.permit_every_store()
        return self._snapshot.write(file)

    @needs(Role.MANAGER)
    def write_parquet(self, folder: Path) -> dict[str, int]:
        """Writes the same tables as Parquet files into a folder; rows by table."""
        self._access.permit_every_store()
        return self._snapshot.write_parquet(folder)
