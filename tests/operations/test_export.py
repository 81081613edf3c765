"""Listings written to a file: a name that looks like a formula does not run."""

from __future__ import annotations

import pyarrow as pa

from engine.operations.export import harmless


def test_a_text_that_would_run_gets_a_quote_and_everything_else_stays() -> None:
    names = ["=HYPERLINK(1)", "+82-10", "-3", "@x", "상품", None, "＝1"]
    table = pa.table({"name": names, "won": pa.array(range(7), pa.int64())})

    assert harmless(table).to_pydict() == {
        "name": ["'=HYPERLINK(1)", "'+82-10", "-3", "'@x", "상품", None, "'＝1"],
        "won": [0, 1, 2, 3, 4, 5, 6],
    }
