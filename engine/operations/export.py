"""Writes imported listings to a file of the seller."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from engine.database.products import Products
from engine.domain.sheet_rows import FORMULA_START, SIGNED_NUMBER
from engine.errors import BadRequest, WorkspaceUnusable
from engine.files import not_written, written_whole

_MARK = b"\xef\xbb\xbf"  # tells spreadsheets that the file is UTF-8


def write_listings(products: Products, store_id: int, path: Path) -> int:
    """Every imported listing as .csv (UTF-8 with a mark) or .parquet; the file appears whole or not
    at all.
    """
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise BadRequest(
            "{file} must end in .csv or .parquet. Choose another name.", file=path.name
        )
    table = products.export(store_id)
    if path.suffix.lower() == ".csv":
        table = harmless(table)
    try:
        with written_whole(path) as opened:
            _write(table, opened, path.suffix.lower())
    except OSError as error:
        unwritten = WorkspaceUnusable(
            "The file {file} cannot be written. Check the folder and its rights.", file=path.name
        )
        raise not_written(error, unwritten) from error
    return int(table.num_rows)


def harmless(table: pa.Table) -> pa.Table:
    """The same with a quote before each text that a spreadsheet would take for a formula."""
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            texts = table.column(place)
            starts = pc.match_substring_regex(texts, FORMULA_START)
            formulas = pc.and_not(starts, pc.match_substring_regex(texts, SIGNED_NUMBER))
            quoted = pc.binary_join_element_wise("'", texts, "")
            table = table.set_column(place, field, pc.if_else(formulas, quoted, texts))
    return table


def _write(table: pa.Table, file: BinaryIO, suffix: str) -> None:
    if suffix == ".parquet":
        pyarrow.parquet.write_table(table, file)
        return
    file.write(_MARK)
    pyarrow.csv.write_csv(table, file)
