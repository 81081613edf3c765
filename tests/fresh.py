"""New workspaces, without running every migration again for each test."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from engine import Config
from engine.database.database import Database


def fresh(folder: Path, **settings: object) -> Config:
    """A new workspace in `folder`: its database has every table and no row, as after its first
    opening; its key is made when it is opened.
    """
    config = Config(workspace=folder, **settings)  # type: ignore[arg-type]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    config.database_file.write_bytes(_tables())
    return config


@cache
def _tables() -> bytes:
    """The file a real database leaves after its migrations; made once per process."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tables.duckdb"
        Database(file).close()
        return file.read_bytes()
