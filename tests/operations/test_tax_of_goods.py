"""VAT follows the goods through a real import: every place that works out money agrees."""

from __future__ import annotations

import numpy as np

from engine import Costs, FeeTier, MarginTable, Scenario, TaxMode, TaxType
from tests.costs import save_sheet
from tests.one_store import BY_CODE, OneStore, done


def row_of(table: MarginTable, tax_type: TaxType | None) -> int:
    """The first row of such goods."""
    return next(row for row in range(len(table)) if table.tax.of(row) == tax_type)


def say(one_store: OneStore, table: MarginTable, row: int, tax: str) -> None:
    """Lets the SKU of a row say its tax."""
    sheet = f"own_code,name,tax_type\n{table.sku_code[row]},컵,{tax}\n"
    save_sheet(one_store.engine, sheet.encode())


def test_exempt_goods_in_a_taxed_store_keep_all_that_is_left(stocked: OneStore) -> None:
    engine, store_id = stocked.engine, stocked.store_id
    rates = engine.margins.rates(store_id, tier=FeeTier.SMALL_1)
    costs = Costs(goods_won=5_000)

    exempt = engine.margins.of(store_id, 20_000, costs, rates, tax_type=TaxType.DUTYFREE)
    unknown = engine.margins.of(store_id, 20_000, costs, rates)

    assert engine.stores.get(store_id).tax_mode is TaxMode.GENERAL
    assert (exempt.profit_won, unknown.profit_won) == (13_888, 12_625)


def test_an_import_reads_the_tax_of_goods_and_margins_follow_it(stocked: OneStore) -> None:
    table = stocked.engine.margins.table(stocked.store_id)
    columns = table.tiers[FeeTier.SMALL_1]

    held = {table.tax.of(row) for row in range(len(table))}
    assert held >= {None, TaxType.TAX}  # not all are read by one import
    for tax_type in held:
        row = row_of(table, tax_type)
        gross, paid = int(columns.gross_won[row]), int(columns.revenue_won[row])
        eleven = 10 * gross + (paid if tax_type is TaxType.SMALL else 0)
        exact = gross if tax_type is TaxType.DUTYFREE else round(eleven / 11)
        assert abs(int(columns.profit_won[row]) - exact) <= 1


def test_what_a_sku_says_of_its_tax_counts_everywhere(stocked: OneStore) -> None:
    engine, store_id = stocked.engine, stocked.store_id
    before = engine.margins.table(store_id)
    at = row_of(before, TaxType.TAX)
    number = int(before.channel_product_no[at])

    say(stocked, before, at, "면세")

    after = engine.margins.table(store_id)
    row = int(np.flatnonzero(after.channel_product_no == number)[0])
    columns, costs = after.tiers[FeeTier.SMALL_1], after.costs.of(row)
    assert after.tax.of(row) is TaxType.DUTYFREE
    assert columns.profit_won[row] == columns.gross_won[row]
    sale = engine.margins.of(
        *(store_id, int(after.price_won[row]), costs, after.rates[FeeTier.SMALL_1]),
        tax_type=after.tax.of(row),
    )
    assert sale.profit_won == columns.profit_won[row]
    reached = Scenario(name="면세", numbers=(number,), tier=FeeTier.SMALL_1, target_mp=40_000)
    raised = engine.scenarios.result(store_id, reached)
    wanted = engine.margins.target_price(
        *(store_id, 40_000, costs, after.rates[FeeTier.SMALL_1]), tax_type=TaxType.DUTYFREE
    )
    held = int(after.price_won[row])
    assert raised.then.price_won.tolist() == [max(held, -(-int(wanted) // 10) * 10)]
    assert raised.then.profit_won[0] == raised.then.gross_won[0]


def test_later_syncs_read_the_tax_that_was_never_read(stocked: OneStore) -> None:
    with stocked.engine.service.tables.database.write() as transaction:
        transaction.execute("update product_detail set tax_type = null")
    assert stocked.engine.margins.table(stocked.store_id).tax.unknown == len(
        stocked.engine.margins.table(stocked.store_id)
    )

    done(stocked.imports(**BY_CODE))

    table = stocked.engine.margins.table(stocked.store_id)
    assert 0 < table.tax.unknown < len(table)


def test_losses_are_counted_by_the_tax_of_the_goods(stocked: OneStore) -> None:
    engine, store_id = stocked.engine, stocked.store_id
    table = engine.margins.table(store_id)
    at = row_of(table, TaxType.TAX)
    cost = int(table.costs.goods_won[at] + table.tiers[table.store.fee_tier].gross_won[at]) + 11
    row = f"own_code,name,cost_won,tax_type\n{table.sku_code[at]},컵,{cost},"
    save_sheet(engine, f"{row}과세\n".encode())
    [losing] = engine.boards.cards()

    save_sheet(engine, f"{row}영세율\n".encode())  # the VAT of its fees and costs comes back

    [board] = engine.boards.cards()
    after = engine.margins.table(store_id).tiers[table.store.fee_tier]
    assert (losing.loss_makers or 0) - 1 == board.loss_makers == int((after.profit_won < 0).sum())
