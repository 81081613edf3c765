"""Doubtful matches are ticked in their list, accepted together, and taken back one by one."""

from __future__ import annotations

from playwright.sync_api import expect

from dashboard.words.i18n import _
from tests.browser.house import READY, House
from tests.browser.screen import Screen

ROW_HEIGHT, SKU = 44, 4


def test_two_doubtful_matches_are_accepted_together(house: House, screen: Screen) -> None:
    screen.visit("product_import", store=house.store(READY).name, fix="1", kind="DOUBTFUL")
    waiting = screen.table("doubtful.store.", ROW_HEIGHT)
    rows, count = waiting.rows(), waiting.count()
    assert count >= 2
    assert any(sku["name"] in rows[0][SKU] for sku in house.skus.values())

    waiting.tick(0)
    waiting.tick(1)
    button = screen.button("doubtful.accept")
    expect(button).to_be_enabled()
    button.click()

    accepted = screen.by_key("doubtful.accepted")
    accepted.get_by_text(_("Accepted matches · {count}").format(count=2)).click()
    expect(screen.page.get_by_text(_("{count} left").format(count=count - 2))).to_be_visible()

    screen.button("doubtful.accepted.back").click()
    accepted.get_by_text(_("Accepted matches · {count}").format(count=1)).wait_for()
    screen.button("doubtful.accepted.back").click()
    expect(accepted).to_have_count(0)
    left = screen.table("doubtful.store.", ROW_HEIGHT)
    assert [row[SKU] for row in left.rows()] == [row[SKU] for row in rows]
