"""A workspace of the version before has its codes brought to the normal form of today."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from engine.database import database as module
from engine.database.database import migrate
from engine.domain.matching import normal_form
from tests.domain.test_matching import SAME

MIGRATIONS = sorted((Path(module.__file__).parent / "sql" / "migrations").glob("*.sql"))
BEFORE = [file.stem[4:] for file in MIGRATIONS].index("tell_separators_apart")
CODES = [*SAME, "AB-1-23", "ab 12 3", " _A__B- 1-", "가-1 나", "코지-가든 1", "-", "A.1", "B1 SS2"]
LINKS = [("AB-1-23", 1, "NORMAL_FORM"), ("ab_12_3", 2, "NORMAL_FORM"), ("AB-12-3", 3, "EXACT")]


@pytest.fixture
def older() -> duckdb.DuckDBPyConnection:
    """A database of the version before, with a SKU."""
    made = duckdb.connect()
    made.execute("create table migration (number integer primary key, name varchar not null)")
    for number, file in enumerate(MIGRATIONS[:BEFORE], start=1):
        made.execute(file.read_text("utf-8"))
        made.execute("insert into migration values (?, ?)", [number, file.stem])
    made.execute(
        "insert into sku (sku_id, own_code, own_code_normal, name, updated_at)"
        " values (9, 'AB-12-3', 'AB123', 'plate', now())"
    )
    return made


def add(held: duckdb.DuckDBPyConnection, number: int, code: str, kind: str = "NONE") -> None:
    held.execute(
        "insert into channel_product (store_id, channel_product_no, origin_product_no, name,"
        " seller_management_code, code_normal, sale_status, sale_price_won, sku_id, match_kind,"
        " stock_linked, imported_at, changed_at)"
        " values (1, $1, $1, 'cup', $2, 'AB123', 'SALE', 100, if($3 = 'NONE', null, 9), $3,"
        " $3 <> 'NONE', now(), now())",
        [number, code, kind],
    )


def test_every_code_gets_the_form_it_would_be_saved_with(older: duckdb.DuckDBPyConnection) -> None:
    for number, code in enumerate(CODES):
        add(older, number, code)

    migrate(older)

    held = older.execute(
        "select code_normal from channel_product order by channel_product_no"
    ).fetchall()
    assert [form for (form,) in held] == [normal_form(code) for code in CODES]


def test_a_match_of_codes_that_differ_now_ends(older: duckdb.DuckDBPyConnection) -> None:
    for code, number, kind in LINKS:
        add(older, number, code, kind)

    migrate(older)

    assert older.execute(
        "select match_kind, sku_id, stock_linked from channel_product order by channel_product_no"
    ).fetchall() == [("NONE", None, False), ("NORMAL_FORM", 9, True), ("EXACT", 9, True)]
    assert older.execute("select * from sku_code").fetchall() == [("AB12-3", 9)]


def test_a_link_to_one_sku_that_only_a_part_has_ends(older: duckdb.DuckDBPyConnection) -> None:
    for number, codes in {1: ("AB-12-3", "ab_12_3"), 2: ("AB-12-3", "other")}.items():
        add(older, number, "", "OPTION")
        for at, code in enumerate(codes):
            older.execute(
                "insert into product_option (store_id, origin_product_no, option_id, name,"
                " seller_code, usable) values (1, $1, $2, 'red', $3, true)",
                [number, at, code],
            )

    migrate(older)

    assert older.execute(
        "select match_kind, sku_id, stock_linked from channel_product order by channel_product_no"
    ).fetchall() == [("OPTION", 9, True), ("OPTION", None, False)]
