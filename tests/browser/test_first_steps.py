"""What the board offers is done: prerequisites fetched all at once, a wrong secret mended."""

from __future__ import annotations

import re
from contextlib import closing

from playwright.sync_api import Locator, expect

from dashboard.words.labels import label
from engine import ConnectionState, PrerequisiteKind
from tests.bench.plain import open_client
from tests.browser.house import WITH_WRONG_SECRET, WITHOUT_PREREQUISITES, House
from tests.browser.screen import Screen, badge

ROW_HEIGHT = 44


def test_prerequisites_fetched_all_at_once_open_the_import(house: House, screen: Screen) -> None:
    store = house.store(WITHOUT_PREREQUISITES)
    screen.visit("product_import", store=store.name)
    expect(screen.button("product_import.import")).to_be_disabled()
    screen.button("product_import.prerequisites").click()
    screen.button("prerequisites.fetch_all").click()

    rows = _rows_at_naver(house)
    for kind in PrerequisiteKind:
        box = screen.by_key(f"prerequisites.{kind}")
        expect(badge(box)).to_have_text(re.compile(rf"\D{rows[kind]}\D"))
        expect(box.locator("table[role=grid]")).to_have_attribute(
            "aria-rowcount", str(rows[kind] + 1)
        )

    screen.visit("product_import", store=store.name)
    screen.table("product_import.grid", ROW_HEIGHT).tick(0)
    expect(screen.button("product_import.import")).to_be_enabled()
    expect(screen.button("product_import.prerequisites")).to_have_count(0)


def _rows_at_naver(house: House) -> dict[PrerequisiteKind, int]:
    """How many rows of each kind the API tells, page by page; the dispatch setting is one."""
    store, base_url = house.store(WITHOUT_PREREQUISITES), house.sandbox.base_url
    with closing(open_client(base_url, store.client_id, store.client_secret)) as client:

        def count(path: str, pages: str, rows: str) -> int:
            found, page, last = 0, 1, 1
            while page <= last:
                told = client.get(f"{base_url}/v1/{path}?page={page}").raise_for_status().json()
                found, page, last = found + len(told[rows]), page + 1, told[pages]
            return found

        return {
            PrerequisiteKind.ADDRESS_BOOK: count(
                "seller/addressbooks-for-page", "totalPage", "addressBooks"
            ),
            PrerequisiteKind.THIS_DAY_DISPATCH: 1,
            PrerequisiteKind.BUNDLE_GROUPS: count(
                "product-delivery-info/bundle-groups", "totalPages", "contents"
            ),
        }


def test_the_right_secret_mends_a_store_until_its_card_is_ok(house: House, screen: Screen) -> None:
    store = house.store(WITH_WRONG_SECRET)
    screen.visit()
    card = _card(screen, store.name)
    expect(card).to_contain_text(label(ConnectionState.BROKEN))
    card.get_by_role("button").click()

    screen.by_key_start("stores.secret.").get_by_role("textbox").fill(store.client_secret)
    screen.by_key_start("stores.save.api").get_by_role("button").click()
    expect(screen.page.get_by_text(store.account_id, exact=True).first).to_be_visible()
    connected = label(ConnectionState.CONNECTED)
    expect(badge(screen.page.get_by_test_id("stMain")).filter(has_text=connected)).to_be_visible()

    screen.visit()
    expect(card).not_to_contain_text(label(ConnectionState.BROKEN))
    card.get_by_role("button").click()
    screen.button("prerequisites.fetch_all").click()
    expect(screen.page.get_by_test_id("stMain").locator("table[role=grid]")).to_have_count(
        len(PrerequisiteKind)
    )
    screen.visit()
    expect(badge(card)).to_contain_text(connected)


def _card(screen: Screen, name: str) -> Locator:
    """A store's card on the board."""
    return screen.by_key_start("board.card.").filter(has_text=name)
