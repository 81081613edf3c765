"""A backup is put back only when all is well, and nothing here is ever lost."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from engine import Config, open_engine, restore_backup, rotate_key
from engine.database.database import latest_migration
from engine.errors import KeyMissing, WorkspaceUnusable
from engine.keys import read_key
from engine.vault import Vault
from tests.backups import backed_up, elsewhere, everything, packed_up
from tests.older import go_back
from tests.sandbox_process import ROOT
from tests.test_keyring import Told, filled, told


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A workspace with something sealed of every kind."""
    return filled(Config(workspace=tmp_path / "workspace"))


def test_a_backup_put_back_elsewhere_with_its_key_file_is_the_same_workspace(
    config: Config,
) -> None:
    file = backed_up(config)
    other = elsewhere(config, key_of=config)

    restored = restore_backup(other, file)

    assert told(other) == Told()
    assert restored.rows["store"] == 1
    assert restored.must_set is False


def test_a_backup_with_its_key_opens_anywhere(config: Config) -> None:
    other = elsewhere(config)

    restore_backup(other, backed_up(config, with_key=True))

    assert told(other) == Told()
    assert stat.S_IMODE(other.key_file.stat().st_mode) == 0o600


def test_a_backup_without_its_key_is_refused_and_names_the_key(config: Config) -> None:
    file, other = backed_up(config), elsewhere(config)
    key_id = Vault(read_key(config.key_file) or b"").key_id

    with pytest.raises(KeyMissing, match=rf"key {key_id}.*as storeboard\.key\.{key_id}"):
        restore_backup(other, file)

    assert os.listdir(other.workspace) == []


def test_what_was_here_is_kept_aside_and_still_opens(config: Config) -> None:
    file = backed_up(config)
    engine = open_engine(config)
    engine.schedule.set_resumes_on_start(False)
    engine.close()

    aside = restore_backup(config, file).aside

    assert aside is not None
    assert told(config) == Told()
    for folder, expected in ((config.workspace, True), (aside, False)):
        engine = open_engine(Config(workspace=folder))
        assert engine.schedule.resumes_on_start is expected
        engine.close()


def test_a_backup_from_before_a_rotation_finds_the_former_key(config: Config) -> None:
    file = backed_up(config)
    former = config.key_file.read_bytes()
    rotate_key(config)

    restore_backup(config, file)

    assert told(config) == Told()
    assert config.key_file.read_bytes() == former


def test_a_damaged_workspace_is_mended_by_a_backup_with_its_key(config: Config) -> None:
    file = backed_up(config, with_key=True)
    config.database_file.write_bytes(b"\x00" * 5000)
    config.key_file.write_text("damaged")

    aside = restore_backup(config, file).aside

    assert told(config) == Told()
    assert aside is not None
    assert (aside / "storeboard.key").read_text() == "damaged"


def test_with_another_key_in_the_environment_the_restore_says_what_to_set(config: Config) -> None:
    other = elsewhere(config)
    environment = Config(workspace=other.workspace, key=Vault(bytes(32)).key_text())

    restored = restore_backup(environment, backed_up(config, with_key=True))

    assert restored.must_set
    with pytest.raises(KeyMissing, match="Set STOREBOARD_KEY to the content of"):
        open_engine(environment)
    fresh = Config(workspace=other.workspace, key=restored.key_file.read_text())
    assert told(fresh) == Told()


@pytest.mark.parametrize("step", ["kept aside", "key written", "exchanged"])
def test_a_restore_killed_at_any_step_leaves_a_workspace_that_opens(
    config: Config, step: str
) -> None:
    file = backed_up(config)
    rotate_key(config)  # so that another key has to come into force
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from engine import Config, restore_backup\n"
        "def after(step):\n"
        "    if step == sys.argv[3]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "restore_backup(Config(workspace=Path(sys.argv[1])), Path(sys.argv[2]), after=after)\n"
    )

    killed = subprocess.run(
        [sys.executable, "-c", program, str(config.workspace), str(file), step], cwd=ROOT
    )

    assert killed.returncode == -signal.SIGKILL
    assert told(config) == Told()
    restore_backup(config, file)
    assert told(config) == Told()
    assert not list(config.workspace.glob(".storeboard-restore-*"))


def test_an_earlier_version_is_put_back_and_brought_up_to_this_one(config: Config) -> None:
    go_back(config.database_file, before="create_no_sku_needed")
    old = _migration(config.database_file)
    file = config.workspace.parent / "old.zip"
    with duckdb.connect(str(config.database_file)) as database:
        [(sku_count,)] = database.execute("select count(*) from sku").fetchall()
        tables = database.execute("select table_name from duckdb_tables()").fetchall()
        rows = {
            name: database.execute(f"select count(*) from {name}").fetchall()[0][0]
            for (name,) in tables
        }
    packed_up(config.database_file, file, config, migration=old, rows=rows)

    restored = restore_backup(config, file)

    assert restored.migrated
    assert restored.rows["sku"] == sku_count
    assert _migration(config.database_file) == latest_migration() > old
    assert told(config) == Told()


def test_what_fails_before_the_exchange_leaves_all_as_it_was(config: Config) -> None:
    file = backed_up(config)
    rotate_key(config)
    (config.workspace / "storeboard.key.new.part").mkdir()  # so that no key can be written
    before = everything(config)

    with pytest.raises(WorkspaceUnusable, match="what is here is as it was"):
        restore_backup(config, file)

    assert everything(config) == before
    assert told(config) == Told()


def test_a_key_that_is_not_in_force_yet_is_told_and_comes_into_force_later(config: Config) -> None:
    file = backed_up(config)
    rotate_key(config)
    held = Vault(read_key(config.key_file) or b"").key_id
    in_the_way = config.workspace / f"storeboard.key.{held}.part"
    in_the_way.mkdir()

    with pytest.raises(WorkspaceUnusable, match="was put back, but its key is not in force yet"):
        restore_backup(config, file)

    in_the_way.rmdir()
    assert told(config) == Told()


def _migration(file: Path) -> int:
    with duckdb.connect(str(file)) as database:
        [(number,)] = database.execute("select max(number) from migration").fetchall()
    return int(number)
