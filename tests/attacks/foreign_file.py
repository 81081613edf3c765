"""A file somebody sent, which is put back or written over: nothing in it may run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from engine import BadFile, BadRequest, Config, open_engine, restore_backup
from engine.database.database import latest_migration
from tests.attacks.cases import Attacks
from tests.backups import everything, packed_up

attacks = Attacks("run something by a file that is put back")
REFUSED = "refused by name; nothing in it was run, nothing was changed"


@dataclass(frozen=True)
class Target:
    """A workspace, and the same database in somebody else's hands."""

    config: Config
    foreign: Path

    def refuses(self, *statements: str) -> str:
        """What is said to a backup of the database after these statements."""
        with duckdb.connect(str(self.foreign)) as database:
            for statement in statements:
                database.execute(statement)
        file = self.foreign.with_suffix(".zip")
        packed_up(self.foreign, file, self.config, migration=latest_migration())
        before = everything(self.config)
        with pytest.raises(BadFile) as refused:
            restore_backup(self.config, file)
        assert everything(self.config) == before
        return refused.value.text.format(**refused.value.params)


def open_target(folder: Path) -> Target:
    """A new workspace and a copy of its database."""
    config = Config(workspace=folder / "workspace")
    open_engine(config).close()
    foreign = folder / "foreign.duckdb"
    with duckdb.connect(":memory:") as copying:  # in a form that knows triggers
        copying.execute(f"attach '{config.database_file}' as held (read_only)")
        copying.execute(f"attach '{foreign}' as target (storage_version 'v2.0.0')")
        copying.execute("copy from database held to target")
    return Target(config, foreign)


@attacks("a view of the backup that reads another file, also in the place of one of ours")
def view(target: Target) -> str:
    secret = target.config.key_file
    said = target.refuses(
        f"create view found as select * from read_text('{secret}')",
        f"create or replace view newest_vat_day as select content from read_text('{secret}')",
    )
    assert "view found" in said
    assert "view newest_vat_day" in said
    return REFUSED


@attacks("a macro or a trigger of the backup that does more than ours")
def macro(target: Target) -> str:
    said = target.refuses(
        "create or replace macro sku_on(day) as table select * from read_text('/etc/passwd')",
        "create trigger every after insert on session for each statement"
        " insert into setting values ('a', 'b')",
    )
    assert "macro sku_on" in said
    assert "trigger every" in said
    return REFUSED


@attacks("a default value that reads a file, in a table of ours")
def default(target: Target) -> str:
    said = target.refuses(
        "alter table setting alter column value set default (getvariable('x'))",
    )
    assert "table setting" in said
    return REFUSED


@attacks("a table whose name is a statement, or moves the cursor of a terminal")
def name(target: Target) -> str:
    said = target.refuses(
        'create table "x""; drop table store; --" (i integer)',
        'create table "\x1b[2J" (i integer)',
    )
    assert 'table x"; drop table store; --' in said
    assert "\x1b" not in said
    return REFUSED


@attacks("such a file in the place of a snapshot that is written anew")
def in_the_place_of_a_snapshot(target: Target) -> str:
    place = target.foreign.with_name("copy.duckdb")
    with duckdb.connect(str(place)) as database:
        database.execute("create view channel_product as select * from read_text('/etc/passwd')")
        database.execute("create table migration (i integer)")
    engine = open_engine(target.config)
    try:
        with pytest.raises(BadRequest, match="is no snapshot"):
            engine.snapshots.write(place)
    finally:
        engine.close()
    return "refused; it is looked at with no way to another file"
