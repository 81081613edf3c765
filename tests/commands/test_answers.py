"""What each command answers: one JSON object, or the same in a person's words."""

from __future__ import annotations

import csv
import io

import pyarrow.parquet

from tests.one_store import SHARED_PRODUCTS, sku_sheet
from tests.terminal import HANGUL, Terminal, shape

REPORT = {
    **dict.fromkeys(["imported", "changed", "unchanged", "matched", "unmatched"], int),
    **dict.fromkeys(["doubtful", "ambiguous", "stock_linked", "requests", "refused"], int),
    "gone": int,  # beside those of the table: a listing NAVER no longer has
    "failed": [],
    "seconds": float,
}


def test_each_command_answers_with_the_members_of_the_table(run: Terminal) -> None:
    assert run.adds_store() == {"store": run.store}

    checked = run.json("store", "check", run.store)
    assert {step["state"] for step in checked.pop("steps")} == {"PASSED"}
    assert checked == {
        "store": run.store,
        "connected": True,
        "account_id": run.sandbox.stores[run.index].account_id,
        "problems": [],
    }

    fetched = run.json("prerequisites", "fetch", run.store)
    assert shape(fetched) == dict.fromkeys(
        ["address_book", "this_day_dispatch", "bundle_groups"], int
    )
    assert fetched["this_day_dispatch"] == 1

    sheet = run.workspace / "s.csv"
    sheet.write_bytes(sku_sheet(run.index, SHARED_PRODUCTS) + b"X-1,,,,-5,,,\r\n")
    planned = run.json("sku", "import", sheet)
    assert shape(planned) == {
        **dict.fromkeys(["rows", "created", "updated", "unchanged"], int),
        "rejected": [{"row": int, "reason": str}],
        "losses": [],
        "passed_over": [],
    }
    assert planned["rows"] == planned["created"] + len(planned["rejected"])

    page = run.json("products", "preview", run.store, "--page", 2, "--size", 50)
    assert (page["page"], page["size"], page["total"], len(page["rows"])) == (
        *(2, 50, SHARED_PRODUCTS, 50),
    )
    assert list(page) == ["page", "size", "total", "rows", "unread"]
    assert page["unread"] == []
    for row in page["rows"]:
        assert list(row) == [
            *("origin_product_no", "channel_product_no", "name", "seller_management_code"),
            *("sale_status", "sale_price_won", "discounted_price_won", "stock_quantity"),
            *("imported", "match"),
        ]
        assert row["imported"] is False
        assert set(row["match"]) == {
            *("kind", "sku_code", "sku_name", "sku_option", "doubtful", "candidates")
        }

    imported = run.json("products", "import", run.store, "--all", "--match", "code", "--link-stock")
    assert shape(imported) == REPORT
    assert imported["imported"] == SHARED_PRODUCTS
    # what is ended, or matched only in part, has no stock link
    assert imported["matched"] > imported["stock_linked"] > 0

    synced = run.json("products", "sync", run.store)
    assert shape(synced) == REPORT
    assert synced["unchanged"] == SHARED_PRODUCTS

    table = run.json("margins", run.store)
    assert list(table) == ["rows", "unknown_cost", "unmatched", "ended"]
    assert {row["tax_type"] for row in table["rows"]} <= {None, "TAX", "DUTYFREE", "SMALL"}
    (row_shape,) = shape([{**row, "tax_type": ""} for row in table["rows"]])
    assert row_shape == {
        "channel_product_no": int,
        "sku_code": str,
        "doubtful": bool,
        "tax_type": str,
        "tier": str,
        **dict.fromkeys(["price_won", "order_fee_won", "sales_fee_won", "settlement_won"], int),
        **dict.fromkeys(["cost_won", "margin_won"], int),
        "margin_rate": float,
    }
    assert table["unknown_cost"] > 0
    assert len(table["rows"]) % 5 == 0
    first = table["rows"][0]
    fees = first["order_fee_won"] + first["sales_fee_won"]
    assert first["settlement_won"] == first["price_won"] - fees


EXPORTED = [
    *("channel_product_no", "origin_product_no", "name", "seller_management_code", "sale_status"),
    *("sale_price_won", "discounted_price_won", "stock_quantity", "sku_code", "matched_by"),
    *("stock_linked", "gone", "sku_name", "sku_option", "match_doubtful"),
]


def test_an_export_holds_every_imported_listing_in_both_forms(run: Terminal) -> None:
    run.ready()
    run.json("products", "import", run.store, "--all", "--match", "code")
    sheet, table = run.workspace / "out.csv", run.workspace / "out.parquet"

    assert run.json("products", "export", run.store, sheet) == {"rows": SHARED_PRODUCTS}
    assert run.json("products", "export", run.store, table) == {"rows": SHARED_PRODUCTS}

    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))
    columns = pyarrow.parquet.read_table(table)
    assert list(rows[0]) == columns.column_names == EXPORTED
    assert len(rows) == columns.num_rows == SHARED_PRODUCTS
    numbers = [int(row["channel_product_no"]) for row in rows]
    assert numbers == sorted(set(numbers)) == columns["channel_product_no"].to_pylist()
    assert [row["name"] for row in rows] == columns["name"].to_pylist()
    assert [row["sku_code"] or None for row in rows] == columns["sku_code"].to_pylist()


def test_the_same_answers_in_a_persons_words(run: Terminal) -> None:
    run.ready()
    numbers = [
        row["channel_product_no"] for row in run.json("products", "preview", run.store)["rows"]
    ]
    commands: list[tuple[object, ...]] = [
        ("store", "check", run.store),
        ("prerequisites", "fetch", run.store),
        ("sku", "import", run.workspace / "sheet.csv"),
        ("products", "preview", run.store, "--size", 3),
        ("products", "import", run.store, "--numbers", f"{numbers[0]},999", "--match", "none"),
        ("products", "sync", run.store),
        ("products", "export", run.store, run.workspace / "out.csv"),
    ]

    for command in commands:
        english, korean = run(*command), run(*command, lang="ko")

        assert (english.status, english.err) == (korean.status, korean.err) == (0, ""), command
        assert HANGUL.search(korean.out), command
        assert "{" not in english.out + korean.out, command
        assert english.out != korean.out, command


def test_an_import_of_numbers_tells_the_one_naver_does_not_know(run: Terminal) -> None:
    run.ready()
    page = run.json("products", "preview", run.store, "--size", 2)
    numbers = ",".join(str(row["channel_product_no"]) for row in page["rows"])

    report = run.json(
        "products", "import", run.store, "--numbers", f"{numbers}, 999", "--match=none"
    )

    assert report["imported"] == 2
    assert shape(report["failed"]) == [{"channel_product_no": int, "reason": str}]
    assert report["failed"][0]["channel_product_no"] == 999


def test_a_wrong_secret_is_a_problem_of_the_store_and_not_of_the_command(run: Terminal) -> None:
    run.adds_store(stdin="$2a$04$wrongwrongwrongwrongzu\n")

    checked = run.json("store", "check", run.store)

    assert checked["connected"] is False
    assert checked["account_id"] is None
    [problem] = checked["problems"]
    assert shape(problem) == dict.fromkeys(["code", "message", "step", "place", "trace_id"], str)
    assert (problem["step"], "application ID and secret" in problem["place"]) == ("TOKEN", True)
    assert checked["problems"][0]["code"] == "AUTH_FAILED"
    told = run.json("store", "check", run.store, lang="ko")["problems"][0]["message"]
    assert HANGUL.search(told)
