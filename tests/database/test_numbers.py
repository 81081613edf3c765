"""Numbers: none is given out twice, whoever asks and whatever was deleted since."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from engine.database.database import Database
from engine.database.delivery_templates import DeliveryTemplates
from engine.database.numbers import Noun, next_number, next_numbers
from engine.database.writes import Writes
from engine.domain.delivery_templates import TemplateSettings
from engine.domain.jobs import Asker, JobKind
from engine.domain.product_jobs import ImportRequest
from engine.errors import BadRequest, Overtaken
from engine.jobs.context import Tables
from tests.builders import NOON, sku
from tests.database.test_stores import SECRET, new
from tests.database.test_writes import new as new_write
from tests.sandbox_process import ROOT

SQL = ROOT / "engine" / "database" / "sql"
MIGRATIONS = sorted((SQL / "migrations").glob("*.sql"))
COUNTERS = 24  # the migration that made them


@pytest.mark.parametrize("noun", Noun)
def test_every_noun_is_numbered_from_one_on(tables: Tables, noun: Noun) -> None:
    with tables.database.write() as transaction:
        given = [next_number(transaction, noun) for _ in range(3)]

    assert given == [1, 2, 3]


def test_what_is_undone_has_had_no_number(tables: Tables) -> None:
    def take_and_fail() -> None:
        with tables.database.write() as transaction:
            assert next_numbers(transaction, Noun.SKU, 5) == 1
            raise BadRequest

    with pytest.raises(BadRequest):
        take_and_fail()

    with tables.database.write() as transaction:
        assert next_number(transaction, Noun.SKU) == 1


def test_the_number_of_a_deleted_sku_is_not_given_again(tables: Tables) -> None:
    tables.skus.save([sku("A"), sku("B")])
    highest = max(one.sku_id for one in tables.skus.held(["A", "B"]).values())
    with tables.database.write() as transaction:
        transaction.execute("delete from sku where sku_id = $highest", {"highest": highest})

    tables.skus.save([sku("A"), sku("C"), sku("D")])

    held = tables.skus.held(["A", "C", "D"])
    assert [held[code].sku_id for code in "ACD"] == [1, highest + 1, highest + 2]


def test_the_numbers_of_what_went_with_a_store_are_not_given_again(tables: Tables) -> None:
    """Its jobs, plans and templates go too, and the audit still names them."""
    templates = DeliveryTemplates(tables.database, lambda: NOON)
    writes = Writes(tables.database, lambda: NOON)

    def numbers() -> tuple[int, ...]:
        store_id = tables.stores.add(new(), SECRET)
        kind, request = JobKind.PRODUCT_SYNC, ImportRequest(store_id=store_id)
        made = (
            store_id,
            tables.jobs.add(kind, request, Asker.SCREEN),
            writes.plan(new_write(store_id=store_id)).write_id,
            templates.save(
                store_id, TemplateSettings(name="기본", release_address_no=1, return_address_no=1)
            ).template_id,
        )
        tables.stores.delete(store_id)
        return made

    assert [numbers(), numbers()] == [(1, 1, 1, 1), (2, 2, 2, 2)]


def test_two_connections_at_once_never_get_the_same_number(tmp_path: Path) -> None:
    """Each with its own lock, as two processes have on one shared database."""
    file = tmp_path / "shared.duckdb"
    databases = [Database(file) for _ in range(2)]
    given: list[int] = []
    threads = [threading.Thread(target=_take, args=(one, given.append)) for one in databases]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for database in databases:
        database.close()
    assert sorted(given) == list(range(1, 101))


def _take(database: Database, keep: Callable[[int], object]) -> None:
    taken = 0
    while taken < 50:
        try:
            with database.write() as transaction:
                number = next_number(transaction, Noun.JOB)
        except Overtaken:  # the other had it at the same moment: nothing was saved
            continue
        keep(number)
        taken += 1


def test_a_workspace_from_before_goes_on_after_its_highest_numbers(tmp_path: Path) -> None:
    file = tmp_path / "earlier.duckdb"
    with duckdb.connect(str(file)) as earlier:
        earlier.execute(
            "create table migration (number integer primary key, name varchar not null)"
        )
        for number, migration in enumerate(MIGRATIONS[: COUNTERS - 1], start=1):
            earlier.execute(migration.read_text("utf-8"))
            earlier.execute("insert into migration values (?, ?)", [number, migration.stem])
        earlier.execute("insert into setting values ('last_store_number', '7'), ('a', 'b')")
        earlier.execute(
            "insert into scenario values (4, 1, '가을', '{}', 'me', timestamp '2026-11-01')"
        )
        earlier.execute(
            "insert into audit values"
            " (41, timestamp '2026-11-01', null, 'me', 'x', null, '', '{}', '{}', null)"
        )

    database = Database(file)

    with database.write() as transaction:
        assert next_number(transaction, Noun.AUDIT) == 42
        assert next_number(transaction, Noun.STORE) == 8
        assert next_number(transaction, Noun.JOB) == 1
        assert transaction.execute("select name from setting") == [("a",)]
        assert transaction.execute("select store_id, name from scenario") == [(1, "가을")]
    database.close()


def test_no_query_makes_up_a_number_of_its_own() -> None:
    asking = re.compile(r"max\(\w+\)[ ,0)]*\+ ?1|max\(\w+_id\), 0\)")

    assert [file.name for file in SQL.glob("*.sql") if asking.search(file.read_text("utf-8"))] == []
