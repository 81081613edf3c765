"""Makes the README's pictures from the running demo: `python -m tests.browser.pictures`."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, expect

from dashboard.imports.preview_table import ALL_RESULTS
from dashboard.words.i18n import ROOT, _
from dashboard.words.labels import label
from engine import MatchingMode, MatchKind, today
from tests.browser.chromium import DESK, find_chromium, open_chromium
from tests.browser.house import READY, House, open_house
from tests.browser.screen import Screen

FOLDER = ROOT / "docs" / "pictures"
MATCH, NAME, PROFIT = 7, 0, 7  # columns of the tables of listings and of margins
ROW_HEIGHT, SMALL_ROW_HEIGHT = 44, 36
LOADED = """
() => document.fonts.status === "loaded"
    && [...document.images].every(image => image.complete)
    && document.querySelector("[data-testid=stSkeleton]") === null
"""
TOP = """
() => {
    document.activeElement?.blur()
    document.querySelector("[data-testid=stMain]").scrollTo(0, 0)
}
"""


def main() -> int:
    """Takes all pictures on one house; 1 without a browser."""
    path = find_chromium()
    if path is None:
        sys.stderr.write("No Chromium is on the PATH.\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open_house(products=1500, rate=10) as house, open_chromium(path) as browser:
        context = browser.new_context(locale="ko-KR", viewport=DESK, color_scheme="light")
        _sign_in(context, house.url)
        screen = Screen(context.new_page(), house.url)
        _save_part(screen, _waterfall(screen, house), _file(_waterfall.__name__))
        for take in (_board, _margins, _import_dialog, _import_progress, _settlements):
            take(screen, house)
            _save(screen, _file(take.__name__))
        _save_part(screen, _grid(screen, house), _file(_grid.__name__))
        context.close()
    return 0


def _sign_in(context: BrowserContext, url: str) -> None:
    """As the demo's manager."""
    form = {"role": "MANAGER"}
    assert context.request.post(f"{url}/sign-in/demo", form=form, max_redirects=0).status == 303


def _board(screen: Screen, house: House) -> None:
    screen.visit()
    expect(screen.by_key_start("board.card.")).to_have_count(len(house.sandbox.stores))


def _margins(screen: Screen, house: House) -> None:
    """The first loss of a match that is not doubtful is chosen."""
    screen.visit("margins", store=house.store(READY).name)
    table = screen.table("margins.table", SMALL_ROW_HEIGHT)
    rows = table.rows()
    at = next(at for at, row in enumerate(rows) if not row[NAME].startswith("?"))
    table.tick(at)
    profit = abs(int(rows[at][PROFIT]))
    numbers = screen.by_key("margins.waterfall").locator("svg .annotation-text")
    expect(numbers.last).to_have_text(re.compile(f"{profit:,}$"))


def _import_dialog(screen: Screen, house: House) -> None:
    """A listing whose code leads nowhere; the SKU most like it is chosen beforehand."""
    screen.visit("product_import", store=house.store(READY).name)
    listings = screen.table("product_import.grid", ROW_HEIGHT)
    none = label(MatchKind.NONE)
    listings.press(next(at for at, row in enumerate(listings.rows()) if row[MATCH] == none))
    modes = screen.page.get_by_role("dialog").get_by_role("radio")
    modes.nth(list(MatchingMode).index(MatchingMode.BY_CHOICE)).check(force=True)
    screen.table_called("SKUs to choose from", SMALL_ROW_HEIGHT).tick(0)
    expect(screen.button("import_dialog.import")).to_be_enabled()


def _import_progress(screen: Screen, house: House) -> None:
    screen.visit("product_import", store=house.store(READY).name)
    screen.table("product_import.grid", ROW_HEIGHT).wait()
    screen.button("product_import.many").click()
    screen.page.get_by_role("menuitem", name=_(ALL_RESULTS)).click()
    screen.button("product_import.import").click()
    bar = screen.page.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"[3-7]\d"), timeout=60_000)


def _settlements(screen: Screen, house: House) -> None:
    """What was paid of a store with two planted mistakes, read and checked."""
    on = today() - timedelta(days=16)
    for kind, more in (("wrong_tier", {"tier": "SMALL_3"}), ("one_won", {})):
        house.sandbox.control("mistakes", {"store": READY, "kind": kind, "on": f"{on}", **more})
    screen.visit("settlements", store=house.store(READY).name)
    screen.by_key_start("settlements.read.").get_by_role("button").first.click()
    expect(screen.button("tier.correct")).to_be_visible(timeout=120_000)


def _waterfall(screen: Screen, house: House) -> Locator:
    _margins(screen, house)
    return screen.by_key("margins.waterfall")


def _grid(screen: Screen, house: House) -> Locator:
    """Fee tier by arrival of what a box in the scatter holds."""
    screen.resize(DESK["width"], 2600)
    screen.visit("margins", store=house.store(READY).name)
    screen.by_key("margins.scatter").locator("summary").click()
    plot = screen.by_key_start("margins.scatter.points").locator(".nsewdrag").first
    box = plot.bounding_box()
    assert box is not None
    mouse = screen.page.mouse
    mouse.move(box["x"] + box["width"] * 0.05, box["y"] + box["height"] * 0.1)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.9, steps=8)
    mouse.up()
    grid = screen.by_key("margins.scatter.heat")
    expect(grid.locator("svg.main-svg").first).to_be_visible()
    return grid


def _file(name: str) -> Path:
    return FOLDER / f"{name.strip('_').replace('_', '-')}.png"


def _save_part(screen: Screen, part: Locator, file: Path) -> None:
    screen.page.wait_for_function(LOADED)
    part.screenshot(path=file)


def _save(screen: Screen, file: Path) -> None:
    screen.page.evaluate(TOP)
    screen.page.mouse.move(DESK["width"] / 2, 2)
    screen.page.wait_for_function(LOADED)
    screen.page.screenshot(path=file)


if __name__ == "__main__":
    sys.exit(main())
