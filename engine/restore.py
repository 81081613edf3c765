"""Puts a backup back in the place of a workspace, which is kept aside.

Everything is checked before anything is touched. The database is exchanged in one step, and the
key that opens it lies beside it before: see keyring.open_vault, which then puts it in force.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from engine.clock import KST, Clock, now
from engine.config import Config
from engine.database.archive import extract, read_manifest
from engine.database.backups import rows_of
from engine.database.database import Database
from engine.database.keymark import KeyMark
from engine.domain.backups import BackupManifest
from engine.errors import (
    BadFile,
    CannotDecrypt,
    ConfigError,
    KeyMissing,
    StoreError,
    WorkspaceUnusable,
)
from engine.keyring import open_vault
from engine.keys import decode_key, read_key, sync_folder, write_key
from engine.vault import Vault

_SCRATCH = ".storeboard-restore-"


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a restore did."""

    made_at: datetime  # of the backup
    rows: dict[str, int]
    aside: Path | None  # where the workspace that was here before lies now
    must_set: bool  # $STOREBOARD_KEY has to be set to the content of key_file
    key_file: Path


def restore_backup(
    config: Config,
    file: Path,
    *,
    clock: Clock = now,
    after: Callable[[str], object] = lambda step: None,
) -> Restored:
    """Puts a backup back; `after` is told each step that is through.

    Raises BadFile for one that was cut, StoreTooNew for one of a later version, KeyMissing without
    its key, WorkspaceBusy while the dashboard runs; none changes anything.
    """
    manifest = read_manifest(file)
    try:
        config.workspace.mkdir(parents=True, exist_ok=True)
        for left in config.workspace.glob(f"{_SCRATCH}*"):  # of a restore that was cut off
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=config.workspace) as scratch:
            fresh = Path(scratch) / "storeboard.duckdb"
            key = _fitting_key(config, manifest, extract(file, manifest, fresh))
            _check(fresh, manifest, Vault(key))
            _let_go(config)
            aside = _keep_aside(config, clock)
            after("kept aside")
            _exchange(config, fresh, key, after)
    except OSError as error:
        raise WorkspaceUnusable from error
    return Restored(
        made_at=manifest.made_at.astimezone(KST),
        rows=manifest.rows,
        aside=aside,
        must_set=bool(config.key) and not _is_key(_held_key(config), key),
        key_file=config.new_key_file if config.key else config.key_file,
    )


def _fitting_key(config: Config, manifest: BackupManifest, packed: str | None) -> bytes:
    """The key the backup was sealed with: packed in it, in the environment, or in the workspace."""
    found: list[bytes | None] = []
    if packed is not None:
        found.append(decode_key(packed, "storeboard.key"))
    found.append(_held_key(config))
    files = (config.key_file, config.new_key_file, config.kept_key_file(manifest.key_id))
    found += map(_usable, files)
    for key in found:
        if key is not None and Vault(key).key_id == manifest.key_id:
            return key
    raise KeyMissing(
        "The backup opens with the key {key_id}, which is not here. Put its key file into the"
        " workspace as {file}, or set STOREBOARD_KEY; nothing was changed.",
        key_id=manifest.key_id,
        file=config.kept_key_file(manifest.key_id).name,
    )


def _check(fresh: Path, manifest: BackupManifest, vault: Vault) -> None:
    """The database opens, holds what the manifest says and was sealed with that key; afterwards it
    is of this version, and nobody is signed in.
    """
    if rows_of(fresh) != manifest.rows:
        raise BadFile(
            "The database in the backup does not hold what its list says. Take another copy;"
            " nothing was changed."
        )
    database = Database(fresh)
    try:
        if not KeyMark(database).fits(vault):
            raise CannotDecrypt(
                "The database in the backup was sealed with another key than its list says."
                " Take another copy; nothing was changed."
            )
        with database.write() as transaction:  # a cookie that was ended since must not hold again
            transaction.run("sessions.end_every")
    finally:
        database.close()


def _let_go(config: Config) -> None:
    """Makes sure that nobody holds the present database and that its file is complete. Raises
    WorkspaceBusy; one that is damaged is no reason to stop.
    """
    if config.database_file.exists():
        try:
            Database(config.database_file).close()
        except StoreError as error:
            if error.code == "WORKSPACE_BUSY":
                raise


def _keep_aside(config: Config, clock: Clock) -> Path | None:
    """The present database and key, in a folder of their own; None where there is none."""
    wal = config.database_file.with_name(config.database_file.name + ".wal")
    held = [one for one in (config.database_file, wal, config.key_file) if one.exists()]
    if not held:
        return None
    aside = config.workspace / f"before-restore-{clock().astimezone(KST):%Y-%m-%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    for one in held:
        try:
            os.link(one, aside / one.name)
        except OSError:  # a file system without links
            shutil.copy2(one, aside / one.name)
    sync_folder(aside)
    wal.unlink(missing_ok=True)
    return aside


def _exchange(config: Config, fresh: Path, key: bytes, after: Callable[[str], object]) -> None:
    """The key beside the present one first, then the database; then the key is put in force."""
    held = _held_key(config)
    if not config.key and held is None:
        config.key_file.unlink(missing_ok=True)  # damaged; it lies aside
    if not _is_key(held, key):
        write_key(config.new_key_file, key)
    after("key written")
    fresh.chmod(0o600)
    os.replace(fresh, config.database_file)
    sync_folder(config.workspace)
    after("exchanged")
    if not config.key:
        database = Database(config.database_file)
        try:
            open_vault(database, config)
        finally:
            database.close()


def _held_key(config: Config) -> bytes | None:
    """The key at hand: the environment's, else that of the key file."""
    if config.key:
        return decode_key(config.key, "STOREBOARD_KEY")
    return _usable(config.key_file)


def _usable(key_file: Path) -> bytes | None:
    """The key in a file, None where there is none that can be read."""
    try:
        return read_key(key_file)
    except ConfigError:
        return None


def _is_key(held: bytes | None, key: bytes) -> bool:
    return held is not None and Vault(held).key_id == Vault(key).key_id
