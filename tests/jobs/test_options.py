"""Listings whose own code finds nothing are matched by the codes of their options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from engine import ImportedProduct, ImportRequest, JobRun, JobState, MatchKind, Outcome
from engine.api_errors import ApiDown
from engine.domain.products import ENDED, ProductDetail, ProductOption
from engine.domain.skus import Sku
from engine.naver import CommerceApi
from tests.builders import connect, sku
from tests.conftest import SHARED_PRODUCTS
from tests.impatient_worker import Worker
from tests.one_store import BY_CODE, ORIGIN, OneStore, done


def coded(one_store: OneStore) -> tuple[int, int, tuple[ProductOption, ...]]:
    """A listing without a code of its own but with two coded options: its numbers, and both."""
    with connect(one_store.sandbox, one_store.index) as api:
        from engine.domain.products import ProductSearch

        for page in (1, 2):
            for row in api.products.search(ProductSearch(), page=page, size=500).products:
                if row.seller_management_code is None and row.sale_status not in ENDED:
                    options = api.products.origin(row.origin_product_no).options
                    if len(options) == 2 and all(one.seller_code and one.usable for one in options):
                        return row.channel_product_no, row.origin_product_no, options
    raise AssertionError("the sandbox invented no such listing")


class Case:
    """One listing with coded options and what is imported of it."""

    def __init__(self, one_store: OneStore) -> None:
        self.one_store = one_store
        self.number, self.origin, options = coded(one_store)
        self.codes = [str(option.seller_code) for option in options]

    def save(self, *skus: Sku) -> None:
        self.one_store.engine.service.tables.skus.save(skus)

    def imports(self) -> JobRun:
        run = self.one_store.imports(numbers=(self.number, *self.others), **BY_CODE)
        done(run)
        return run

    @property
    def others(self) -> tuple[int, ...]:
        """One more listing, so that the import is of many."""
        return (next(number for number in self.one_store.listed() if number != self.number),)

    @property
    def held(self) -> ImportedProduct:
        held = self.one_store.engine.products.get(self.one_store.store_id, self.number)
        assert held is not None
        return held

    def line(self, run: JobRun) -> Any:
        items = self.one_store.engine.jobs.report_items(run.job_id)
        return next(item for item in items if item.channel_product_no == self.number)


@pytest.fixture
def case(one_store: OneStore) -> Case:
    return Case(one_store)


def test_options_of_one_sku_link_the_listing_to_it(case: Case) -> None:
    case.save(sku(*case.codes), sku("OTHER"))

    run = case.imports()

    assert (case.held.match, case.held.sku_code) == (MatchKind.OPTION, case.codes[0])
    assert case.held.stock_linked
    assert run.result.matched == 1
    assert case.line(run).outcome is Outcome.IMPORTED


def test_options_of_which_only_some_have_a_sku_leave_the_listing_without_one(case: Case) -> None:
    case.save(sku("PART", case.codes[0]))

    run = case.imports()

    assert (case.held.match, case.held.sku_id) == (MatchKind.OPTION, None)
    assert not case.held.stock_linked
    assert (run.result.matched, run.result.stock_linked) == (1, 0)


def test_options_of_which_some_lost_their_sku_lose_the_stock_link(case: Case) -> None:
    case.save(sku("ONE", case.codes[0]), sku("TWO", case.codes[1]))
    case.imports()
    assert case.held.stock_linked

    case.save(sku("TWO", "something else"))
    run = case.imports()

    assert not case.held.stock_linked
    assert case.line(run).changes == {"stock_linked": (True, False)}


def test_options_of_several_skus_match_without_a_single_sku(case: Case) -> None:
    case.save(sku("ONE", case.codes[0]), sku("TWO", case.codes[1]))

    run = case.imports()

    assert (case.held.match, case.held.sku_id) == (MatchKind.OPTION, None)
    assert (run.result.matched, run.result.stock_linked) == (1, 1)


def test_an_option_code_on_two_skus_is_ambiguous(case: Case) -> None:
    case.save(sku("ONE", case.codes[0]), sku("TWO", case.codes[0]), sku("3", case.codes[1]))

    run = case.imports()

    assert (case.held.match, case.held.sku_id) == (MatchKind.AMBIGUOUS, None)
    assert not case.held.stock_linked
    assert (run.result.ambiguous, run.result.stock_linked) == (1, 0)


@pytest.mark.parametrize("times", ["one", "several", "ambiguous"])
def test_importing_the_same_options_again_changes_nothing(case: Case, times: str) -> None:
    first, second = case.codes[:2]
    case.save(
        *{
            "one": (sku("ONE", first), sku("OTHER")),
            "several": (sku("ONE", first), sku("TWO", second)),
            "ambiguous": (sku("ONE", first), sku("TWO", first)),
        }[times]
    )
    before = case.imports()
    held = case.held

    again = case.imports()

    assert case.held == held
    assert (again.result.changed, again.result.unchanged) == (0, 2)
    assert (again.result.matched, again.result.ambiguous, again.result.stock_linked) == (
        *(before.result.matched, before.result.ambiguous, before.result.stock_linked),
    )
    assert again.used.requests == 1  # the options are known


def test_a_sku_added_later_is_found_without_reading_the_options_again(case: Case) -> None:
    case.save(sku("OTHER"))
    case.imports()
    assert case.held.match is MatchKind.NONE

    case.save(sku(*case.codes))
    run = case.imports()

    assert (case.held.match, case.held.sku_code) == (MatchKind.OPTION, case.codes[0])
    assert run.used.requests == 1
    line = case.line(run)
    assert line.outcome is Outcome.CHANGED
    assert line.changes["match_kind"] == ("NONE", "OPTION")
    assert line.changes["sku_code"] == (None, case.codes[0])


def test_an_option_match_follows_its_code_to_another_sku(case: Case) -> None:
    own, other = case.codes
    case.save(sku(own, other), sku("TWO"))
    case.imports()

    case.save(sku(own), sku("TWO", other))
    run = case.imports()

    assert (case.held.match, case.held.sku_code) == (MatchKind.OPTION, None)
    assert case.line(run).changes == {"sku_code": (own, None)}


def test_an_option_match_ends_when_no_sku_has_the_code_any_more(case: Case) -> None:
    case.save(sku("ONE", case.codes[0]))
    case.imports()

    case.save(sku("ONE"))
    run = case.imports()

    assert (case.held.match, case.held.sku_id) == (MatchKind.NONE, None)
    assert not case.held.stock_linked
    assert (run.result.matched, run.result.stock_linked) == (0, 0)
    assert case.line(run).outcome is Outcome.CHANGED


def test_an_ambiguous_option_is_told_apart_once_the_codes_differ(case: Case) -> None:
    own, other = case.codes
    case.save(sku(own, other), sku("TWO", other))
    case.imports()
    assert case.held.match is MatchKind.AMBIGUOUS

    case.save(sku("TWO", "something else"))
    case.imports()

    assert (case.held.match, case.held.sku_code) == (MatchKind.OPTION, own)


def test_a_code_of_its_own_comes_before_the_codes_of_its_options(case: Case) -> None:
    case.save(sku("SET", case.codes[0]), sku("WHOLE-1"))
    case.imports()

    changed = {"channel_product_no": case.number, "sellerManagementCode": "whole-1"}
    case.one_store.control("products", change=[changed])
    case.imports()

    assert (case.held.match, case.held.sku_code) == (MatchKind.NORMAL_FORM, "WHOLE-1")


def test_a_listing_that_lost_its_own_code_falls_back_to_its_options(case: Case) -> None:
    case.save(sku(*case.codes), sku("WHOLE-1"))
    changed = {"channel_product_no": case.number, "sellerManagementCode": "WHOLE-1"}
    case.one_store.control("products", change=[changed])
    case.imports()
    assert case.held.match is MatchKind.EXACT

    changed["sellerManagementCode"] = None
    case.one_store.control("products", change=[changed])
    run = case.imports()

    assert (case.held.match, case.held.sku_code) == (MatchKind.OPTION, case.codes[0])
    line = case.line(run)
    assert line.changes["match_kind"] == ("EXACT", "OPTION")
    assert line.changes["sku_code"] == ("WHOLE-1", case.codes[0])


def test_a_choice_made_by_hand_is_not_undone_by_options(case: Case) -> None:
    case.save(sku("SET", case.codes[0]), sku("CHOSEN"))
    case.imports()
    (chosen,) = case.one_store.engine.skus.find("CHOSEN")

    case.one_store.engine.products.link(
        case.one_store.store_id, case.number, chosen.sku_id, link_stock=True
    )
    case.imports()

    assert (case.held.match, case.held.sku_code) == (MatchKind.CHOICE, "CHOSEN")


def test_options_are_not_asked_for_without_a_catalogue(one_store: OneStore) -> None:
    run = one_store.imports(**BY_CODE)
    report = done(run)

    assert run.used.requests == 3
    assert report.imported == SHARED_PRODUCTS
    assert report.unmatched == one_store.engine.boards.counts(one_store.store_id).unmatched > 0


def test_one_product_that_cannot_be_read_is_a_line_and_the_rest_is_matched(case: Case) -> None:
    case.save(sku("SET", case.codes[0]))
    case.one_store.fail("missing_member", ORIGIN, count=1, member="originProduct")
    request = ImportRequest(store_id=case.one_store.store_id, **BY_CODE)

    run = case.one_store.engine.jobs.wait(case.one_store.engine.imports.submit(request))

    assert done(run).imported == SHARED_PRODUCTS
    (failed,) = run.failed
    assert "originProduct" in failed.text.format(**failed.params)


@pytest.fixture
def hourglass(one_store: OneStore) -> Iterator[Worker]:
    """Runs the store's jobs with waits that pass at once."""
    worker = Worker(one_store)
    yield worker
    worker.close()


class Stubborn(Worker):
    """The store's real client, except that NAVER has a fault on one product."""

    number = 0

    def api(self, store_id: int) -> CommerceApi:
        api = super().api(store_id)
        read = api.products.origin

        def origin(number: int, *, urgent: bool = False) -> ProductDetail:
            if number == self.number:
                raise ApiDown
            return read(number, urgent=urgent)

        api.products.origin = origin  # type: ignore[method-assign]
        api.heeding = lambda heed: api  # type: ignore[method-assign]
        return api


def test_a_product_naver_always_fails_on_is_a_line_while_it_answers_for_others(case: Case) -> None:
    case.save(sku("SET", case.codes[0]))
    worker = Stubborn(case.one_store)
    worker.number = case.origin

    run = worker.imports(**BY_CODE)

    assert done(run).imported == SHARED_PRODUCTS
    assert [failed.channel_product_no for failed in run.failed] == [case.number]
    worker.number = 0
    again = worker.imports(numbers=(case.number,), **BY_CODE)
    worker.close()
    done(again)
    assert again.failed == ()
    assert case.held.match is MatchKind.OPTION


def test_a_single_product_naver_fails_on_is_a_line_while_the_search_answers(
    case: Case, hourglass: Worker
) -> None:
    case.save(sku("SET", case.codes[0]))
    case.one_store.fail("internal_500", ORIGIN)

    run = hourglass.imports(numbers=(case.number,), **BY_CODE)

    done(run)
    assert [failed.channel_product_no for failed in run.failed] == [case.number]


def test_an_import_stops_when_naver_answers_for_no_product_and_goes_on_later(
    case: Case, hourglass: Worker
) -> None:
    case.save(sku("SET", case.codes[0]))
    case.one_store.fail("internal_500", ORIGIN)

    run = hourglass.imports(**BY_CODE)

    assert (run.state, run.error_code, run.phase) == (JobState.FAILED, "API_DOWN", "OPTIONS")
    assert run.failed == ()
    case.one_store.mend()
    again = hourglass.resumes(run)
    done(again)
    assert again.failed == ()
    assert case.held.match is MatchKind.OPTION


def recode(case: Case, code: str) -> None:
    """At NAVER the first option gets another code; its product was modified by that."""
    change = {"channel_product_no": case.number, "salePrice": 77_000}
    case.one_store.control("products", change=[change])
    case.one_store.fail("wrong_type", ORIGIN, member="sellerManagerCode", value=code)


def test_a_sync_matches_options_again_whose_code_changed(case: Case) -> None:
    case.save(sku(*case.codes), sku("OTHER"))
    case.imports()
    assert (case.held.sku_code, case.held.stock_linked) == (case.codes[0], True)
    recode(case, "OTHER")

    run = case.one_store.syncs()

    done(run)
    assert (case.held.match, case.held.sku_id) == (MatchKind.OPTION, None)
    assert case.held.stock_linked  # every option is a SKU's, if of two
    assert case.line(run).changes["sku_code"] == (case.codes[0], None)


@pytest.mark.parametrize("asked", ["whole", "some"])
def test_a_sync_ends_the_link_of_options_whose_code_is_no_skus_any_more(
    case: Case, asked: str
) -> None:
    case.save(sku(*case.codes))
    case.imports()
    recode(case, "nothing")

    done(case.one_store.syncs(**({} if asked == "whole" else {"numbers": (case.number,)})))

    assert (case.held.sku_id, case.held.stock_linked) == (None, False)


def test_a_sync_begins_no_link_and_no_stock_link(case: Case) -> None:
    done(case.one_store.imports(numbers=(case.number,)))  # without a match
    case.save(sku(*case.codes))

    done(case.one_store.syncs())

    assert case.held.match is MatchKind.NONE
    case.one_store.imports(numbers=(case.number,), **BY_CODE | {"link_stock": False})
    assert (case.held.match, case.held.stock_linked) == (MatchKind.OPTION, False)
    recode(case, case.codes[1])
    done(case.one_store.syncs())
    assert (case.held.match, case.held.stock_linked) == (MatchKind.OPTION, False)
