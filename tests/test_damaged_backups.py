"""Backups that are not whole, or of a later version, are refused and change nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import msgspec
import pytest

from engine import BackupManifest, BadFile, Config, restore_backup
from engine.database.archive import DATABASE, MANIFEST
from engine.errors import StoreTooNew
from tests.backups import backed_up, cut, everything, packed_up
from tests.test_keyring import filled


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A workspace with something sealed of every kind."""
    return filled(Config(workspace=tmp_path / "workspace"))


def rewrite(file: Path, name: str, content: bytes) -> None:
    """Exchanges one member of a backup."""
    with zipfile.ZipFile(file) as archive:
        held = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for one, old in held.items():
            archive.writestr(one, content if one == name else old)


def manifest(file: Path) -> BackupManifest:
    with zipfile.ZipFile(file) as archive:
        return msgspec.json.decode(archive.read(MANIFEST), type=BackupManifest)


def changed(file: Path, **fields: object) -> None:
    told = msgspec.structs.replace(manifest(file), **fields)
    rewrite(file, MANIFEST, msgspec.json.encode(told))


def flip(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        content = bytearray(archive.read(DATABASE))
    content[len(content) // 2] ^= 0xFF
    rewrite(file, DATABASE, bytes(content))


DAMAGES = {
    "half of it": lambda file: cut(file, 0.5),
    "all but the end": lambda file: cut(file, 0.999),
    "nothing of it": lambda file: cut(file, 0),
    "another byte": flip,
    "no database": lambda file: rewrite(file, DATABASE, b""),
    "no zip": lambda file: file.write_bytes(b"PK but no zip" * 100),
    "a list of something else": lambda file: rewrite(file, MANIFEST, b'["x"]'),
    "a list of too little": lambda file: rewrite(file, MANIFEST, b'{"format": 1}'),
    "other rows": lambda file: changed(file, rows={"store": 7}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_backup_that_is_not_whole_is_refused_and_changes_nothing(
    config: Config, damage: str
) -> None:
    file = backed_up(config)
    DAMAGES[damage](file)
    before = everything(config)

    with pytest.raises(BadFile, match="nothing was changed"):
        restore_backup(config, file)

    assert everything(config) == before


def test_a_file_that_is_not_there_is_no_backup(config: Config) -> None:
    with pytest.raises(BadFile, match="is no backup of Storeboard"):
        restore_backup(config, config.workspace / "none.zip")


def test_a_backup_in_the_form_of_a_later_version_is_refused(config: Config) -> None:
    file = backed_up(config)
    changed(file, format=2)

    with pytest.raises(StoreTooNew, match="newer Storeboard"):
        restore_backup(config, file)


def test_a_backup_whose_database_comes_from_a_later_version_is_refused(
    config: Config, tmp_path: Path
) -> None:
    with duckdb.connect(str(config.database_file)) as database:
        database.execute("insert into migration values (9999, 'of the future')")
    file = tmp_path / "future.zip"
    packed = packed_up(config.database_file, file, config, migration=9999)
    before = everything(config)

    with pytest.raises(StoreTooNew):
        restore_backup(config, packed)

    assert everything(config) == before
