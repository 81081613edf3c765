"""All listings are imported at once, watched over a refresh, and one is fixed from the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from dashboard.imports.preview_table import ALL_RESULTS
from dashboard.words.i18n import _
from engine.domain.products import ENDED
from tests.browser.conftest import Visit
from tests.browser.house import READY, House, open_house
from tests.browser.screen import Screen

REQUESTS_A_SECOND = 8  # so that the import takes some seconds, most of them for options
ROW_HEIGHT, SKU_ROW_HEIGHT = 44, 36


@pytest.fixture(scope="module")
def slow_house(chromium: Browser) -> Iterator[House]:
    """A house whose API answers as seldom as NAVER's does to a larger application."""
    with open_house(products=260, rate=REQUESTS_A_SECOND) as house:
        yield house


def test_a_bulk_import_goes_on_over_a_refresh_and_its_report_is_worked_off(
    slow_house: House, visit: Visit
) -> None:
    with visit(slow_house) as screen:
        screen.visit("product_import", store=slow_house.store(READY).name)
        _select_all_results(screen, len(slow_house.listings))
        screen.button("product_import.import").click()
        job = _running_job(screen)

        screen.page.reload()

        screen.settle()
        assert _running_job(screen) == job
        _expect_whole_report(screen, slow_house)
        _fix_the_first(screen)


def _select_all_results(screen: Screen, total: int) -> None:
    screen.table("product_import.grid", ROW_HEIGHT).wait()
    screen.button("product_import.many").click()
    screen.page.get_by_role("menuitem", name=_(ALL_RESULTS)).click()
    expect(screen.button("product_import.import")).to_contain_text(f"{total:,}")


def _running_job(screen: Screen) -> str:
    """The number of the job whose progress is shown and has moved."""
    bar = screen.page.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"[1-9]\d*"))
    return _number_in_key(screen.by_key_start("progress.cancel."))


def _expect_whole_report(screen: Screen, house: House) -> None:
    """Every listing the sandbox has stands in the report, once; nothing was refused."""
    total = len(house.listings)
    expect(screen.page.get_by_role("progressbar")).to_have_count(0)
    screen.expect_number("Failed", 0)
    imported, changed, unchanged = map(screen.number, ("Newly imported", "Changed", "Unchanged"))
    assert imported + changed + unchanged == total
    assert imported > unchanged > 0
    ended = sum(one["statusType"] in ENDED for one in house.listings.values())
    told = screen.number("SKU linked") + screen.number("To check")
    assert total - ended <= told < total  # what is ended and has no SKU is not to be checked
    store = house.sandbox.control("stats", method="GET")["stores"][READY]
    assert store["products"] == total
    assert store["refusals"] == {}


def _fix_the_first(screen: Screen) -> None:
    """Links the first unmatched listing with the SKU most like it; the next one follows."""
    waiting = screen.table("without_sku.report.", ROW_HEIGHT)
    count, listing = waiting.count(), _listing_at_hand(screen)
    before = _unmatched_on_the_board(screen)
    screen.table(f"without_sku.{listing}.suggested", SKU_ROW_HEIGHT).tick(0)
    screen.button("without_sku.link_and_next").click()

    expect(screen.by_key(f"without_sku.{listing}.search")).to_have_count(0)
    assert waiting.count() == count - 1
    assert _listing_at_hand(screen) != listing
    expect(screen.by_key_start("report.part.").get_by_role("radio").first).to_contain_text(
        f" {count - 1:,}"
    )
    assert _unmatched_on_the_board(screen) == before - 1


def _unmatched_on_the_board(screen: Screen) -> int:
    """How many listings wait for a SKU, of those on sale: read beside the page at hand."""
    beside = screen.beside()
    beside.visit()
    count = beside.number("Unmatched products")
    beside.page.close()
    return count


def _listing_at_hand(screen: Screen) -> str:
    """The number of the listing whose SKUs are shown."""
    return _number_in_key(screen.page.locator('[class*="st-key-without_sku-"][class*="-search"]'))


def _number_in_key(place: Locator) -> str:
    found = re.search(r"st-key-\D+-(\d+)", place.get_attribute("class") or "")
    assert found is not None
    return found[1]
