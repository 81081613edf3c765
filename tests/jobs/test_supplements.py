"""A supplement (추가상품) is sold beside a listing, and matched by its own code."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.commands.links import link_listing, unlink_listing
from dashboard.commands.margins import margins
from dashboard.commands.parser import read_options
from dashboard.margins.frames import margin_download
from dashboard.words.i18n import speaking
from engine import FeeTier, MarginUnit, ProductSearch
from engine.domain.products import ENDED, ProductOption
from engine.domain.skus import RowState
from tests.builders import connect, sku
from tests.one_store import BY_CODE, OneStore, done

COST_WON = 1_000


class Case:
    """A listing beside which something with a code is sold; nothing else has a SKU."""

    def __init__(self, one_store: OneStore) -> None:
        self.one_store = one_store
        with connect(one_store.sandbox, one_store.index) as api:
            rows = api.products.search(ProductSearch(), page=1, size=500).products
            for row in rows:
                if row.sale_status in ENDED:
                    continue
                beside = api.products.origin(row.origin_product_no).supplements
                coded = [one for one in beside if one.seller_code and one.usable]
                if coded:
                    break
            else:
                raise AssertionError("the sandbox invented no such listing")
        self.number: int = row.channel_product_no
        self.supplement: ProductOption = coded[0]
        known = {"cost_won": COST_WON, "packaging_won": 0, "shipping_won": 0}
        code = str(self.supplement.seller_code)
        one_store.engine.service.tables.skus.save([sku(code, **known)])


@pytest.fixture
def case(one_store: OneStore) -> Case:
    return Case(one_store)


def test_a_supplement_has_a_margin_of_its_own(case: Case) -> None:
    one_store = case.one_store

    done(one_store.imports(numbers=(case.number,), **BY_CODE))

    table = one_store.engine.margins.table(one_store.store_id, unit=MarginUnit.OPTION)
    [at] = np.flatnonzero((table.channel_product_no == case.number) & table.supplement)
    assert table.option_id[at] == -case.supplement.option_id
    assert str(table.name[at]).endswith(f" + {case.supplement.name}")
    assert (table.price_won[at], table.costs.goods_won[at]) == (case.supplement.price_won, COST_WON)
    small = table.tiers[FeeTier.SMALL_1]
    kept = case.supplement.price_won - small.order_fee_won[at] - small.sales_fee_won[at]
    assert small.settlement_won[at] == kept
    held = one_store.engine.products.get(one_store.store_id, case.number)
    assert held is not None
    assert (held.sku_id, held.stock_linked) == (None, False)  # it says nothing of the listing


def test_the_download_marks_supplements(case: Case) -> None:
    one_store = case.one_store
    done(one_store.imports(numbers=(case.number,), **BY_CODE))
    table = one_store.engine.margins.table(one_store.store_id, unit=MarginUnit.OPTION)

    with speaking("en"):
        rows = margin_download(table, {}).to_dict("records")

    [row] = [row for row in rows if row["Cost of"] == "supplement"]
    assert row["Option no."] == case.supplement.option_id


def test_the_command_line_marks_supplements(case: Case) -> None:
    one_store = case.one_store
    done(one_store.imports(numbers=(case.number,), **BY_CODE))
    name = one_store.engine.stores.get(one_store.store_id).name

    answer = margins(one_store.engine, read_options(["margins", name, "--by-option"]))

    [row] = [
        row
        for row in answer["rows"]
        if row["channel_product_no"] == case.number and row["supplement"] and row["tier"] == "MICRO"
    ]
    assert (row["option_id"], row["as_whole"]) == (case.supplement.option_id, False)
    assert row["price_won"] == case.supplement.price_won


def test_a_person_links_a_supplement_by_command_and_sheet(case: Case) -> None:
    one_store, number = case.one_store, case.number
    engine, store_id, code = one_store.engine, one_store.store_id, case.supplement.seller_code
    done(one_store.imports(numbers=(number,), **BY_CODE))
    name, beside = engine.stores.get(store_id).name, f"-{case.supplement.option_id}"
    what = (name, str(number), "--option", beside)

    link_listing(engine, read_options(["products", "link", *what, "--sku", f"{code}*2"]))

    assert goods(case) == 2 * COST_WON
    sheet = engine.link_sheets.sheet(store_id, "csv")
    plan = engine.link_sheets.plan(store_id, "links.csv", sheet)
    assert (beside in sheet.decode("utf-8-sig"), plan.count(RowState.UNCHANGED)) == (
        True,
        plan.rows,
    )
    again = f"channel_product_no,option_no,sku_code\n{number},{beside},{code}*3\n"
    plan = engine.link_sheets.plan(store_id, "links.csv", again.encode())
    assert engine.link_sheets.save(store_id, plan) == 1
    assert goods(case) == 3 * COST_WON
    held = engine.products.get(store_id, number)
    assert held is not None
    assert (held.sku_id, held.stock_linked) == (None, False)

    unlink_listing(engine, read_options(["products", "unlink", *what]))
    assert goods(case) == COST_WON


def goods(case: Case) -> int:
    engine, store_id = case.one_store.engine, case.one_store.store_id
    table = engine.margins.table(store_id, unit=MarginUnit.OPTION)
    [at] = np.flatnonzero((table.channel_product_no == case.number) & table.supplement)
    return int(table.costs.goods_won[at])
