"""The copy for other tools: complete, without secrets and personal data, never half there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from engine import BadRequest, Engine
from engine.database.snapshot import TABLES, write_parquet
from engine.errors import WorkspaceUnusable
from tests.one_store import done, open_one_store
from tests.sandbox_process import Sandbox, start_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with start_sandbox(stores=1, products=60) as running:
        yield running


@pytest.fixture
def engine(sandbox: Sandbox, tmp_path: Path) -> Iterator[Engine]:
    one_store = open_one_store(sandbox, 0, tmp_path / "workspace")
    done(one_store.imports())
    yield one_store.engine
    one_store.engine.close()


def test_the_copy_holds_every_listing_and_no_secret(
    engine: Engine, sandbox: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / "copy.duckdb"

    rows = engine.snapshots.write(file)

    with duckdb.connect(str(file), read_only=True) as copy:
        found = copy.execute("select count(*) from channel_product").fetchone()
        tables = {row[0] for row in copy.execute("show tables").fetchall()}
        columns = {
            row[0] for row in copy.execute("select column_name from duckdb_columns()").fetchall()
        }
    assert found == (60,)
    assert rows["channel_product"] == 60
    assert tables == set(TABLES)
    assert not {name for name in columns if "sealed" in name or "client" in name}
    assert sandbox.stores[0].client_id.encode() not in file.read_bytes()


def test_a_reader_of_the_former_copy_is_not_disturbed(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "copy.duckdb"
    engine.snapshots.write(file)
    with duckdb.connect(str(file), read_only=True) as reader:
        engine.snapshots.write(file)

        assert reader.execute("select count(*) from channel_product").fetchone() == (60,)


def test_a_copy_that_cannot_be_written_says_so_and_leaves_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "file.txt").write_text("kept")
    for folder in ("missing", "file.txt"):
        with pytest.raises(WorkspaceUnusable):
            engine.snapshots.write(tmp_path / folder / "copy.duckdb")

    assert list(tmp_path.glob("*.part")) == []


def test_the_copy_opens_in_every_duckdb_from_1_0_on(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "copy.duckdb"
    engine.snapshots.write(file)

    # The mark and the number of the form; DuckDB 1.0 and all after it read number 64.
    assert file.read_bytes()[8:20] == b"DUCK" + (64).to_bytes(8, "little")


def test_parquet_files_hold_the_same_rows(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "copy.duckdb"
    rows = engine.snapshots.write(file)

    assert write_parquet(file, tmp_path / "parquet") == rows
    with duckdb.connect() as reader:
        found = reader.execute(f"from '{tmp_path}/parquet/channel_product.parquet'").fetchall()
    assert len(found) == 60


def test_parquet_files_replace_their_own_kind_and_nothing_else(
    engine: Engine, tmp_path: Path
) -> None:
    file, folder = tmp_path / "copy.duckdb", tmp_path / "parquet"
    rows = engine.snapshots.write(file)
    folder.mkdir()
    (folder / "readme.txt").write_text("mine")
    write_parquet(file, folder)

    assert write_parquet(file, folder) == rows
    assert (folder / "readme.txt").read_text() == "mine"
    assert list(folder.glob("*.part")) == []


@pytest.mark.parametrize("kind", ["text", "parquet", "folder"])
def test_parquet_files_of_somebody_else_are_kept(engine: Engine, tmp_path: Path, kind: str) -> None:
    file, folder = tmp_path / "copy.duckdb", tmp_path / "parquet"
    engine.snapshots.write(file)
    folder.mkdir()
    theirs = folder / "vat_day.parquet"  # the last but one to be written
    if kind == "folder":
        theirs.mkdir()
    elif kind == "text":
        theirs.write_text("mine")
    else:
        duckdb.execute(f"copy (select 1 as mine) to '{theirs}' (format parquet)")
    before = theirs.is_dir() or theirs.read_bytes()

    with pytest.raises(BadRequest, match=r"parquet/vat_day\.parquet that is no snapshot"):
        write_parquet(file, folder)

    assert before == (theirs.is_dir() or theirs.read_bytes())
    assert [one.name for one in folder.iterdir()] == [theirs.name]
