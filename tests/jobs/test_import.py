"""Importing listings from the sandbox over HTTP: what is saved, matched, reported, and repeated."""

from __future__ import annotations

import pytest

from engine import (
    BadRequest,
    ImportRequest,
    JobState,
    MatchingMode,
    MatchKind,
    NewStore,
    Outcome,
    PrerequisiteKind,
    PrerequisitesMissing,
    ProductSearch,
    SaleStatus,
)
from engine.domain.products import ENDED
from engine.errors import MatchingNotAllowed
from engine.jobs.products import COSTED_WAITED_FOR
from tests.builders import new_store, sku
from tests.conftest import SHARED_PRODUCTS, SHARED_STORES
from tests.one_store import BY_CODE, OneStore, done, sku_sheet


def catalogue(one_store: OneStore) -> None:
    one_store.engine.skus.save(
        one_store.engine.skus.plan("s.csv", sku_sheet(one_store.index, SHARED_PRODUCTS))
    )


def only_sku(one_store: OneStore, code: str, **fields: object) -> int:
    """Saves one SKU; its number."""
    one_store.engine.service.tables.skus.save([sku(code, **fields)])
    (held,) = one_store.engine.skus.find(code)
    assert held.sku_id is not None
    return held.sku_id


def test_importing_all_keeps_every_listing_once(one_store: OneStore) -> None:
    run = one_store.imports()
    report = done(run)

    rows = one_store.rows()
    assert [int(row["channel_product_no"]) for row in rows] == sorted(one_store.listed())
    assert report.imported == len(rows) == SHARED_PRODUCTS
    assert (report.changed, report.unchanged, run.failed) == (0, 0, ())
    sold = sum(1 for row in rows if row["sale_status"] not in ENDED)
    assert 0 < sold < SHARED_PRODUCTS
    assert (report.matched, report.unmatched, report.stock_linked) == (0, sold, 0)
    assert (run.used.requests, run.used.refused) == (3, 0)


def test_what_is_kept_is_what_naver_shows(one_store: OneStore) -> None:
    done(one_store.imports())

    page = one_store.engine.products.preview(one_store.store_id, ProductSearch(), page=2, size=100)

    for row in page.rows:
        held = one_store.engine.products.get(one_store.store_id, row.product.channel_product_no)
        assert held is not None
        assert held.product == row.product
        assert row.imported


def test_a_preview_saves_nothing(one_store: OneStore) -> None:
    page = one_store.engine.products.preview(one_store.store_id, ProductSearch(), size=100)

    assert len(page.rows) == 100
    assert not any(row.imported for row in page.rows)
    assert one_store.rows() == []


def test_importing_again_changes_nothing_and_says_so(one_store: OneStore) -> None:
    catalogue(one_store)
    first = done(one_store.imports(**BY_CODE))
    before = one_store.exported()

    run = one_store.imports(**BY_CODE)
    again = done(run)

    assert one_store.exported() == before
    assert (again.imported, again.changed, again.unchanged) == (0, 0, SHARED_PRODUCTS)
    assert (again.matched, again.unmatched, again.ambiguous, again.stock_linked) == (
        *(first.matched, first.unmatched, first.ambiguous, first.stock_linked),
    )
    reads = [run.used.requests - 3]  # three pages, and options of listings not read before
    while reads[-1] and len(reads) < SHARED_PRODUCTS:
        reads.append(one_store.imports(**BY_CODE).used.requests - 3)
    assert reads[0] == COSTED_WAITED_FOR
    assert sum(reads) <= SHARED_PRODUCTS - COSTED_WAITED_FOR  # none is read a second time
    assert one_store.exported() == before


def test_the_sums_of_a_report_add_up_to_what_is_kept_and_linked(one_store: OneStore) -> None:
    catalogue(one_store)

    run = one_store.imports(**BY_CODE)

    report, lines = done(run), one_store.engine.jobs.report_items
    assert len(lines(run.job_id, doubtful=True)) == report.doubtful  # its list is that long, too
    rows = one_store.rows()
    doubtful = [row for row in rows if row["match_doubtful"] == "true"]
    waiting = [row for row in rows if not row["matched_by"] and row["sale_status"] not in ENDED]
    assert report.unmatched + report.ambiguous == len(waiting)
    assert report.matched == sum(1 for row in rows if row["matched_by"]) - len(doubtful)
    assert report.doubtful == sum(1 for row in doubtful if row["sale_status"] not in ENDED) > 0
    assert not any(row["stock_linked"] == "true" for row in doubtful)
    assert report.stock_linked == sum(1 for row in rows if row["stock_linked"] == "true")
    ended = [row for row in rows if row["matched_by"] and row["sale_status"] in ENDED]
    parts = [row for row in rows if row["matched_by"] == "OPTION" and row["stock_linked"] != "true"]
    assert report.matched > report.stock_linked >= report.matched - len(ended) - len(parts)
    assert not [row for row in ended if row["stock_linked"] == "true"]
    assert min(report.matched, report.unmatched, report.ambiguous) > 0
    assert {row["matched_by"] for row in rows} == {"", "EXACT", "NORMAL_FORM", "OPTION"}
    linked = {(bool(row["matched_by"]), row["stock_linked"]) for row in rows}
    assert (False, "true") not in linked  # no match turns the stock link off


def test_an_import_matches_what_its_preview_said(one_store: OneStore) -> None:
    catalogue(one_store)
    said = {
        row.product.channel_product_no: row.match
        for row in one_store.engine.products.preview(
            one_store.store_id, ProductSearch(), size=100
        ).rows
    }

    done(one_store.imports(numbers=tuple(said), **BY_CODE))

    for number, match in said.items():
        held = one_store.engine.products.get(one_store.store_id, number)
        assert held is not None
        if match.kind is MatchKind.NONE:
            assert held.match in (MatchKind.NONE, MatchKind.OPTION, MatchKind.AMBIGUOUS)
        else:
            assert (held.match, held.sku_code) == (match.kind, match.sku_code)


def test_without_matching_nothing_is_linked_though_codes_would_fit(one_store: OneStore) -> None:
    catalogue(one_store)

    report = done(one_store.imports(mode=MatchingMode.NONE, link_stock=True))

    assert (report.matched, report.stock_linked) == (0, 0)
    assert {(row["sku_code"], row["stock_linked"]) for row in one_store.rows()} == {("", "false")}


def test_matching_without_the_stock_link_links_no_stock(one_store: OneStore) -> None:
    catalogue(one_store)

    report = done(
        one_store.imports(numbers=tuple(one_store.listed()[:40]), mode=MatchingMode.BY_CODE)
    )

    assert report.matched > 0
    assert report.stock_linked == 0


def test_importing_numbers_keeps_these_and_fails_the_unknown_one_by_name(
    one_store: OneStore,
) -> None:
    numbers = one_store.listed()[:3]

    run = one_store.imports(numbers=(*numbers, 999, numbers[0]))

    assert done(run).imported == 3
    (failed,) = run.failed
    assert failed.channel_product_no == 999
    assert "no listing 999" in failed.text.format(**failed.params)
    assert sorted(int(row["channel_product_no"]) for row in one_store.rows()) == sorted(numbers)


def test_more_numbers_than_a_call_takes_are_all_read(one_store: OneStore) -> None:
    numbers = tuple(one_store.listed()[:250])

    run = one_store.imports(numbers=numbers)

    assert (done(run).imported, run.used.requests) == (250, 3)


def test_only_what_a_search_finds_is_imported(one_store: OneStore) -> None:
    search = ProductSearch(statuses=(SaleStatus.CLOSE, SaleStatus.WAIT))
    found = one_store.engine.products.preview(one_store.store_id, search, size=100)

    report = done(one_store.imports(search=search))

    assert report.imported == found.total > 0
    assert {row["sale_status"] for row in one_store.rows()} == {"CLOSE", "WAIT"}
    board = one_store.engine.boards.cards()[0]
    assert board.last_synced_at is None  # a part of the store was read, not all of it


def test_a_store_with_no_listings_imports_nothing(one_store: OneStore) -> None:
    empty = one_store.sandbox.stores[-1]
    assert empty.products == 0
    store = one_store.engine.stores.add(
        new_store(one_store.sandbox, SHARED_STORES - 1, name="빈 가게"), empty.client_secret
    )
    one_store.engine.prerequisites.fetch(store.store_id)

    run = one_store.engine.jobs.wait(
        one_store.engine.imports.submit(ImportRequest(store_id=store.store_id))
    )

    assert run.state is JobState.DONE
    assert run.result.imported == 0
    assert one_store.engine.products.preview(store.store_id, ProductSearch()).rows == ()


def test_an_import_by_choice_takes_the_sku_and_the_stock_link(one_store: OneStore) -> None:
    number = one_store.listed()[0]
    sku_id = only_sku(one_store, "CHOSEN-1")

    report = done(
        one_store.imports(
            numbers=(number,), mode=MatchingMode.BY_CHOICE, sku_id=sku_id, link_stock=True
        )
    )

    held = one_store.engine.products.get(one_store.store_id, number)
    assert held is not None
    assert (held.match, held.sku_code, held.stock_linked) == (MatchKind.CHOICE, "CHOSEN-1", True)
    assert (report.imported, report.matched, report.stock_linked) == (1, 1, 1)


@pytest.mark.parametrize("by_hand", ["link", "import"])
def test_a_choice_made_by_hand_survives_bulk_imports_and_syncs(
    one_store: OneStore, by_hand: str
) -> None:
    numbers = tuple(one_store.listed()[:20])
    number = numbers[7]
    catalogue(one_store)
    done(one_store.imports(numbers=numbers, **BY_CODE))
    sku_id = only_sku(one_store, "CHOSEN-1")
    if by_hand == "link":
        one_store.engine.products.link(one_store.store_id, number, sku_id, link_stock=True)
    else:
        choice = {"mode": MatchingMode.BY_CHOICE, "sku_id": sku_id, "link_stock": True}
        done(one_store.imports(numbers=(number,), **choice))

    done(one_store.imports(numbers=numbers, **BY_CODE))
    done(one_store.imports(mode=MatchingMode.NONE, link_stock=True))
    done(one_store.syncs())

    held = one_store.engine.products.get(one_store.store_id, number)
    assert held is not None
    assert (held.match, held.sku_code, held.stock_linked) == (MatchKind.CHOICE, "CHOSEN-1", True)


def test_a_choice_is_undone_by_hand(one_store: OneStore) -> None:
    number = one_store.listed()[0]
    done(one_store.imports(numbers=(number,)))
    one_store.engine.products.link(
        one_store.store_id, number, only_sku(one_store, "CHOSEN-1"), link_stock=True
    )

    undone = one_store.engine.products.link(one_store.store_id, number, None, link_stock=True)

    assert (undone.match, undone.sku_id, undone.stock_linked) == (MatchKind.NONE, None, False)


def test_linking_what_is_not_imported_is_refused(one_store: OneStore) -> None:
    with pytest.raises(BadRequest, match="4242 is not imported yet"):
        one_store.engine.products.link(one_store.store_id, 4242, None, link_stock=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": MatchingMode.BY_CHOICE, "numbers": (1, 2), "sku_id": 1},
        {"mode": MatchingMode.BY_CHOICE, "numbers": (1,)},
        {"mode": MatchingMode.BY_CHOICE, "sku_id": 1},
        {"mode": MatchingMode.BY_CODE, "numbers": (1,), "sku_id": 1},
    ],
)
def test_a_sku_is_chosen_for_one_listing_alone(
    one_store: OneStore, wrong: dict[str, object]
) -> None:
    with pytest.raises(MatchingNotAllowed):
        one_store.engine.imports.submit(one_store.request(**wrong))

    assert one_store.engine.jobs.latest() == ()


def test_a_sku_that_does_not_exist_cannot_be_chosen(one_store: OneStore) -> None:
    with pytest.raises(BadRequest, match="no longer exists"):
        one_store.imports(numbers=(1,), mode=MatchingMode.BY_CHOICE, sku_id=99)


def test_an_import_without_prerequisites_names_those_that_are_missing(one_store: OneStore) -> None:
    other = one_store.sandbox.stores[2]
    new: NewStore = new_store(one_store.sandbox, 2, name="둘째")
    store = one_store.engine.stores.add(new, other.client_secret)
    one_store.engine.prerequisites.fetch(store.store_id, [PrerequisiteKind.ADDRESS_BOOK])

    for submit in (one_store.engine.imports.submit, one_store.engine.imports.submit_sync):
        with pytest.raises(PrerequisitesMissing) as caught:
            submit(ImportRequest(store_id=store.store_id))

        said = str(caught.value)
        assert "THIS_DAY_DISPATCH" in said
        assert "BUNDLE_GROUPS" in said
        assert "ADDRESS_BOOK" not in said
    assert one_store.engine.jobs.latest(store.store_id) == ()


def test_the_unmatched_can_be_fixed_from_the_report(one_store: OneStore) -> None:
    catalogue(one_store)
    run = one_store.imports(**BY_CODE)
    lines = one_store.engine.jobs.report_items(run.job_id, match=MatchKind.NONE)
    assert len(lines) == run.result.unmatched

    one_store.engine.products.link(
        one_store.store_id,
        lines[0].channel_product_no,
        only_sku(one_store, "FIX-1"),
        link_stock=True,
    )

    left = one_store.engine.jobs.report_items(run.job_id, match=MatchKind.NONE)
    assert [line.channel_product_no for line in left] == [
        line.channel_product_no for line in lines[1:]
    ]


def test_the_report_tells_each_listing_its_outcome(one_store: OneStore) -> None:
    numbers = one_store.listed()[:2]
    done(one_store.imports(numbers=(numbers[0],)))

    run = one_store.imports(numbers=(*numbers, 999))

    told = {
        line.channel_product_no: line.outcome
        for line in one_store.engine.jobs.report_items(run.job_id)
    }
    assert told == {
        numbers[0]: Outcome.UNCHANGED,
        numbers[1]: Outcome.IMPORTED,
        999: Outcome.FAILED,
    }
