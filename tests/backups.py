"""Backups as tests make them, damage them and put them somewhere else."""

from __future__ import annotations

from pathlib import Path

from engine import (
    Config,
    open_engine,
)


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
