"""The example notebook, run cell by cell on a real snapshot, tells the engine's margins."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import (
    CostProfile,
    FeeTier,
    MarginTable,
    ProfileKind,
    StoreType,
    TaxMode,
    TaxType,
    today,
)
from engine.domain.costs import StatedCosts
from engine.sandbox.sku_sheet import sku_rows
from tests.one_store import BY_CODE, SEED, SHARED_PRODUCTS, OneStore, done
from tests.sandbox_process import ROOT

FILE = ROOT / "data" / "examples" / "margins.ipynb"
PLAIN = {"duckdb", "pandas", "plotly"}
PARTS = (  # what some rows of the sheet say beside goods and packaging, row by row in turn
    {"shipping_won": 3_000},
    {"shipping_won": 0, "tax_type": "영세율", "inbound_won": 210, "ads": "2.5 %", "returns": 90},
    {"sku_group": "냉장", "tax_type": "면세"},
    {"sku_group": "냉장", "shipping_won": 2_500, "ads": 137, "returns": "0.333 %"},
    {"tax_type": "과세"},
)


def cells(kind: str) -> list[str]:
    """The texts of the notebook's cells of that kind, in their order."""
    notebook = json.loads(FILE.read_text("utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def run_notebook() -> dict[str, Any]:
    """Runs the cells in order, as a fresh kernel would; the names they leave."""
    names: dict[str, Any] = {}
    for place, text in enumerate(cells("code"), start=1):
        exec(compile(text, f"cell {place}", "exec"), names)
    return names


def told_by(notebook: dict[str, Any]) -> dict[tuple[int, str], tuple[int | None, ...]]:
    """The notebook's table: price, fees, costs, settlement, gross, profit and rate by listing and
    tier.
    """
    rows = notebook["table"].to_dict("records")
    return {
        (row["channel_product_no"], row["tier"]): (
            *(row["price_won"], row["order_fee_won"], row["sales_fee_won"], row["cost_won"]),
            *(row["settlement_won"], row["gross_won"], row["profit_won"], row["margin_rate_mp"]),
        )
        for row in rows
    }


def told_by_engine(table: MarginTable) -> dict[tuple[int, str], tuple[int | None, ...]]:
    """The same of the engine's table."""
    numbers = table.channel_product_no.tolist()
    return {
        (number, tier.value): row
        for tier, of_tier in table.tiers.items()
        for number, row in zip(
            numbers,
            zip(
                *(of_tier.price_won.tolist(), of_tier.order_fee_won.tolist()),
                *(of_tier.sales_fee_won.tolist(), of_tier.cost_won.tolist()),
                *(of_tier.settlement_won.tolist(), of_tier.gross_won.tolist()),
                *(of_tier.profit_won.tolist(), of_tier.margin_rate_mp.tolist()),
                strict=True,
            ),
            strict=True,
        )
    }


@pytest.fixture
def priced(one_store: OneStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OneStore:
    """An imported store whose costs SKUs say, and profiles of a group and of categories; the
    notebook is run where it lies.
    """
    one_store.engine.skus.save(one_store.engine.skus.plan("s.csv", sheet(one_store.index)))
    done(one_store.imports(**BY_CODE))
    state_costs(one_store)
    monkeypatch.chdir(FILE.parent)
    monkeypatch.setenv("STOREBOARD_SNAPSHOT", str(tmp_path / "snapshot.duckdb"))
    return one_store


def sheet(index: int) -> bytes:
    """The store's catalogue of SKUs, of which some leave parts to profiles and some say more."""
    columns = ["own_code", "unique_code", "name", "cost_won", "packaging_won", "sku_group"]
    columns += ["shipping_won", "inbound_won", "ads", "returns", "tax_type"]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    for place, row in enumerate(sku_rows(SEED, index, SHARED_PRODUCTS)):
        stated = {**row, "shipping_won": None, **PARTS[place % len(PARTS)]}
        writer.writerow(stated)
    return text.getvalue().encode("utf-8-sig")


def state_costs(one_store: OneStore) -> None:
    """Saves a profile of the group, of every first level of the categories, and of one category
    below them; earlier profiles of the same names no longer count.
    """
    paths = one_store.engine.cost_profiles.names(ProfileKind.CATEGORY)
    tops = {path for path in paths if ">" not in path}
    below = max(paths, key=lambda path: path.count(">"))
    costs = {
        (ProfileKind.SKU_GROUP, "냉장"): StatedCosts(shipping_won=4_400, ads_mp=1_234),
        (ProfileKind.CATEGORY, below): StatedCosts(shipping_won=1_900, inbound_won=77),
        **{
            (ProfileKind.CATEGORY, path): StatedCosts(
                cost_won=9_999, shipping_won=3_300, returns_mp=505
            )
            for path in tops
        },
    }
    for starts_on in (date(2020, 1, 1), date(2026, 1, 1)):
        for (kind, name), stated in costs.items():
            former = StatedCosts(shipping_won=1) if starts_on.year == 2020 else stated
            one_store.engine.cost_profiles.save(
                CostProfile(kind=kind, name=name, starts_on=starts_on, costs=former)
            )


@pytest.mark.parametrize(
    ("tax_mode", "store_type"),
    [
        (TaxMode.GENERAL, StoreType.SMARTSTORE),
        (TaxMode.SIMPLIFIED, StoreType.SMARTSTORE),
        (TaxMode.EXEMPT, StoreType.BRAND_STORE),
    ],
)
def test_every_listing_has_the_engines_margin_in_every_tier(
    priced: OneStore, tmp_path: Path, tax_mode: TaxMode, store_type: StoreType
) -> None:
    engine = priced.engine
    engine.stores.update(priced.store_id, tax_mode=tax_mode, store_type=store_type)
    engine.snapshots.write(tmp_path / "snapshot.duckdb")

    notebook = run_notebook()

    table = engine.margins.table(priced.store_id, on=notebook["DAY"])
    assert table.costs.filled.any()
    assert (table.costs.ads_mp.any(), table.costs.returns_mp.any()) == (True, True)
    assert {table.tax.of(row) for row in range(len(table))} >= {None, *TaxType}
    assert 100 < len(table) == len(notebook["listings"])
    assert told_by(notebook) == told_by_engine(table)
    assert len(told_by(notebook)) == len(table) * len(FeeTier)


def test_its_charts_draw_the_numbers_of_the_table(priced: OneStore, tmp_path: Path) -> None:
    engine, store = priced.engine, priced.engine.stores.get(priced.store_id)
    engine.snapshots.write(tmp_path / "snapshot.duckdb")

    notebook = run_notebook()

    mine = engine.margins.table(priced.store_id, on=notebook["DAY"]).tiers[store.fee_tier]
    steps = notebook["waterfall"].data[0].y
    assert notebook["own_tier"] == store.fee_tier
    assert steps[-1] == mine.profit_won.min() == sum(steps[:-1])
    drawn = [rate for box in notebook["by_category"].data for rate in box.x]
    assert sorted(drawn) == sorted(rate / 1000 for rate in mine.margin_rate_mp.tolist())


@pytest.mark.dated
def test_what_turns_to_loss_in_the_next_tier_is_what_the_engine_says(
    priced: OneStore, tmp_path: Path
) -> None:
    priced.engine.terms.set_tier(priced.store_id, FeeTier.MICRO, today())
    leave_little(priced, FeeTier.MICRO)
    priced.engine.snapshots.write(tmp_path / "snapshot.duckdb")

    notebook = run_notebook()

    table = priced.engine.margins.table(priced.store_id, on=notebook["DAY"])
    now, then = (table.tiers[tier].profit_won for tier in (FeeTier.MICRO, FeeTier.SMALL_1))
    wanted = table.channel_product_no[(now >= 0) & (then < 0)].tolist()
    assert wanted
    assert notebook["turning"].index.tolist() == wanted
    losses = notebook["summary"]["sold_at_a_loss"]
    assert losses["SMALL_1"] == losses["MICRO"] + len(wanted) == (then < 0).sum()


def leave_little(one_store: OneStore, tier: FeeTier) -> None:
    """Raises the cost of the dearest listing's SKU until ten won are left of it in that tier."""
    table = one_store.engine.margins.table(one_store.store_id)
    row = int(np.argmax(table.price_won))
    cost_won = int(table.costs.goods_won[row] + table.tiers[tier].gross_won[row]) - 10
    rows = f"own_code,name,cost_won\n{table.sku_code[row]},dear,{cost_won}\n"
    plan = one_store.engine.skus.plan("dear.csv", rows.encode())
    assert (plan.rows, len(plan.rejected)) == (1, 0)
    one_store.engine.skus.save(plan)


def test_money_is_whole_numbers_from_the_first_cell_to_the_last(
    priced: OneStore, tmp_path: Path
) -> None:
    priced.engine.snapshots.write(tmp_path / "snapshot.duckdb")

    notebook = run_notebook()

    for frame in (notebook["listings"], notebook["table"]):
        money = frame[[name for name in frame if name.endswith(("_won", "_mp"))]]
        assert {str(kind) for kind in money.dtypes} <= {"int64", "Int64"}


def test_it_needs_nothing_of_ours_and_is_kept_without_results() -> None:
    notebook = json.loads(FILE.read_text("utf-8"))
    code = ast.parse("\n".join(cells("code")))
    imported = {
        name.split(".")[0]
        for node in ast.walk(code)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported - sys.stdlib_module_names == PLAIN
    assert notebook["nbformat"] == 4
    assert [cell["outputs"] for cell in notebook["cells"] if "outputs" in cell] == [[]] * len(
        cells("code")
    )
    assert not re.search("[가-힣]", FILE.read_text("utf-8"))  # one text, in English
