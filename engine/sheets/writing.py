"""Makes sheets, CSV or .xlsx, that are read again as they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from engine.domain.sheet_rows import runs


def make_sheet(kind: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A sheet of `kind` "csv" (UTF-8 with a mark, so that spreadsheets read Korean) or "xlsx"; its
    cells are read again as they were, and none runs.
    """
    if kind == "csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(heading)
        writer.writerows(["" if cell is None else _safe(cell) for cell in row] for row in rows)
        return ("\ufeff" + text.getvalue()).encode()
    from engine.sheets.workbooks import write_workbook

    return write_workbook([heading, *rows])


def _safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and runs(cell):
        return "'" + cell
    return cell
