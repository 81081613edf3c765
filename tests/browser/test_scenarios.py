"""An analyst finds what turns to loss at the next tier, raises it to 18 %, saves it, takes it
along.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from dashboard.words.fields import field
from dashboard.words.i18n import _
from engine import Engine, FeeTier, today
from tests.browser.conftest import Visit
from tests.browser.house import READY, House, open_house
from tests.browser.screen import Screen
from tests.browser.test_margins import ORDER_MP, SALES_MP

WANTED_MP = 18_000
TURNED = 3
PICK_ROW_HEIGHT = 32


def _arrange(engine: Engine) -> None:
    """Three listings that break even at small 3, the tier of their store, and so lose at the next
    one.
    """
    store = next(one for one in engine.stores.all() if engine.boards.counts(one.store_id).imported)
    engine.terms.set_tier(store.store_id, FeeTier.SMALL_3, today())
    table = engine.margins.table(store.store_id)
    left = table.tiers[FeeTier.SMALL_3].gross_won + table.costs.goods_won
    lines = {
        str(table.sku_code[at]): int(left[at]) for at in np.flatnonzero(left > 10_000)[:TURNED]
    }
    sheet = "own_code,name,cost_won\n" + "".join(
        f"{code},x,{cost}\n" for code, cost in lines.items()
    )
    engine.skus.save(engine.skus.plan("s.csv", sheet.encode()))


@pytest.fixture(scope="module")
def tight_house(chromium: Browser) -> Iterator[House]:
    """A demo in which some listings turn to loss at the next tier."""
    with open_house(_arrange, products=260, rate=0) as house:
        yield house


def test_what_turns_to_loss_is_raised_to_eighteen_percent(tight_house: House, visit: Visit) -> None:
    house = tight_house
    with visit(house, role="ANALYST") as screen:
        page = screen.page
        screen.visit("margins", store=house.store(READY).name)
        costs = _costs(screen)
        turned = screen.number("Loss at the next tier")
        assert turned >= TURNED
        screen.choose("Products shown", "Turn to loss at the next tier")
        screen.button("margins.take.shown").click()
        screen.settle(_("Scenarios"))
        screen.expect_number("Products", turned)

        screen.choose("Fee tier", "General")
        screen.settle()
        target = screen.by_key("scenarios.target").locator("input")
        target.fill("18")
        target.press("Enter")
        screen.expect_number("Loss-makers", 0)
        name = screen.by_key("scenarios.name").locator("input")
        name.fill("일반이 되어도 18 %")
        name.press("Enter")
        screen.settle()
        screen.button("scenarios.save").click()
        saved = screen.by_key("scenarios.chosen").get_by_role("combobox")
        expect(saved).to_have_value("일반이 되어도 18 %")

        page.get_by_role("button", name=_("Export")).click()
        with page.expect_download() as download:
            screen.button("scenarios.csv").click()
        with download.value.path().open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        page.keyboard.press("Escape")
        assert len(rows) == turned
        for row in rows:
            _expect_reached(costs, row)

        _pick_one_by_hand(screen)
        screen.button("scenarios.gone").click()
        expect(screen.by_key("scenarios.chosen")).to_have_count(0)


def _pick_one_by_hand(screen: Screen) -> None:
    """What was taken along is cleared, which says what to do; one row is picked, and is tried."""
    screen.button("scenarios.clear").click()
    expect(screen.page.get_by_text(_("No product to try"))).to_be_visible()
    screen.table("scenarios.rows", PICK_ROW_HEIGHT).tick(0)
    expect(screen.button("scenarios.pick")).to_be_enabled()
    screen.button("scenarios.pick").click()
    screen.expect_number("Products", 1)


def _costs(screen: Screen) -> dict[str, int]:
    """What a piece of each listing costs, as the page's download tells it."""
    screen.page.get_by_role("button", name=_("Export")).click()
    with screen.page.expect_download() as download:
        screen.button("margins.csv").click()
    screen.page.keyboard.press("Escape")
    parts = [_(name) for name in ("Cost (₩)", "Packaging (₩)", "Shipping (₩)")]
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return {
            row[field("channel_product_no")]: sum(int(row[part]) for part in parts)
            for row in csv.DictReader(file)
            if row[parts[0]]
        }


def _expect_reached(costs: dict[str, int], row: dict[str, str]) -> None:
    """The price of a line is the smallest multiple of ten won that leaves 18 % at the new tier."""
    price, profit = int(row[_("Price then (₩)")]), int(row[_("Profit then (₩)")])
    assert price % 10 == 0
    left = _left(costs, row, price)
    assert profit == (20 * left + 11) // 22
    assert 10 * left * 100_000 >= 11 * price * WANTED_MP
    less = price - 10
    assert 10 * _left(costs, row, less) * 100_000 < 11 * less * WANTED_MP


def _left(costs: dict[str, int], row: dict[str, str], price: int) -> int:
    """Settlement less costs at a price, by hand."""
    order_mp = ORDER_MP[FeeTier.GENERAL]
    fees = price * order_mp // 100_000 + price * SALES_MP // 100_000
    return price - fees - costs[row[_("Channel product no.")]]
