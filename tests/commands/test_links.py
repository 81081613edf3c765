"""Links on the command line: one, taken off and put back, many by a sheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.terminal import HANGUL, Terminal

SKUS = "own_code,name,cost_won,packaging_won,shipping_won\nCUP-1,컵,4000,0,0\n+G,사은품,300,0,0\n"


@pytest.fixture
def ready(run: Terminal) -> Terminal:
    """A store with twelve listings on sale imported by code."""
    run.ready()
    run.json("sku", "import", written(run, SKUS))
    page = run.json("products", "preview", run.store, "--size", 40)
    sold = [row for row in page["rows"] if row["sale_status"] == "SALE"][:12]
    numbers = ",".join(str(row["channel_product_no"]) for row in sold)
    run.json("products", "import", run.store, "--numbers", numbers, "--match", "code")
    return run


def written(run: Terminal, text: str, name: str = "s.csv") -> Path:
    file = run.workspace.parent / name
    file.write_text(text, encoding="utf-8")
    return file


def exported(run: Terminal, name: str = "links.csv") -> list[dict[str, str]]:
    file = run.workspace.parent / name
    run.json("products", "links", run.store, file, "--export")
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))


def some(run: Terminal) -> int:
    return int(exported(run)[0]["channel_product_no"])


def costs(run: Terminal, number: int) -> set[int]:
    rows = run.json("margins", run.store)["rows"]
    return {row["cost_won"] for row in rows if row["channel_product_no"] == number}


def test_a_listing_is_linked_to_pieces_and_its_margin_follows(ready: Terminal) -> None:
    number = some(ready)

    told = ready.json(
        *("products", "link", ready.store, number, "--sku", 'CUP-1*2+"+G"', "--link-stock")
    )

    assert told == {
        "channel_product_no": number,
        "option_no": None,
        "skus": [{"code": "CUP-1", "quantity": 2}, {"code": "+G", "quantity": 1}],
        "stock_linked": True,
    }
    assert costs(ready, number) == {8300}
    file = ready.workspace / "all.csv"
    ready.json("products", "export", ready.store, file)
    read = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))
    rows = {row["channel_product_no"]: row for row in read}
    assert rows[str(number)]["sku_code"] == 'CUP-1*2+"+G"'
    assert rows[str(number)]["matched_by"] == "CHOICE"


def test_what_goes_is_shown_taken_off_and_put_back(ready: Terminal) -> None:
    number = some(ready)
    ready.json("products", "link", ready.store, number, "--sku", "CUP-1*2", "--link-stock")
    unlink = ("products", "unlink", ready.store, number)

    goes = ready.json(*unlink, "--dry-run")
    assert (goes["sku_code"], goes["stock_linked"], goes["match"]) == ("CUP-1*2", True, "CHOICE")
    assert isinstance(goes["margin_won"], int)

    gone = ready.json(*unlink)
    assert (gone["skus"], gone["stock_linked"]) == ([], False)
    assert costs(ready, number) == set()
    assert "no link to take off" in ready(*unlink).sentence

    back = ready.json(*unlink, "--undo")
    assert (back["skus"], back["stock_linked"]) == ([{"code": "CUP-1", "quantity": 2}], True)
    assert costs(ready, number) == {8000}
    assert "No link was taken off" in ready(*unlink, "--undo").sentence


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_of_links_goes_out_and_in_again_unchanged(ready: Terminal, kind: str) -> None:
    number = some(ready)
    ready.json("products", "link", ready.store, number, "--sku", '"+G"*3')
    file = ready.workspace.parent / f"again.{kind}"
    ready.json("products", "links", ready.store, file, "--export")

    told = ready.json("products", "links", ready.store, file)

    assert (told["created"], told["updated"], told["rejected"]) == (0, 0, [])
    assert told["unchanged"] == told["rows"] == 12
    whole = ready.workspace.parent / "products.csv"
    ready.json("products", "export", ready.store, whole)
    told = ready.json("products", "links", ready.store, whole)
    assert (told["unchanged"], told["rejected"]) == (12, [])


def test_a_sheet_links_what_differs_and_says_what_it_cannot(ready: Terminal) -> None:
    first, second, *_ = (int(row["channel_product_no"]) for row in exported(ready))
    text = (
        f"상품번호,옵션번호,SKU\n{first},,CUP-1*2\n{second},,\n{first},,CUP-1\n"
        f"4242,,CUP-1\n{second},77,CUP-1\n{second},,nobody*2\nx,,CUP-1\n"
    )
    sheet = written(ready, text, "links.csv")

    planned = ready.json("products", "links", ready.store, sheet, "--dry-run")
    assert costs(ready, first) != {8000}
    told = ready.json("products", "links", ready.store, sheet)

    assert [row["after"] for row in planned["planned"] if row["state"] != "UNCHANGED"] == [
        "CUP-1*2"
    ]
    assert (told["rows"], told["created"] + told["updated"], told["unchanged"]) == (7, 1, 1)
    assert [row["row"] for row in told["rejected"]] == [4, 5, 6, 7, 8]
    assert costs(ready, first) == {8000}
    english = ready("products", "links", ready.store, sheet, "--dry-run").out
    korean = ready("products", "links", ready.store, sheet, "--dry-run", lang="ko").out
    assert "There is no SKU nobody" in english
    assert HANGUL.search(korean)
    assert "nobody SKU가 없습니다" in korean


@pytest.mark.parametrize("wrong", ["CUP-1*0", "CUP-1*", "nobody", "CUP-1+"])
def test_what_is_no_link_is_refused(ready: Terminal, wrong: str) -> None:
    number = some(ready)
    before = costs(ready, number)

    assert ready("products", "link", ready.store, number, f"--sku={wrong}").sentence

    assert costs(ready, number) == before


def test_a_code_may_be_written_as_it_is_whatever_signs_it_holds(ready: Terminal) -> None:
    told = ready.json("products", "link", ready.store, some(ready), "--sku=+G")

    assert told["skus"] == [{"code": "+G", "quantity": 1}]
