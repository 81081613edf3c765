"""The commands of SKUs: a sheet is shown and saved, and all of them are written as one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.commands.made_files import write_file
from dashboard.commands.sheet_plans import kind_of, plan_counts, read_file, tell_plan
from dashboard.words.fields import SKU_FIELDS, field
from dashboard.words.i18n import N_, _
from dashboard.words.labels import label
from engine import Engine, PlannedSku, RowState, SkuPlan

Answer = dict[str, Any]
Options = argparse.Namespace
LOSS = N_("{column}: {lost} of {known} known values would become unknown.")


def add_sku_commands(group: Any, leaf: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds `sku import` and `sku export`."""
    sheet = leaf(group, "import", import_skus, "save a sheet (.csv or .xlsx)")
    sheet.add_argument("file", type=Path)
    sheet.add_argument("--dry-run", action="store_true", help="show the plan; nothing is saved")
    sheet.add_argument(
        "--allow-losses",
        action="store_true",
        help="save though more than a tenth of known costs become unknown",
    )
    sheet.set_defaults(new=True)
    export = leaf(group, "export", export_skus, "write every SKU as a sheet (.csv or .xlsx)")
    export.add_argument("file", type=Path)


def import_skus(engine: Engine, options: Options) -> Answer:
    """Saves the good rows of a sheet and tells which were rejected and why; with --dry-run only
    what would be saved, row by row.
    """
    plan = engine.skus.plan(options.file.name, read_file(options.file))
    if options.dry_run:
        return {**_counts(plan), "planned": [_planned(one) for one in plan.planned]}
    engine.skus.save(plan, losses_allowed=options.allow_losses)
    return _counts(plan)


def export_skus(engine: Engine, options: Options) -> Answer:
    """Writes every SKU as a sheet that changes nothing when it is imported again."""
    write_file(options.file, engine.skus.sheet(kind_of(options.file)))
    return {"file": str(options.file), "rows": engine.skus.count()}


def tell_import(answer: Answer) -> list[str]:
    """The plan or what was saved, in lines."""
    losses = [
        "  " + _(LOSS).format(**{**loss, "column": field(loss["column"])})
        for loss in answer["losses"]
    ]
    return tell_plan(answer, _line, losses)


def _counts(plan: SkuPlan) -> Answer:
    losses = [
        {"column": loss.column, "lost": loss.lost, "known": loss.known} for loss in plan.losses
    ]
    return {**plan_counts(plan), "losses": losses}


def _planned(one: PlannedSku) -> Answer:
    return {
        "row": one.row,
        "state": str(one.state),
        "own_code": one.sku.own_code,
        "name": one.sku.name,
        "changes": [
            {"field": name, "before": _text(one.before, name), "after": _text(one.sku, name)}
            for name in SKU_FIELDS
            if _text(one.before, name) != _text(one.sku, name)
        ],
    }


def _text(sku: Any, name: str) -> Any:
    value = getattr(sku, name, None)
    return value if value is None or isinstance(value, int) else str(value)


def _line(row: Answer) -> str:
    changes = "; ".join(
        f"{field(one['field'])} {_said(one['before'])} → {_said(one['after'])}"
        for one in row["changes"]
        if row["state"] == RowState.CHANGED
    )
    told = f"  {row['row']}: {label(RowState(row['state']))} {row['own_code']} {row['name']}"
    return f"{told}; {changes}" if changes else told


def _said(value: Any) -> str:
    return "—" if value is None else str(value)
