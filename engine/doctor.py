"""Looks at a workspace from outside and inside: what is wrong, and what to do about it."""

from __future__ import annotations

import platform
import shutil
import stat
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from engine.bootstrap import open_engine
from engine.clock import Clock, now
from engine.config import Config
from engine.control import ControlRequest, ask_running
from engine.domain.findings import Finding, FindingState, disk
from engine.errors import ConfigError, EngineError, NoWorkspace, VaultError, WorkspaceBusy
from engine.files import OWNER_ONLY

# Of the workspace; its folder may hold what is not Storeboard's. Keys are looked at by themselves.
_OURS = (
    "storeboard.duckdb*",
    "snapshot.duckdb*",
    "logs",
    "backups",
    "control",
    "before-restore-*",
    "sku-sheet.csv",
)


def examine(config: Config, *, clock: Clock = now) -> tuple[Finding, ...]:
    """Every finding. A running dashboard is asked for its part; nothing is made or mended."""
    if not config.database_file.exists():
        return (_versions(), _broken(NoWorkspace(folder=str(config.workspace))))
    return (
        _versions(),
        _disk(config),
        *_key_files(config),
        *_open_files(config),
        *_inside(config, clock),
    )


def _inside(config: Config, clock: Clock) -> tuple[Finding, ...]:
    """What the open workspace tells; why it does not open, where it does not."""
    try:
        engine = open_engine(config, clock=clock)
    except WorkspaceBusy as busy:
        return _asked(config, busy)
    except EngineError as error:
        return (_broken(error),)
    try:
        return (_opened(), *engine.health.examine())
    finally:
        engine.close()


def _asked(config: Config, busy: WorkspaceBusy) -> tuple[Finding, ...]:
    try:
        told = ask_running(config.control_folder, ControlRequest(do="examine"), busy=busy)
    except EngineError as error:
        return (_broken(error),)
    return (_opened(), *msgspec.json.decode(told, type=tuple[Finding, ...]))


def _opened() -> Finding:
    return Finding(
        check="workspace",
        state=FindingState.WELL,
        text="The workspace opens and its key fits.",
    )


def _broken(error: EngineError) -> Finding:
    return Finding(
        check="key" if isinstance(error, VaultError | ConfigError) else "workspace",
        state=FindingState.WRONG,
        text=error.text,
        params={name: str(value) for name, value in error.params.items()},
    )


def _disk(config: Config) -> Finding:
    free = shutil.disk_usage(config.workspace).free
    return disk(free, config.database_file.stat().st_size)


def _key_files(config: Config) -> Iterator[Finding]:
    """Key files others may read, and a new key that lies about although it is set elsewhere."""
    for file in sorted(config.workspace.glob(f"{config.key_file.name}*")):
        if _others_may(file):
            yield Finding(
                check="key",
                state=FindingState.WRONG,
                text="Others may read the key file {file}. Let only its owner: chmod 600 {file}",
                params={"file": file.name},
            )
    if config.key and config.new_key_file.exists():
        yield Finding(
            check="key",
            state=FindingState.WARNING,
            text="A key lies in {file}. Delete the file once STOREBOARD_KEY is set to it.",
            params={"file": config.new_key_file.name},
        )


def _open_files(config: Config) -> Iterator[Finding]:
    """What else of the workspace others may read; nothing where they may not enter its folder."""
    if not _others_may(config.workspace):
        return
    found = {file for name in _OURS for file in config.workspace.glob(name)}
    names = sorted(file.name for file in found if _others_may(file))
    if names:
        yield Finding(
            check="rights",
            state=FindingState.WRONG,
            text="Others may read {files} in {folder}. Let only its owner, in that folder:"
            " chmod -R go-rwx {files}",
            params={"files": " ".join(names), "folder": str(config.workspace)},
        )


def _others_may(file: Path) -> bool:
    return bool(stat.S_IMODE(file.stat().st_mode) & OWNER_ONLY)


def _versions() -> Finding:
    return Finding(
        check="versions",
        state=FindingState.WELL,
        text="Storeboard {storeboard}, Python {python}, DuckDB {duckdb}, Streamlit {streamlit}.",
        params={
            "python": platform.python_version(),
            **{name: _version(name) for name in ("storeboard", "duckdb", "streamlit")},
        },
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
