"""SKUs on the command line: the plan first, losses by a flag, out and in again unchanged."""

from __future__ import annotations

from pathlib import Path

from tests.terminal import Terminal

BEFORE = "자체상품코드,상품명,원가\nA-1,컵,3300\nA-2,접시,4000\n"
AFTER = "자체상품코드,상품명,원가,비고\nA-1,컵,,x\nA-2,접시,4100,\nA-3,그릇,#N/A,\nA-4,잔,7,\n"


def written(run: Terminal, text: str, name: str = "s.csv") -> Path:
    file = run.workspace.parent / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_dry_run_shows_the_plan_and_saves_nothing(run: Terminal) -> None:
    run.json("sku", "import", written(run, BEFORE))

    told = run.json("sku", "import", written(run, AFTER), "--dry-run")

    assert {name: told[name] for name in ("rows", "created", "updated", "unchanged")} == {
        **{"rows": 4, "created": 1, "updated": 2, "unchanged": 0}
    }
    assert told["losses"] == [{"column": "cost_won", "lost": 1, "known": 2}]
    assert told["passed_over"] == ["비고"]
    assert [row["row"] for row in told["rejected"]] == [4]
    assert [(row["state"], row["own_code"]) for row in told["planned"]] == [
        *(("CHANGED", "A-1"), ("CHANGED", "A-2"), ("NEW", "A-4")),
    ]
    assert told["planned"][1]["changes"] == [{"field": "cost_won", "before": 4000, "after": 4100}]
    again = run.json("sku", "import", written(run, BEFORE), "--dry-run")
    assert (again["unchanged"], again["planned"][0]["changes"]) == (2, [])


def test_the_plan_is_told_in_both_languages(run: Terminal) -> None:
    run.json("sku", "import", written(run, BEFORE))

    english = run("sku", "import", written(run, AFTER), "--dry-run").out
    korean = run("sku", "import", written(run, AFTER), "--dry-run", lang="ko").out

    assert english.splitlines()[0] == "Nothing is saved: this is what saving would do."
    assert "Columns passed over: 비고" in english
    assert "Cost (₩): 1 of 2 known values would become unknown." in english
    assert "Cost (₩) 4000 → 4100" in english
    assert "A-1 컵; 원가(원) 3300 → —" in korean
    assert "저장하지 않았습니다" in korean


def test_losses_are_saved_only_with_their_flag(run: Terminal) -> None:
    run.json("sku", "import", written(run, BEFORE))

    refused = run("sku", "import", written(run, AFTER)).sentence
    held = run.json("sku", "import", written(run, BEFORE), "--dry-run")["unchanged"]
    saved = run.json("sku", "import", written(run, AFTER), "--allow-losses")

    assert "1 of 2 known values in Cost (₩) unknown" in refused
    assert "--allow-losses" in refused
    assert held == 2
    assert (saved["updated"], saved["created"]) == (2, 1)
    assert "planned" not in saved


def test_what_is_exported_changes_nothing_when_it_is_imported(run: Terminal) -> None:
    run.json("sku", "import", written(run, "sku,상품명,원가,광고비\n00123,컵,5,2.5%\n-A,접시,,\n"))
    for name in ("out.csv", "out.xlsx"):
        file = run.workspace.parent / name

        told = run.json("sku", "export", file)
        again = run.json("sku", "import", file)

        assert told == {"file": str(file), "rows": 2}
        assert (again["unchanged"], again["rejected"]) == (2, [])
    assert "must end in" in run("sku", "export", run.workspace.parent / "out.xls").sentence
    assert "cannot be written" in run("sku", "export", run.workspace / "no" / "a.csv").sentence


def test_a_file_that_is_no_sheet_is_called_what_it_is(run: Terminal) -> None:
    file = run.workspace.parent / "원가.xls"
    file.write_bytes(b"<html><table><tr><td>sku</td></tr></table></html>")

    assert "원가.xls is a web page (HTML)" in run("sku", "import", file).sentence
    assert "웹 페이지(HTML)입니다" in run("sku", "import", file, lang="ko").sentence
