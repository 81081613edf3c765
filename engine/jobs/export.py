"""Writes imported listings to a file of the seller."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from engine.errors import BadRequest, WorkspaceUnusable
from engine.store.products import Products

_MARK = b"\xef\xbb\xbf"  # tells spreadsheets that the file is UTF-8


def export_products(products: Products, store_id: int, path: Path) -> int:
    """Every imported listing as .csv (UTF-8 with a mark) or .parquet; the file appears whole or not
    at all.
    """
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise BadRequest(
            "{file} must end in .csv or .parquet. Choose another name.", file=path.name
        )
    table = products.export(store_id)
    part = path.with_name(path.name + ".part")
    try:
        _write(table, part, path.suffix.lower())
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WorkspaceUnusable(
            "The file {file} cannot be written. Check the folder and its rights.", file=path.name
        ) from error
    return int(table.num_rows)


def _write(table: pa.Table, part: Path, suffix: str) -> None:
    if suffix == ".parquet":
        pyarrow.parquet.write_table(table, part)
        return
    with part.open("wb") as file:
        file.write(_MARK)
        pyarrow.csv.write_csv(table, file)
