"""Records of the engine as DataFrames for tables and downloads; columns keep the engine's names."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.parts.next_step import Need, need_of, next_step
from dashboard.words.fields import SKU_FIELDS, field, said
from dashboard.words.i18n import _
from dashboard.words.labels import label, match_label, status_label
from dashboard.words.phrases import UNKNOWN, ago, day, number, sku_said
from engine import (
    PlannedSku,
    PreviewRow,
    RejectedRow,
    ReportItem,
    Sku,
    SkuSuggestion,
    StoreBoard,
    TaxType,
    runs,
)

SIGNS = {
    Need.BROKEN: "✕",
    Need.UNCHECKED: "!",
    Need.PREREQUISITES: "!",
    Need.NONE: "✓",
    Need.OFF: "–",
}

DOUBTED = "?"  # before the name of a product whose SKU has another name


def board_frame(
    boards: Sequence[StoreBoard], opens: Callable[[str], bool] = lambda page: True
) -> pd.DataFrame:
    """One row a store; a quiet zero is empty."""
    return pd.DataFrame(
        {
            "store": [board.store.name for board in boards],
            "state": [[need_chip(need_of(board))] for board in boards],
            "step": [
                f":material/arrow_forward: {step.label}" if opens(step.page) else None
                for step in map(next_step, boards)
            ],
            "tier": [label(board.store.fee_tier) for board in boards],
            "synced": [ago(board.last_synced_at) for board in boards],
            "listed": whole(board.counts.listed for board in boards),
            "imported": whole(board.counts.imported for board in boards),
            "linked": [_share(board.counts.matched, board.counts.imported) for board in boards],
            "unmatched": whole(board.counts.unmatched or None for board in boards),
            "doubtful": whole(board.counts.doubtful or None for board in boards),
            "ending": whole(board.counts.ending_soon or None for board in boards),
            "losses": whole(board.loss_makers or None for board in boards),
        }
    )


def need_chip(need: Need) -> str:
    """Sign and word of a store's state."""
    words = {
        Need.BROKEN: _("Disconnected"),
        Need.UNCHECKED: _("Not checked"),
        Need.PREREQUISITES: _("Prerequisites"),
        Need.NONE: _("OK"),
        Need.OFF: _("Switched off"),
    }
    return f"{SIGNS[need]} {words[need]}"


def preview_frame(rows: Sequence[PreviewRow]) -> pd.DataFrame:
    """One row a listing of a preview; prices in won."""
    products = [row.product for row in rows]
    statuses = {one: [status_label(one)] for one in {product.sale_status for product in products}}
    actions = {True: [_("Sync"), _("Change SKU")], False: [_("Import")]}
    return pd.DataFrame(
        {
            "picture": [product.image_url for product in products],
            "name": [product.name for product in products],
            "code": [product.seller_management_code or UNKNOWN for product in products],
            "price": whole(product.sale_price_won for product in products),
            "discounted": whole(product.discounted_price_won for product in products),
            "stock": whole(product.stock_quantity for product in products),
            "status": [statuses[product.sale_status] for product in products],
            "match": [[match_label(row.match.kind, doubtful=row.match.doubtful)] for row in rows],
            "sku": [
                sku_said(row.match.sku_code, row.match.sku_name, row.match.sku_option)
                for row in rows
            ],
            "imported": ["✓" if row.imported else UNKNOWN for row in rows],
            "action": [actions[row.imported] for row in rows],
        }
    )


def suggestion_frame(suggestions: Sequence[SkuSuggestion]) -> pd.DataFrame:
    """SKUs a person may mean, with how alike the names are (0 to 100)."""
    frame = sku_frame([suggestion.sku for suggestion in suggestions])
    frame["similarity"] = [suggestion.similarity for suggestion in suggestions]
    if any(suggestion.near_code for suggestion in suggestions):
        frame["near_code"] = ["≈" if suggestion.near_code else "" for suggestion in suggestions]
    return frame


def sku_frame(skus: Sequence[Sku]) -> pd.DataFrame:
    """One row a SKU, in the order of the sheet."""
    return pd.DataFrame({name: _column(name, skus) for name in SKU_FIELDS})


def without_empty(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The frame without those of these columns in which nothing is known."""
    empty = [name for name in names if frame[name].dropna().astype(str).eq(UNKNOWN).all()]
    return frame.drop(columns=empty)


def _column(name: str, skus: Sequence[Sku]) -> Any:
    values = [getattr(sku, name) for sku in skus]
    if name.endswith(("_won", "_quantity")):
        return whole(values)
    if name == "tax_type":
        return [UNKNOWN if value is None else label(value) for value in values]
    return [UNKNOWN if value is None or value == "" else str(value) for value in values]


def plan_frame(planned: Sequence[PlannedSku]) -> pd.DataFrame:
    """One row a good row of a sheet: what saving would do to it."""
    frame = sku_frame([plan.sku for plan in planned])
    frame.insert(0, "row", [plan.row for plan in planned])
    frame.insert(1, "state", [[label(plan.state)] for plan in planned])
    frame["changes"] = [changed_fields(plan) for plan in planned]
    if any(plan.costs_from for plan in planned):
        frame["costs_from"] = [
            day(plan.costs_from) if plan.costs_from else _("today") for plan in planned
        ]
    return frame


def changed_fields(plan: PlannedSku) -> str:
    """What a row changes of the SKU that is held, field by field."""
    if plan.before is None:
        return ""
    pairs = {
        name: (getattr(plan.before, name), getattr(plan.sku, name))
        for name in SKU_FIELDS
        if getattr(plan.before, name) != getattr(plan.sku, name)
    }
    return changes_text(pairs)


def changes_text(
    changes: dict[str, tuple[Any, Any]], skus: Mapping[str, Sku] = MappingProxyType({})
) -> str:
    """Changed fields in one line: name, before, after; SKUs by own code with their names."""
    told = [
        (name, *(sku_of(one, skus) if name == "sku_code" else shown(one) for one in change))
        for name, change in changes.items()
    ]
    return " · ".join(f"{field(name)} {before} → {after}" for name, before, after in told)


def sku_of(code: str | None, skus: Mapping[str, Sku]) -> str:
    """A SKU by its own code with its name and option, as far as it is known."""
    sku = skus.get(code or "")
    return sku_said(code, sku.name if sku else None, sku.option_name if sku else None)


def changed_skus(items: Iterable[ReportItem]) -> set[str]:
    """The own codes that stand among what lines of a report say changed."""
    return {code for item in items for code in item.changes.get("sku_code", ()) if code}


def shown(value: Any) -> str:
    """A value of a field as it stands in a line: numbers grouped, our words translated."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if isinstance(value, TaxType):
        return label(value)
    return number(value) if isinstance(value, int) else status_label(str(value))


def rejected_frame(rejected: Sequence[RejectedRow], reasons: Sequence[str]) -> pd.DataFrame:
    """One row a refused row of a sheet, and why."""
    return pd.DataFrame(
        {
            "row": [row.row for row in rejected],
            "own_code": [row.own_code or UNKNOWN for row in rejected],
            "reason": list(reasons),
        }
    )


def report_frame(items: Sequence[ReportItem], skus: Mapping[str, Sku]) -> pd.DataFrame:
    """One row a listing of a report, for the list to work through; `skus` by own code."""
    return pd.DataFrame(
        {
            "picture": [item.image_url for item in items],
            "name": [item.name or str(item.channel_product_no or UNKNOWN) for item in items],
            "code": [item.seller_management_code or _("no code") for item in items],
            "discounted": whole(item.discounted_price_won for item in items),
            "changes": [changes_text(item.changes, skus) for item in items],
        }
    )


def report_download(
    items: Sequence[ReportItem], reasons: Sequence[str], skus: Mapping[str, Sku]
) -> pd.DataFrame:
    """A whole report with translated column names, as it is downloaded; `skus` by own code."""
    return pd.DataFrame(
        {
            field("channel_product_no"): [item.channel_product_no for item in items],
            field("name"): [item.name for item in items],
            field("seller_management_code"): [item.seller_management_code for item in items],
            _("Result"): [bare(label(item.outcome)) for item in items],
            _("Match"): [bare(match_label(item.match, doubtful=item.doubtful)) for item in items],
            field("sku_code"): [item.sku_code for item in items],
            field("sku_name"): [item.sku_name for item in items],
            field("sku_option"): [item.sku_option for item in items],
            field("stock_linked"): [shown(item.stock_linked) for item in items],
            _("Changes"): [changes_text(item.changes, skus) for item in items],
            _("Reason"): list(reasons),
        }
    )


def as_sent(frame: pd.DataFrame) -> pa.Table:
    """The frame as it goes to the browser, to be kept: making it takes longer than sending it."""
    return pa.Table.from_pandas(frame, preserve_index=False)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as CSV that spreadsheets open in Korean (UTF-8 with its mark); no cell runs."""
    return harmless(frame).to_csv(index=False).encode("utf-8-sig")


def xlsx_bytes(frame: pd.DataFrame, sheet: str) -> bytes:
    """The frame as an Excel file of one sheet; no cell of it runs."""
    return workbook_bytes({sheet: frame})


def workbook_bytes(sheets: Mapping[str, pd.DataFrame], **looks: Any) -> bytes:
    """Frames as the sheets of an Excel file. A text stays the text it is, whatever it begins with:
    only one that begins with a quote of its own gets another, as a reader takes one away.
    """
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False, **looks)
            for column, formulas in _formulas(frame):
                for at in np.flatnonzero(formulas).tolist():
                    cell = writer.book.worksheets[-1].cell(at + 2, column + 1)
                    text = str(frame.iat[at, column])
                    cell.value = "'" + text if text.startswith("'") else text
                    cell.data_type, cell.quotePrefix = "s", True
    return buffer.getvalue()


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with a quote before each text that a spreadsheet would take for a formula."""
    mended = frame.copy(deep=False)
    for column, formulas in _formulas(frame):
        cells = frame.iloc[:, column].astype(object)
        mended.isetitem(column, cells.where(~formulas, "'" + cells.astype(str)).array)
    return mended


def _formulas(frame: pd.DataFrame) -> Iterator[tuple[int, Any]]:
    """The columns with texts that a spreadsheet would take for formulas, and in which rows."""
    kinds = pd.api.types
    for column, kind in enumerate(frame.dtypes):
        if kinds.is_numeric_dtype(kind) or kinds.is_datetime64_any_dtype(kind):
            continue
        cells = frame.iloc[:, column].astype(object)
        formulas = np.array([isinstance(cell, str) and runs(cell) for cell in cells], np.bool_)
        if formulas.any():
            yield column, formulas


def whole(values: Iterable[int | None]) -> pd.Series[Any]:
    """Whole numbers in which unknown stays empty."""
    return pd.Series(list(values), dtype="Int64")


def bare(chip: str) -> str:
    """The word of a chip without its sign."""
    sign, space, rest = chip.partition(" ")
    return rest if space and not sign.isalnum() else chip


def _share(part: int, whole_count: int) -> float | None:
    return 100 * part / whole_count if whole_count else None


def rows_frame(rows: Sequence[dict[str, str]]) -> pd.DataFrame:
    """Rows of a prerequisite, one column a field that any row has, with translated names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pd.DataFrame({field(name): _told(name, rows) for name in names})


def _told(name: str, rows: Sequence[dict[str, str]]) -> Any:
    """One field of all rows: won as numbers, NAVER's words translated."""
    values = [row.get(name, UNKNOWN) for row in rows]
    if name.endswith("_won") and all(value == UNKNOWN or value.isdecimal() for value in values):
        return whole(None if value == UNKNOWN else int(value) for value in values)
    return [said(value) for value in values]
