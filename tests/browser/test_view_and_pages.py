"""What is chosen is there again after a reload, Back, in a link, and while pages are turned."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from dashboard.words.i18n import _
from tests.browser.conftest import Visit
from tests.browser.house import READY, House
from tests.browser.screen import Screen

PREVIEW_ROW = 44
HEADS = [  # pages with a control right above a table
    ("product_import", "product_import.many", "button"),
    ("fees", "fees.all_days", "label"),
    ("skus", "skus.search", "input"),
    ("jobs", "jobs.filter", "button"),
    ("audit", "audit.period", "button, label"),
]


def address(screen: Screen) -> dict[str, str]:
    held = parse_qs(urlsplit(screen.page.url).query)
    return {name: values[0] for name, values in held.items()}


def chosen(screen: Screen, key_start: str) -> Locator:
    return screen.by_key_start(key_start).locator("[aria-checked=true]")


def test_reload_back_and_a_link_show_the_same_view(house: House, visit: Visit) -> None:
    with visit(house) as screen:
        screen.visit("margins", store=house.store(READY).name)
        screen.by_key_start("margins.tier").get_by_text(_("General"), exact=True).click()
        _expect_in_address(screen, "tier", "GENERAL")
        link = screen.page.url

        screen.page.reload()
        screen.settle(_("Margins"))
        expect(chosen(screen, "margins.tier")).to_have_text(_("General"))

        screen.go("jobs")
        screen.settle(_("Jobs"))
        assert "tier" not in address(screen)
        screen.page.go_back()
        screen.settle(_("Margins"))
        expect(chosen(screen, "margins.tier")).to_have_text(_("General"))
        _expect_in_address(screen, "tier", "GENERAL")

    with visit(house) as other:
        other.page.goto(link)
        other.settle(_("Margins"))
        expect(chosen(other, "margins.tier")).to_have_text(_("General"))


@pytest.mark.parametrize("viewport", [(1440, 900), (390, 844)])
def test_ticks_stay_while_pages_are_turned_below_the_table(
    house: House, visit: Visit, viewport: tuple[int, int]
) -> None:
    width, height = viewport
    with visit(house, viewport={"width": width, "height": height}) as screen:
        screen.visit("product_import", store=house.store(READY).name)
        table = screen.table("product_import.grid", PREVIEW_ROW).wait()
        table.tick(0)
        table.tick(2)
        _expect_selected(screen, 2)

        _turn(screen, 2)
        _expect_selected(screen, 2)
        screen.table("product_import.grid", PREVIEW_ROW).tick(1)
        _expect_selected(screen, 3)
        assert address(screen)["page"] == "2"

        _turn(screen, 1)
        _expect_selected(screen, 3)
        back = screen.table("product_import.grid", PREVIEW_ROW)
        for at, ticked in ((0, "true"), (1, "false"), (2, "true")):
            expect(back.row(at)).to_have_attribute("aria-selected", ticked)

        screen.button("product_import.clear").click()
        expect(back.row(0)).to_have_attribute("aria-selected", "false")
        expect(screen.button("product_import.import")).to_be_disabled()


def test_few_pages_are_all_shown(house: House, screen: Screen) -> None:
    screen.visit("skus")
    pager = screen.by_key_start("skus.page")
    for page in (1, 2, 3):
        expect(pager.get_by_role("button", name=f"Page {page}", exact=True)).to_be_visible()


@pytest.mark.parametrize("viewport", [(1440, 900), (390, 844)])
def test_a_tables_own_tools_lie_over_no_control(
    house: House, visit: Visit, viewport: tuple[int, int]
) -> None:
    width, height = viewport
    with visit(house, viewport={"width": width, "height": height}) as screen:
        for page, key, part in HEADS:
            screen.visit(page, store=house.store(READY).name)
            place = screen.page.get_by_test_id("stDataFrame").first
            place.hover()
            expect(place.get_by_test_id("stElementToolbar")).to_be_visible()
            screen.by_key(key).locator(part).last.click(trial=True)


def _turn(screen: Screen, page: int) -> None:
    """Presses a number of the pager, where a finger would: nothing may lie over it."""
    pager = screen.by_key_start("product_import.page")
    pager.get_by_role("button", name=f"Page {page}", exact=True).click()
    _expect_in_address(screen, "page", str(page) if page > 1 else None)


def _expect_in_address(screen: Screen, name: str, text: str | None) -> None:
    """Waits until the address says so, and the page is drawn."""
    screen.wait_for(
        "([name, text]) => new URL(location).searchParams.get(name) === text",
        [name, text],
        f"the address does not say {name}={text}",
    )
    screen.settle()


def _expect_selected(screen: Screen, count: int) -> None:
    expect(screen.page.get_by_test_id("stBottom")).to_contain_text(f"{count}개 선택")
