"""The commands of links: one, taken off, put back; many by a sheet."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.commands.made_files import write_file
from dashboard.commands.option_types import option_number, positive
from dashboard.commands.sheet_plans import kind_of, plan_counts, read_file, tell_plan
from dashboard.words.labels import label
from engine import (
    LISTING,
    Engine,
    ImportedProduct,
    PlannedLink,
    RowState,
    Unlinking,
    spell_link,
)

Answer = dict[str, Any]
Options = argparse.Namespace


def add_link_commands(group: Any, leaf: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds `products link`, `unlink` and `links`."""
    link = leaf(group, "link", link_listing, "link a listing, or an option of it, to SKUs")
    _which(link)
    link.add_argument("--sku", required=True, metavar="CODE[*N][+CODE[*N]]")
    link.add_argument("--link-stock", action="store_true")
    unlink = leaf(group, "unlink", unlink_listing, "take the link off a listing or an option")
    _which(unlink)
    how = unlink.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="show what goes; nothing is saved")
    how.add_argument("--undo", action="store_true", help="put back the link that was taken off")
    links = leaf(group, "links", save_links, "save a sheet of links (.csv or .xlsx)")
    links.add_argument("name")
    links.add_argument("file", type=Path)
    what = links.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="show the plan; nothing is saved")
    what.add_argument("--export", action="store_true", help="write the links to the file instead")


def _which(leaf: argparse.ArgumentParser) -> None:
    leaf.add_argument("name")
    leaf.add_argument("number", type=positive)
    leaf.add_argument("--option", type=option_number, default=LISTING, metavar="NO")


def link_listing(engine: Engine, options: Options) -> Answer:
    """Links a listing, or an option of it."""
    store_id = engine.stores.named(options.name).store_id
    parts = engine.links.read(options.sku)
    held = engine.links.link(
        store_id, options.number, parts, option_id=options.option, link_stock=options.link_stock
    )
    return _link(engine, store_id, held, options.option)


def unlink_listing(engine: Engine, options: Options) -> Answer:
    """Takes a link off, shows what would go, or puts back what was taken off."""
    store_id = engine.stores.named(options.name).store_id
    of = {"option_id": options.option}
    if options.dry_run:
        return _goes(options, engine.links.unlinking(store_id, options.number, **of))
    act = engine.links.put_back if options.undo else engine.links.unlink
    return _link(engine, store_id, act(store_id, options.number, **of), options.option)


def save_links(engine: Engine, options: Options) -> Answer:
    """Saves the good rows of a sheet; with --dry-run only what would be saved, row by row; with
    --export the sheet is written.
    """
    store_id = engine.stores.named(options.name).store_id
    if options.export:
        return _export(engine, store_id, options.file)
    plan = engine.link_sheets.plan(store_id, options.file.name, read_file(options.file))
    if options.dry_run:
        return {**plan_counts(plan), "planned": [_planned(one) for one in plan.planned]}
    engine.link_sheets.save(store_id, plan)
    return plan_counts(plan)


def _export(engine: Engine, store_id: int, file: Path) -> Answer:
    """Writes every listing with its link as a sheet that changes nothing when it is saved again."""
    write_file(file, engine.link_sheets.sheet(store_id, kind_of(file)))
    return {"file": str(file)}


def tell_links(answer: Answer) -> list[str]:
    """The plan of a sheet, or what was saved, in lines."""
    return tell_plan(answer, _line)


def _line(row: Answer) -> str:
    option = f" / {row['option_no']}" if row["option_no"] else ""
    state, before = label(RowState(row["state"])), row["before"] or "—"
    number = row["channel_product_no"]
    return f"  {row['row']}: {state} {number}{option}; {before} → {row['after']}"


def _link(engine: Engine, store_id: int, held: ImportedProduct, option_id: int) -> Answer:
    number = held.product.channel_product_no
    parts = engine.links.of(store_id, number, option_id=option_id)
    return {
        **_place(number, option_id),
        "skus": [{"code": part.code, "quantity": part.quantity} for part in parts],
        "stock_linked": held.stock_linked,
    }


def _place(number: int, option_id: int) -> Answer:
    return {"channel_product_no": number, "option_no": option_id or None}


def _goes(options: Options, goes: Unlinking) -> Answer:
    return {
        **_place(options.number, options.option),
        "sku_code": goes.sku_code,
        "match": goes.match_kind,
        "stock_linked": goes.stock_linked,
        "option_links": goes.option_links,
        "margin_won": goes.profit_won,
    }


def _planned(one: PlannedLink) -> Answer:
    return {
        "row": one.row,
        "state": one.state,
        **_place(one.channel_product_no, one.option_id),
        "before": one.before,
        "after": spell_link(one.parts) if one.parts else one.sku_code,
    }
