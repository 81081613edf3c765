"""What commands that save a sheet share: reading it, its counts, its plan in lines, writing one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dashboard.words.i18n import N_, _
from dashboard.words.sentences import sentence
from engine import BadFile, BadRequest, LinkPlan, RowState, SkuPlan

Answer = dict[str, Any]
NOT_SAVED = N_("Nothing is saved: this is what saving would do.")
COUNTS = N_("{rows} rows: {created} new, {updated} changed, {unchanged} unchanged.")
PASSED_OVER = N_("Columns passed over: {columns}")


def read_file(file: Path) -> bytes:
    """The content of a sheet. Raises BadFile where there is none to read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadFile("The file {file} cannot be read. Check the path.", file=file.name) from error


def kind_of(file: Path) -> str:
    """ "csv" or "xlsx", by the name of the sheet to write. Raises BadRequest for another."""
    kind = file.suffix.lower().lstrip(".")
    if kind not in ("csv", "xlsx"):
        raise BadRequest("{file} must end in .csv or .xlsx.", file=file.name)
    return kind


def plan_counts(plan: SkuPlan | LinkPlan) -> Answer:
    """What a plan comes to, row states counted, with the rows it refuses."""
    return {
        "rows": plan.rows,
        "created": plan.count(RowState.NEW),
        "updated": plan.count(RowState.CHANGED),
        "unchanged": plan.count(RowState.UNCHANGED),
        "rejected": [
            {"row": row.row, "reason": sentence(row.text, row.params)} for row in plan.rejected
        ],
        "passed_over": list(plan.passed_over),
    }


def tell_plan(
    answer: Answer, line: Callable[[Answer], str], between: Sequence[str] = ()
) -> list[str]:
    """The plan, or what was saved, in lines: counts, those `between`, then a `line` a row;
    unchanged rows are only counted.
    """
    planned = answer.get("planned")
    lines = [] if planned is None else [_(NOT_SAVED)]
    lines.append(_(COUNTS).format(**answer))
    if answer["passed_over"]:
        lines.append(_(PASSED_OVER).format(columns=", ".join(answer["passed_over"])))
    changing = [row for row in planned or () if row["state"] != RowState.UNCHANGED]
    return [*lines, *between, *map(line, changing)]
