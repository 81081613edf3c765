"""The commands that keep a workspace safe: backup, restore, a new key, the doctor."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from dashboard.commands.doctor import doctor
from dashboard.commands.workspace import opened
from engine import (
    BackupManifest,
    ControlRequest,
    WorkspaceBusy,
    ask_running,
    read_config,
    restore_backup,
    rotate_key,
)

Answer = dict[str, Any]
Options = argparse.Namespace
Leaf = Callable[[Any, str, Callable[..., Answer], str], argparse.ArgumentParser]


def add_safety_commands(groups: Any, group: Callable[..., Any], leaf: Leaf) -> None:
    """Enters these commands into the parser; they open the workspace in their own way."""
    backup = leaf(groups, "backup", write_backup, "write a backup, also while the dashboard runs")
    backup.add_argument("file", type=Path)
    backup.add_argument("--with-key", action="store_true", help="also the key that opens it")
    back = leaf(groups, "restore", restore, "put a backup back; what is here is kept aside")
    back.add_argument("file", type=Path)
    renew = leaf(group(groups, "key", "the key of the workspace"), "rotate", renew_key, "a new key")
    health = leaf(groups, "doctor", doctor, "look whether all is well; fails where it is not")
    commands = ((backup, write_backup), (back, restore), (renew, renew_key), (health, doctor))
    for one, command in commands:
        one.set_defaults(run=command)


def write_backup(options: Options) -> Answer:
    """Writes a backup; where the dashboard holds the workspace, the dashboard does it."""
    config, file = read_config(options.workspace), options.file.expanduser().resolve()
    try:
        with opened(config, new=False) as engine:
            return _backup(file, engine.backups.write(file, with_key=options.with_key))
    except WorkspaceBusy as busy:
        request = ControlRequest(do="backup", file=str(file), with_key=options.with_key)
        told = ask_running(config.control_folder, request, busy=busy)
        return _backup(file, msgspec.json.decode(told, type=BackupManifest))


def _backup(file: Path, manifest: BackupManifest) -> Answer:
    return {
        "file": str(file),
        "made_at": manifest.made_at.isoformat(timespec="seconds"),
        "size": file.stat().st_size,
        "with_key": manifest.with_key,
        "key_id": manifest.key_id,
        "rows": manifest.rows,
    }


def restore(options: Options) -> Answer:
    """Puts a backup back; the workspace that was here is kept aside."""
    told = restore_backup(read_config(options.workspace), options.file.expanduser().resolve())
    return {
        "made_at": told.made_at.isoformat(timespec="seconds"),
        "rows": told.rows,
        "migrated": told.migrated,
        "aside": str(told.aside) if told.aside else None,
        "key_file": str(told.key_file),
        "set_environment": told.must_set,
    }


def renew_key(options: Options) -> Answer:
    """Seals everything with a new key."""
    told = rotate_key(read_config(options.workspace))
    return {
        "sealed": told.sealed,
        "key_id": told.key_id,
        "key_file": str(told.key_file),
        "kept_file": str(told.kept_file) if told.kept_file else None,
        "set_environment": told.must_set,
    }
