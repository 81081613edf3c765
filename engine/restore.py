"""Puts a backup back in the place of a workspace, which is kept aside.

Everything is checked before anything is touched; the file may come from anybody, and nothing in it
is run before all of it is known to be ours (see database/foreign.py).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from engine.clock import KST, Clock, now
from engine.config import Config
from engine.database.archive import extract, read_manifest
from engine.database.database import Database, latest_migration, settle
from engine.database.foreign import rows_of_backup
from engine.database.keymark import KeyMark
from engine.domain.backups import BackupManifest
from engine.errors import (
    BadFile,
    CannotDecrypt,
    KeyMissing,
    StoreError,
    WorkspaceUnusable,
)
from engine.exchange import held_key, is_key, put_in_place, usable_key
from engine.files import not_written
from engine.keys import decode_key
from engine.vault import Vault

_SCRATCH = ".storeboard-restore-"


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a restore did."""

    made_at: datetime  # of the backup
    rows: dict[str, int]
    migrated: bool  # it was of an earlier version, and is of this one now
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

    Raises BadFile for one that was cut or holds what is not Storeboard's, StoreTooNew for one of a
    later version, KeyMissing without its key, WorkspaceBusy while the dashboard runs,
    WorkspaceUnusable; none changes anything, but where it says so.
    """
    manifest = read_manifest(file)
    try:
        with _scratch(config) as scratch:
            fresh = scratch / "storeboard.duckdb"
            key = _fitting_key(config, manifest, extract(file, manifest, fresh))
            _check(fresh, manifest, Vault(key))
            _let_go(config)
            aside = put_in_place(config, fresh, key, clock, after)
    except OSError as error:
        unwritten = WorkspaceUnusable(
            "The workspace folder cannot be read or written. Check its rights and the free space;"
            " nothing was changed."
        )
        raise not_written(error, unwritten) from error
    return Restored(
        made_at=manifest.made_at.astimezone(KST),
        rows=manifest.rows,
        migrated=manifest.migration < latest_migration(),
        aside=aside,
        must_set=bool(config.key) and not is_key(held_key(config), key),
        key_file=config.new_key_file if config.key else config.key_file,
    )


@contextmanager
def _scratch(config: Config) -> Iterator[Path]:
    """A folder beside the database, from which it can be exchanged in one step."""
    config.workspace.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in config.workspace.glob(f"{_SCRATCH}*"):  # of a restore that was cut off
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=config.workspace) as scratch:
        yield Path(scratch)


def _fitting_key(config: Config, manifest: BackupManifest, packed: str | None) -> bytes:
    """The key the backup was sealed with: packed in it, in the environment, or in the workspace."""
    found: list[bytes | None] = []
    if packed is not None:
        found.append(decode_key(packed, "storeboard.key"))
    found.append(held_key(config))
    files = (config.key_file, config.new_key_file, config.kept_key_file(manifest.key_id))
    found += map(usable_key, files)
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
    if rows_of_backup(fresh, manifest.migration) != manifest.rows:
        raise BadFile(
            "The database in the backup does not hold what its list says. Take another copy;"
            " nothing was changed."
        )
    try:
        _make_current(fresh, vault)
    except WorkspaceUnusable as error:
        raise BadFile(
            "The database in the backup does not open. Take another copy; nothing was changed."
        ) from error


def _make_current(fresh: Path, vault: Vault) -> None:
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
            settle(config.database_file)
        except StoreError as error:
            if error.code == "WORKSPACE_BUSY":
                raise
