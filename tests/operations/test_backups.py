"""Backups as they are written: whole, of one moment, for their owner only, and not too many."""

from __future__ import annotations

import stat
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from engine import BadRequest, Config, Engine, open_engine, restore_backup
from engine.database.archive import DATABASE, KEY, MANIFEST
from engine.database.backups import Backups
from engine.domain.backups import too_many
from engine.errors import WorkspaceUnusable
from engine.keys import read_key
from engine.vault import Vault
from tests.backups import backed_up
from tests.builders import NOON
from tests.test_keyring import filled


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A workspace with something sealed of every kind."""
    return filled(Config(workspace=tmp_path / "workspace"))


def test_a_backup_has_no_key_unless_asked_and_only_its_owner_may_read_it(config: Config) -> None:
    plain = backed_up(config)
    with zipfile.ZipFile(plain) as archive:
        assert set(archive.namelist()) == {MANIFEST, DATABASE}
    assert stat.S_IMODE(plain.stat().st_mode) == 0o600

    with zipfile.ZipFile(backed_up(config, with_key=True)) as archive:
        assert archive.read(KEY) == config.key_file.read_bytes()


def test_a_backup_replaces_a_backup_but_no_other_file(config: Config) -> None:
    file = backed_up(config)
    backed_up(config)
    file.write_text("my notes")

    with pytest.raises(BadRequest, match=r"already a file backup\.zip that is no backup"):
        backed_up(config)

    assert file.read_text() == "my notes"


def test_a_folder_that_is_not_there_is_named(config: Config) -> None:
    engine = open_engine(config)

    with pytest.raises(WorkspaceUnusable, match=r"backup b\.zip cannot be written"):
        engine.backups.write(config.workspace / "no" / "such" / "b.zip")

    engine.close()


def test_a_backup_is_of_one_moment_while_others_write(config: Config, tmp_path: Path) -> None:
    """Two settings are always written together; no backup holds one without the other."""
    engine = open_engine(config)
    database, stop = engine.service.tables.database, threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with database.write() as cursor:
                for name in ("left", "right"):
                    params = {"name": name, "value": str(number)}
                    cursor.run("settings.save", **params)

    writer = threading.Thread(target=write)
    writer.start()
    files = [tmp_path / f"{number}.zip" for number in range(5)]
    try:
        for file in files:
            engine.backups.write(file)
    finally:
        stop.set()
        writer.join()
        engine.close()

    pairs = set()
    for file in files:
        other = Config(workspace=tmp_path / file.stem)
        other.workspace.mkdir()
        other.key_file.write_bytes(config.key_file.read_bytes())
        restore_backup(other, file)
        with duckdb.connect(str(other.database_file), read_only=True) as copy:
            found = copy.execute(
                "select value from setting where name in ('left', 'right')"
            ).fetchall()
        assert len(found) in (0, 2)
        assert len({value for (value,) in found}) == len(found) // 2
        pairs.add(tuple(found))
    assert len(pairs) > 1


def test_the_last_seven_daily_backups_are_kept_and_no_other_is_touched(config: Config) -> None:
    days = iter(NOON + timedelta(days=day) for day in range(10))
    moment = [next(days)]
    engine: Engine = open_engine(config)
    vault = Vault(read_key(config.key_file) or b"")
    database = engine.service.tables.database
    backups = Backups(database, vault, config.backup_folder, lambda: moment[0])
    own = backups.write_own()

    for day in [*days]:
        backups.write_daily()
        moment[0] = day
    engine.close()

    names = [backup.name for backup in backups.held()]
    assert names[0] == "daily-2026-12-01.zip"
    assert len([name for name in names if name.startswith("daily-")]) == 7
    assert own in names
    assert stat.S_IMODE(config.backup_folder.stat().st_mode) == 0o700


def test_only_daily_backups_are_ever_too_many() -> None:
    names = [f"daily-2026-11-{day:02}.zip" for day in range(1, 10)] + ["a.zip", "notes.txt"]

    assert set(too_many(names)) == {"daily-2026-11-01.zip", "daily-2026-11-02.zip"}
