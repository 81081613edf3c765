"""Exchanges a workspace for another database and its key; what was there is kept aside.

The database is exchanged in one step, and the key that opens it lies beside it before: see
keyring.open_vault, which then puts it in force.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from engine.clock import KST, Clock
from engine.config import Config
from engine.database.database import Database
from engine.database.write_log import log_of
from engine.errors import ConfigError, StoreError, WorkspaceUnusable
from engine.keyring import open_vault
from engine.keys import decode_key, read_key, sync_folder, write_key
from engine.vault import Vault


def put_in_place(
    config: Config, fresh: Path, key: bytes, clock: Clock, after: Callable[[str], object]
) -> Path | None:
    """Exchanges the workspace; where what was here lies then. What fails is told by how far it
    came: before the exchange all is as it was, after it the key alone is left to do.
    """
    aside = _keep_aside(config, clock)
    after("kept aside")
    try:
        _exchange(config, fresh, key, after)
    except (OSError, StoreError) as error:
        _undo(config, aside)
        raise WorkspaceUnusable(
            "The backup could not be put in place. Check the rights of the workspace folder and"
            " the free space; what is here is as it was."
        ) from error
    try:
        _use_key(config)
    except StoreError as error:
        raise WorkspaceUnusable(
            "The backup was put back, but its key is not in force yet: the next start does that."
            " Check the rights of {file}. What was here before is kept in {aside}.",
            file=config.key_file.name,
            aside="-" if aside is None else aside.name,
        ) from error
    return aside


def _keep_aside(config: Config, clock: Clock) -> Path | None:
    """The present database and keys, in a folder of their own; None where there is none."""
    files = (config.database_file, _log_of(config), config.key_file, config.new_key_file)
    held = [one for one in files if one.exists()]
    if not held:
        return None
    aside = config.workspace / f"before-restore-{clock().astimezone(KST):%Y-%m-%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    try:
        for one in held:
            _copy(one, aside / one.name)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    sync_folder(aside)
    return aside


def _copy(file: Path, to: Path) -> None:
    try:
        os.link(file, to)
    except OSError:  # a file system without links
        shutil.copy2(file, to)


def _log_of(config: Config) -> Path:
    return log_of(config.database_file)


def _exchange(config: Config, fresh: Path, key: bytes, after: Callable[[str], object]) -> None:
    """The key beside the present one first, then the database."""
    held = held_key(config)
    if not config.key and held is None:
        config.key_file.unlink(missing_ok=True)  # damaged; it lies aside
    if not is_key(held, key):
        write_key(config.new_key_file, key)
    after("key written")
    fresh.chmod(0o600)
    _log_of(config).unlink(missing_ok=True)
    os.replace(fresh, config.database_file)
    sync_folder(config.workspace)
    after("exchanged")


def _undo(config: Config, aside: Path | None) -> None:
    """Before the exchange: what was taken away comes back, what was added goes."""
    files = (_log_of(config), config.key_file, config.new_key_file)
    for file in files:
        kept = None if aside is None else aside / file.name
        with suppress(OSError):
            file.unlink(missing_ok=True)
            if kept is not None and kept.exists():
                _copy(kept, file)
    if aside is not None:
        shutil.rmtree(aside, ignore_errors=True)


def _use_key(config: Config) -> None:
    """Puts the key in force that opens the database now."""
    if not config.key:
        database = Database(config.database_file)
        try:
            open_vault(database, config)
        finally:
            database.close()


def held_key(config: Config) -> bytes | None:
    """The key at hand: the environment's, else that of the key file."""
    if config.key:
        return decode_key(config.key, "STOREBOARD_KEY")
    return usable_key(config.key_file)


def usable_key(key_file: Path) -> bytes | None:
    """The key in a file, None where there is none that can be read."""
    try:
        return read_key(key_file)
    except ConfigError:
        return None


def is_key(held: bytes | None, key: bytes) -> bool:
    """Whether the key at hand is that key."""
    return held is not None and Vault(held).key_id == Vault(key).key_id
