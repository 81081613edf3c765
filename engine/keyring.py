"""Which key opens a workspace, and how it is replaced by a new one without a moment of danger.

A new key is written beside the old one before anything is sealed with it. One transaction seals
everything anew and moves the mark; whichever key fits the mark is in force. So an end at any moment
leaves a workspace that opens, and the next start finishes what was begun.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from engine.config import Config
from engine.database.database import Database
from engine.database.keymark import KeyMark
from engine.database.sealed import reseal
from engine.errors import KeyMissing, NoWorkspace, WorkspaceUnusable
from engine.keys import load_key, make_key, read_key, sync_folder, write_key
from engine.vault import Vault

OTHER_KEY = (
    "This workspace was sealed with another key."
    " Put its key file back, or set STOREBOARD_KEY; nothing was changed."
)
RENEWED = (
    "The key of this workspace was renewed. Set STOREBOARD_KEY to the content of {file}"
    " in the workspace; nothing was changed."
)


class Rotation(msgspec.Struct, frozen=True, kw_only=True):
    """What a rotation of the key did."""

    sealed: int  # how many values were sealed anew
    key_id: str
    key_file: Path  # holds the new key
    kept_file: Path | None  # holds the former one, for older backups
    must_set: bool  # $STOREBOARD_KEY has to be set to the content of key_file


def open_vault(database: Database, config: Config) -> Vault:
    """The vault with the key in force; the first time a key is made and leaves its mark.

    Finishes a rotation that was cut off. Raises KeyMissing for a wrong or lost key and ConfigError
    for one of a wrong form; neither changes anything.
    """
    mark = KeyMark(database)
    if not mark.is_left:
        vault = Vault(load_key(config.key, config.key_file, may_create=True))
        with database.write() as transaction:
            mark.leave(transaction, vault)
        return vault
    held = _held(config)
    if held is not None and mark.fits(held):
        return held
    fresh = read_key(config.new_key_file)
    if fresh is None or not mark.fits(Vault(fresh)):
        raise KeyMissing if held is None else KeyMissing(OTHER_KEY)
    if config.key:
        raise KeyMissing(RENEWED, file=config.new_key_file.name)
    _put_in_force(config)
    return Vault(fresh)


def rotate_key(config: Config, *, after: Callable[[str], object] = lambda step: None) -> Rotation:
    """Seals everything with a new key. `after` is told each step that is through.

    Raises NoWorkspace, WorkspaceBusy while the dashboard runs, and what open_vault raises.
    """
    if not config.database_file.exists():
        raise NoWorkspace(folder=str(config.workspace))
    database = Database(config.database_file)
    try:
        old = open_vault(database, config)
        new = Vault(make_key(config.new_key_file))  # one left by a cut-off rotation sealed nothing
        after("written")
        with database.write() as transaction:
            sealed = reseal(transaction, old, new)
            KeyMark(database).leave(transaction, new)
            after("sealed")
        after("committed")
        kept = None if config.key else _put_in_force(config, after)
    finally:
        database.close()
    return Rotation(
        sealed=sealed,
        key_id=new.key_id,
        key_file=config.new_key_file if config.key else config.key_file,
        kept_file=kept,
        must_set=bool(config.key),
    )


def _held(config: Config) -> Vault | None:
    """The vault of the key at hand, whether or not it fits; None without any."""
    try:
        return Vault(load_key(config.key, config.key_file, may_create=False))
    except KeyMissing:
        return None


def _put_in_force(
    config: Config, after: Callable[[str], object] = lambda step: None
) -> Path | None:
    """The new key becomes the key file; the former one is kept by its number, for older backups."""
    former = read_key(config.key_file)
    kept = None
    if former is not None:
        kept = config.kept_key_file(Vault(former).key_id)
        write_key(kept, former)
        after("kept")
    try:
        os.replace(config.new_key_file, config.key_file)
    except OSError as error:
        raise WorkspaceUnusable(
            "The key file {file} cannot be read or written. Check its rights.",
            file=config.key_file.name,
        ) from error
    sync_folder(config.workspace)
    after("in force")
    return kept
