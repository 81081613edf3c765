"""The key of a workspace: renewed without a moment of danger, and never guessed or replaced."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from engine import Config, ConfigError, NoWorkspace, WorkspaceBusy, open_engine
from engine.database.accounts import Accounts
from engine.database.contacts import Contacts
from engine.database.database import Database
from engine.database.prerequisites import Prerequisites
from engine.database.sealed import SEALED
from engine.database.stores import Stores
from engine.domain.contacts import Contact
from engine.domain.delivery import Prerequisite, PrerequisiteKind
from engine.domain.fees import FeeTier
from engine.domain.people import Role
from engine.domain.stores import NewStore
from engine.errors import CannotDecrypt, KeyMissing
from engine.keyring import open_vault, rotate_key
from engine.keys import read_key
from engine.vault import Vault
from tests.another_program import held
from tests.builders import NOON
from tests.fresh import fresh
from tests.sandbox_process import ROOT

SECRET = "$2a$04$secretsecretsecretsecr"
BASE = "http://127.0.0.1:9/external"
STEPS = ("written", "sealed", "committed", "kept", "in force")
ADDRESS = {"address": "서울특별시 마포구 월드컵북로 12"}
CONTACT = Contact(contact_id=1, store_id=1, name="홍길동", email="hong@example.com")
EMAIL = "kim@example.com"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a workspace holds sealed."""

    secret: str = SECRET
    address: tuple[tuple[str, str], ...] = tuple(ADDRESS.items())
    contacts: tuple[Contact, ...] = (CONTACT,)
    email: str | None = EMAIL


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A workspace with something sealed of every kind."""
    return filled(Config(workspace=tmp_path / "workspace"))


def filled(config: Config) -> Config:
    fresh(config.workspace)
    database = Database(config.database_file)
    vault = open_vault(database, config)
    stores = Stores(database, vault, lambda: NOON)
    new = NewStore(
        name="가게",
        client_id="app",
        base_url=BASE,
        fee_tier=FeeTier.SMALL_1,
        tier_starts_on=date(2026, 1, 1),
    )
    store_id = stores.add(new, SECRET)
    Prerequisites(database, vault).save(
        store_id,
        Prerequisite(kind=PrerequisiteKind.ADDRESS_BOOK, fetched_at=NOON, rows=(ADDRESS,)),
    )
    Contacts(database, vault).add(CONTACT)
    Accounts(database, vault, lambda: NOON).add(
        email=EMAIL, name="김", role=Role.MANAGER, store_ids=None
    )
    database.close()
    return config


def told(config: Config) -> Told:
    """All that opens, read the way every start reads it."""
    database = Database(config.database_file)
    try:
        vault = open_vault(database, config)
        stores = Stores(database, vault, lambda: NOON)
        account = Accounts(database, vault, lambda: NOON).with_email(EMAIL)
        contacts = Contacts(database, vault).of_store(1)
        return Told(
            secret=stores.secret(1, BASE),
            address=tuple(Prerequisites(database, vault).of_store(1)[0].rows[0].items()),
            contacts=contacts,
            email=account.email if account else None,
        )
    finally:
        database.close()


def sealed(config: Config) -> list[str]:
    """Every sealed text as it lies in the database."""
    database = Database(config.database_file)
    with database.read() as cursor:
        found = [
            text
            for one in SEALED
            for (text,) in cursor.execute(f"select {one.column} from {one.table}")
            if text is not None
        ]
    database.close()
    return found


def test_every_sealed_column_of_the_database_is_registered() -> None:
    database = Database(":memory:")
    with database.read() as cursor:
        found = cursor.execute(
            "select table_name, column_name from duckdb_columns()"
            " where column_name like '%\\_sealed' escape '\\'"
        )
        marks = cursor.execute(
            "select table_name, column_name from duckdb_columns()"
            " where column_name like '%\\_fingerprint' escape '\\'"
        )
    database.close()

    assert {(one.table, one.column) for one in SEALED} == set(found)
    assert {(one.table, one.fingerprint) for one in SEALED if one.fingerprint} == set(marks)


def test_every_registered_place_is_named_by_columns_that_tell_rows_apart() -> None:
    database = Database(":memory:")
    with database.read() as cursor:
        keys = cursor.execute(
            "select table_name, constraint_column_names from duckdb_constraints()"
            " where constraint_type = 'PRIMARY KEY'"
        )
    database.close()

    assert {one.table: one.keys for one in SEALED}.items() <= {
        table: tuple(names) for table, names in keys
    }.items()


def test_a_rotation_seals_everything_anew_and_all_still_opens(config: Config) -> None:
    before, former = sealed(config), read_key(config.key_file)
    assert former is not None

    rotation = rotate_key(config)

    assert told(config) == Told()
    assert rotation.sealed == len(before) == 6
    assert not set(before) & set(sealed(config))
    assert read_key(config.key_file) != former
    assert Vault(read_key(config.key_file) or b"").key_id == rotation.key_id
    assert not config.new_key_file.exists()


def test_the_former_key_is_kept_for_older_backups_and_opens_nothing_here(config: Config) -> None:
    former = read_key(config.key_file)
    assert former is not None

    kept = rotate_key(config).kept_file

    assert kept == config.kept_key_file(Vault(former).key_id)
    assert read_key(kept) == former
    assert {stat.S_IMODE(file.stat().st_mode) for file in config.workspace.glob("*.key*")} == {
        0o600
    }
    for text in sealed(config):
        with pytest.raises(CannotDecrypt):
            Vault(former).open(text, "store/1/secret")


@pytest.mark.parametrize("step", STEPS)
def test_a_rotation_killed_at_any_step_loses_nothing_and_can_be_done_again(
    config: Config, step: str
) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from engine.config import Config; from engine.keyring import rotate_key\n"
        "def after(step):\n"
        "    if step == sys.argv[2]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "rotate_key(Config(workspace=Path(sys.argv[1])), after=after)\n"
    )

    killed = subprocess.run(
        [sys.executable, "-c", program, str(config.workspace), step], cwd=ROOT, timeout=60
    )

    assert killed.returncode == -signal.SIGKILL
    assert told(config) == Told()
    began_with = read_key(config.key_file)
    rotate_key(config)
    assert told(config) == Told()
    assert read_key(config.key_file) != began_with
    assert not config.new_key_file.exists()


def test_a_key_that_lies_about_is_never_put_in_force(config: Config) -> None:
    """It may be a former one that leaked."""
    config.new_key_file.write_text(Vault(bytes(32)).key_text())

    rotate_key(config)

    assert read_key(config.key_file) != bytes(32)
    assert told(config) == Told()


def test_a_value_that_does_not_open_stops_the_rotation_and_changes_nothing(config: Config) -> None:
    database = Database(config.database_file)
    with database.write() as cursor:
        cursor.execute("update prerequisite set rows_sealed = 'AAAA'")
    database.close()
    before = sealed(config)

    with pytest.raises(CannotDecrypt, match="table prerequisite does not open"):
        rotate_key(config)

    assert sorted(sealed(config)) == sorted(before)


def with_environment_key(folder: Path) -> Config:
    return filled(Config(workspace=folder / "other", key=Vault(bytes(range(32))).key_text()))


def test_with_a_key_in_the_environment_the_rotation_says_what_to_set(tmp_path: Path) -> None:
    config = with_environment_key(tmp_path)

    rotation = rotate_key(config)

    assert (rotation.must_set, rotation.kept_file) == (True, None)
    assert not config.key_file.exists()
    with pytest.raises(KeyMissing, match=r"Set STOREBOARD_KEY to the content of storeboard.key.n"):
        told(config)
    fresh = Config(workspace=config.workspace, key=rotation.key_file.read_text())
    assert told(fresh) == Told()


def test_a_second_rotation_with_the_environment_makes_another_key(tmp_path: Path) -> None:
    config = with_environment_key(tmp_path)
    first = rotate_key(config)
    config = Config(workspace=config.workspace, key=first.key_file.read_text())

    second = rotate_key(config)

    assert second.key_id != first.key_id
    fresh = Config(workspace=config.workspace, key=second.key_file.read_text())
    assert told(fresh) == Told()


@pytest.fixture
def untouched(config: Config) -> Iterator[Config]:
    """A workspace that must be the same bytes afterwards, but for what the test takes away."""
    before = {file: file.read_bytes() for file in config.workspace.iterdir()}
    yield config
    after = {file: file.read_bytes() for file in config.workspace.iterdir()}
    assert {file: before[file] for file in after} == after


def test_a_wrong_key_is_told_at_start_and_destroys_nothing(untouched: Config) -> None:
    wrong = Config(workspace=untouched.workspace, key=Vault(bytes(32)).key_text())

    with pytest.raises(KeyMissing, match="sealed with another key"):
        open_engine(wrong)
    with pytest.raises(KeyMissing, match="sealed with another key"):
        rotate_key(wrong)


def test_a_lost_key_is_told_at_start_and_destroys_nothing(untouched: Config) -> None:
    untouched.key_file.unlink()

    with pytest.raises(KeyMissing, match="key of this workspace is missing"):
        open_engine(untouched)
    with pytest.raises(KeyMissing, match="key of this workspace is missing"):
        rotate_key(untouched)


def test_a_damaged_key_file_is_told_at_start_and_left_alone(config: Config) -> None:
    config.key_file.write_text("not a key")

    with pytest.raises(ConfigError, match="does not hold a key"):
        open_engine(config)

    assert config.key_file.read_text() == "not a key"


def test_the_key_is_not_renewed_under_a_running_dashboard(config: Config) -> None:
    with held(config.workspace, "work"), pytest.raises(WorkspaceBusy):
        rotate_key(config)

    assert told(config) == Told()


def test_a_folder_without_a_workspace_has_no_key_to_renew(tmp_path: Path) -> None:
    with pytest.raises(NoWorkspace, match="no workspace in"):
        rotate_key(Config(workspace=tmp_path))

    assert os.listdir(tmp_path) == []


def test_a_copy_of_the_folder_made_while_a_rotation_stood_still_opens(config: Config) -> None:
    copy = config.workspace.with_name("copy")

    def keep(step: str) -> None:
        if step == "written":
            shutil.copytree(config.workspace, copy)

    rotate_key(config, after=keep)

    assert told(Config(workspace=copy)) == Told()
