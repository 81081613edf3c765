"""Backups as tests make them, damage them and put them somewhere else."""

from __future__ import annotations

from pathlib import Path

from engine import BackupManifest, Config, open_engine
from engine.database.archive import sha256_of, write_archive
from engine.keys import read_key
from engine.vault import Vault
from tests.builders import NOON


def backed_up(config: Config, *, with_key: bool = False) -> Path:
    file = config.workspace.parent / "backup.zip"
    engine = open_engine(config)
    engine.backups.write(file, with_key=with_key)
    engine.close()
    return file


def elsewhere(config: Config, key_of: Config | None = None) -> Config:
    """Another workspace, empty but for a key."""
    other = Config(workspace=config.workspace.parent / "elsewhere")
    other.workspace.mkdir()
    if key_of is not None:
        (other.workspace / "storeboard.key").write_bytes(key_of.key_file.read_bytes())
    return other


def everything(config: Config) -> dict[str, bytes]:
    """Every file of a workspace by its path."""
    return {
        str(file.relative_to(config.workspace)): file.read_bytes()
        for file in config.workspace.rglob("*")
        if file.is_file()
    }


def cut(file: Path, share: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])


def packed_up(
    database: Path,
    file: Path,
    config: Config,
    *,
    migration: int,
    rows: dict[str, int] | None = None,
) -> Path:
    """A database of anybody's as a whole backup, sealed with the key of `config`."""
    listed = BackupManifest(
        format=1,
        made_at=NOON,
        migration=migration,
        key_id=Vault(read_key(config.key_file) or b"").key_id,
        with_key=False,
        size=database.stat().st_size,
        sha256=sha256_of(database),
        rows=rows or {},
    )
    with file.open("wb") as packed:
        write_archive(packed, listed, database, None)
    return file
