"""Options of listings that have a SKU are read for what each of them costs."""

from __future__ import annotations

import numpy as np
import pytest

from engine import JobState, MarginUnit, MatchKind
from engine.domain.products import ENDED, ProductSearch
from tests.builders import connect, sku
from tests.impatient_worker import Worker
from tests.one_store import BY_CODE, ORIGIN, OneStore, done


class Case:
    """A listing with a code of its own and coded options, all of them SKUs with costs."""

    def __init__(self, one_store: OneStore) -> None:
        self.one_store = one_store
        with connect(one_store.sandbox, one_store.index) as api:
            rows = api.products.search(ProductSearch(), page=1, size=500).products
            for row in rows:
                if row.seller_management_code is None or row.sale_status in ENDED:
                    continue
                options = api.products.origin(row.origin_product_no).options
                if len(options) > 1 and all(one.seller_code and one.usable for one in options):
                    break
            else:
                raise AssertionError("the sandbox invented no such listing")
        self.number, self.code = row.channel_product_no, row.seller_management_code
        self.costs = {one.option_id: 1_000 + at for at, one in enumerate(options)}
        known = {"packaging_won": 0, "shipping_won": 0}
        parts = [
            sku(str(one.seller_code), cost_won=self.costs[one.option_id], **known)
            for one in options
        ]
        one_store.engine.service.tables.skus.save([sku(self.code, cost_won=900, **known), *parts])

    def margins(self) -> dict[int, tuple[int, bool]]:
        """The goods cost of each row of the listing, by option, and whether it is as a whole."""
        table = self.one_store.engine.margins.table(self.one_store.store_id, unit=MarginUnit.OPTION)
        return {
            int(table.option_id[at]): (int(table.costs.goods_won[at]), bool(table.as_whole[at]))
            for at in np.flatnonzero(table.channel_product_no == self.number)
        }

    @property
    def each(self) -> dict[int, tuple[int, bool]]:
        return {option_id: (cost, False) for option_id, cost in self.costs.items()}


@pytest.fixture
def case(one_store: OneStore) -> Case:
    return Case(one_store)


def test_options_of_a_listing_whose_own_code_matches_cost_what_theirs_say(case: Case) -> None:
    run = case.one_store.imports(numbers=(case.number,), **BY_CODE)

    done(run)
    held = case.one_store.engine.products.get(case.one_store.store_id, case.number)
    assert held is not None
    assert (held.match in (MatchKind.EXACT, MatchKind.NORMAL_FORM), held.stock_linked) == (
        *(True, True),
    )
    assert case.margins() == case.each
    again = case.one_store.imports(numbers=(case.number,), **BY_CODE)
    assert again.used.requests == 1  # they are known


def test_a_whole_sync_reads_what_is_not_known_and_until_then_the_margin_says_so(case: Case) -> None:
    one_store, engine = case.one_store, case.one_store.engine
    done(one_store.imports(numbers=(case.number,)))
    (whole,) = [one for one in engine.skus.find(case.code) if one.own_code == case.code]
    engine.products.link(one_store.store_id, case.number, whole.sku_id, link_stock=False)
    assert case.margins() == {0: (900, True)}

    done(one_store.syncs())

    assert case.margins() == case.each


def test_what_was_not_read_when_naver_was_down_is_read_when_the_job_goes_on(case: Case) -> None:
    worker = Worker(case.one_store)
    case.one_store.fail("internal_500", ORIGIN)
    run = worker.imports(**BY_CODE)
    assert (run.state, run.error_code) == (JobState.FAILED, "API_DOWN")

    case.one_store.mend()
    done(worker.resumes(run))
    worker.close()

    assert case.margins() == case.each


def test_a_product_that_cannot_be_read_is_imported_all_the_same_and_read_later(case: Case) -> None:
    numbers = {"numbers": (case.number,), **BY_CODE}
    case.one_store.fail("missing_member", ORIGIN, count=1, member="originProduct")

    run = case.one_store.imports(**numbers)

    assert (done(run).matched, run.failed) == (1, ())
    assert case.margins() == {0: (900, True)}
    done(case.one_store.imports(**numbers))
    assert case.margins() == case.each
