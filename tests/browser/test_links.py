"""A listing is linked to a set by hand; the link is taken off and comes back with one click."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from dashboard.words.labels import label
from engine import MatchingMode, MatchKind
from tests.browser.house import READY, House
from tests.browser.screen import Screen, Table

MATCH, SKU, HELD = 7, 8, 9  # columns of the table of listings
ROW_HEIGHT = 44


def test_a_link_of_several_pieces_is_made_taken_off_and_put_back(
    house: House, screen: Screen
) -> None:
    listings = _with_an_imported_one(house, screen)
    first, second = list(house.skus)[:2]
    link = f"{first}*2+{second}"

    screen.button("product_import.one").click()
    dialog = screen.page.get_by_role("dialog")
    modes = dialog.get_by_role("radio")
    modes.nth(list(MatchingMode).index(MatchingMode.BY_CHOICE)).check(force=True)
    typed = dialog.get_by_placeholder("CUP-1*2+GIFT")
    typed.fill("nobody*2")
    typed.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("nobody")
    typed.fill(link)
    typed.press("Enter")
    save = screen.button("import_dialog.import").filter(has_text=link)
    expect(save).to_be_enabled()  # beside it the one of before may still stand, fading
    save.click()

    expect(dialog).to_be_hidden()
    listings.expect_cell(0, SKU, link)
    listings.expect_cell(0, MATCH, label(MatchKind.CHOICE))

    screen.button("product_import.one").click()
    screen.by_key("import_dialog.unlink").locator("summary").click()
    expect(dialog.get_by_role("listitem").filter(has_text=link)).to_be_visible()
    screen.page.locator('[class*="st-key-unlink-"] button').first.click()

    expect(dialog).to_be_hidden()
    listings.expect_cell(0, SKU, "—")
    screen.button("unlink.undo").click()
    listings.expect_cell(0, SKU, link)
    expect(screen.by_key("unlink.undo")).to_have_count(0)


def _with_an_imported_one(house: House, screen: Screen) -> Table:
    """The listings of the store, the first of them imported and ticked."""
    screen.visit("product_import", store=house.store(READY).name)
    listings = screen.table("product_import.grid", ROW_HEIGHT)
    if listings.rows()[0][HELD] != "✓":
        listings.press(0)
        modes = screen.page.get_by_role("dialog").get_by_role("radio")
        modes.nth(list(MatchingMode).index(MatchingMode.NONE)).check(force=True)
        screen.button("import_dialog.import").click()
        screen.expect_number("Newly imported", 1)
        screen.button("report.close").click()
    listings.expect_cell(0, HELD, re.compile("✓"))
    listings.tick(0)
    return listings
