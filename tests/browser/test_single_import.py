"""One listing is imported with a SKU of one's own choice."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import sku_said
from engine import MatchingMode, MatchKind
from tests.browser.house import READY, House
from tests.browser.screen import Screen, Table

CODE, MATCH, SKU, HELD = 2, 7, 8, 9  # columns of the table of listings
ROW_HEIGHT, SKU_ROW_HEIGHT = 44, 36


def test_a_listing_is_imported_with_the_sku_chosen_for_it(house: House, screen: Screen) -> None:
    screen.visit("product_import", store=house.store(READY).name)
    listings = screen.table("product_import.grid", ROW_HEIGHT)
    at = _new_with_a_match(listings)
    code = listings.rows()[at][CODE]
    listings.press(at)
    dialog = screen.page.get_by_role("dialog")
    listing = house.listings[_number_in(dialog)]
    assert listing["sellerManagementCode"] == code

    key = f"import_dialog.{listing['channelProductNo']}"
    screen.by_key(f"{key}.mode").get_by_role("radio").nth(len(MatchingMode) - 1).check(force=True)
    sku = _sku_of_another(house, code)
    screen.by_key(f"{key}.search").get_by_role("textbox").press_sequentially(sku["own_code"])
    found = screen.table(f"{key}.found.{sku['own_code']}", SKU_ROW_HEIGHT)
    found.expect_cell(0, 0, sku["own_code"])
    found.tick(0)

    link = screen.by_key(f"{key}.link.{MatchingMode.BY_CHOICE}.True").get_by_role("switch")
    expect(link).to_be_checked()
    change = f"{listing['stockQuantity']:,}\\D.*\\D{int(sku['stock']):,}\\D"
    expect(dialog.get_by_text(re.compile(change))).to_be_visible()
    expect(screen.button("import_dialog.import")).to_contain_text(sku["own_code"])
    screen.button("import_dialog.import").click()

    expect(dialog).to_be_hidden()
    screen.expect_number("Newly imported", 1)
    screen.expect_number("SKU linked", 1)
    screen.button("report.close").click()
    listings.expect_cell(at, SKU, sku_said(sku["own_code"], sku["name"], sku["option"]))
    listings.expect_cell(at, MATCH, label(MatchKind.CHOICE))
    listings.expect_cell(at, HELD, "✓")


def test_the_dialog_leaves_a_held_listing_without_a_sku(house: House, screen: Screen) -> None:
    store = house.store(READY).name
    screen.visit("product_import", store=store, page="3")
    listings = screen.table("product_import.grid", ROW_HEIGHT)
    exact = label(MatchKind.EXACT)
    at = next(
        n for n, row in enumerate(listings.rows()) if row[HELD] == "✓" and row[MATCH] == exact
    )
    listings.tick(at)
    screen.button("product_import.one").click()
    dialog = screen.page.get_by_role("dialog")
    number = _number_in(dialog)

    mode = screen.by_key(f"import_dialog.{number}.mode").get_by_role("radio")
    mode.nth(list(MatchingMode).index(MatchingMode.NONE)).check(force=True)
    expect(screen.button("import_dialog.import")).to_contain_text(_("Leave without SKU"))
    screen.button("import_dialog.import").click()

    expect(dialog).to_be_hidden()
    listings.expect_cell(at, MATCH, label(MatchKind.NONE))
    listings.expect_cell(at, SKU, "—")
    screen.visit("product_import", store=store, fix="1", kind=MatchKind.NONE)
    screen.by_key("without_sku.left").get_by_text(
        _("Need no SKU · {count}").format(count=1)
    ).click()
    screen.button("without_sku.left.back").click()  # the house is as it was for others
    expect(screen.by_key("without_sku.left")).to_have_count(0)


def _new_with_a_match(listings: Table) -> int:
    """The first row in sight that is not imported and whose code leads to a SKU."""
    rows = listings.rows()
    exact = label(MatchKind.EXACT)
    return next(at for at, row in enumerate(rows) if row[HELD] != "✓" and row[MATCH] == exact)


def _number_in(dialog: Locator) -> int:
    """The channel product number the dialog tells."""
    number = re.compile(r"\d{11}")
    expect(dialog).to_contain_text(number)
    found = number.search(dialog.inner_text())
    assert found is not None
    return int(found[0])


def _sku_of_another(house: House, code: str) -> dict[str, str]:
    """A SKU to which that code does not lead, found by its own code alone."""
    skus = house.skus
    return next(
        row
        for own, row in reversed(skus.items())
        if code not in (own, row["unique_code"])
        and sum(own in other for one in skus.values() for other in one.values()) == 1
    )
