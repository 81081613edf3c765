"""A workspace that holds a million listings, made of the thirty thousand NAVER's stand-in lists."""

from __future__ import annotations

from pathlib import Path

import duckdb

LISTED, STORED = 30_000, 1_000_000
# Copies of every listing held, each under a number of its own; SKUs and links stay as they are.
COPY = """
insert into channel_product
select
    held.* replace (
        held.channel_product_no + copy * 1000000000000 as channel_product_no,
        held.origin_product_no + copy * 1000000000000 as origin_product_no
    )
from channel_product as held, range(1, $times) as copies (copy)
"""


def multiply(workspace: Path) -> int:
    """Copies the listings of a filled workspace until it holds a million; how many it holds.

    For benchmarks alone: the same rows as a first reading of as many listings would have saved.
    """
    with duckdb.connect(str(workspace / "storeboard.duckdb")) as held:
        stored = _count(held)
        held.execute(COPY, {"times": -(-STORED // stored)})
        held.execute("checkpoint")
        return _count(held)


def _count(held: duckdb.DuckDBPyConnection) -> int:
    row = held.execute("select count(*) from channel_product").fetchone()
    assert row is not None
    return int(row[0])
