"""The margins of a loss-maker, every won of it worked out here from price, cost and rates."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from typing import Any

from playwright.sync_api import expect

from dashboard.words.fields import field
from dashboard.words.i18n import _
from dashboard.words.labels import label
from engine import FeeTier, TaxType
from tests.browser.house import READY, House
from tests.browser.screen import Screen, amounts

ORDER_MP = {  # docs/reference/fees.md section 2, from 2025-10-01
    FeeTier.MICRO: 1947,
    FeeTier.SMALL_1: 2563,
    FeeTier.SMALL_2: 2728,
    FeeTier.SMALL_3: 3003,
    FeeTier.GENERAL: 3630,
}
SALES_MP = 3000  # docs/reference/fees.md section 3: SmartStore, normal arrival
OWN = FeeTier.SMALL_1  # of the demo's first store
PRICE = 2  # the first column in won
ROW_HEIGHT, TIER_ROW_HEIGHT = 36, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One listing sold at its price in one tier, worked out by hand."""

    name: str
    price: int
    goods: int
    packaging: int
    shipping: int
    order_mp: int
    tax: str  # of the goods, as the download tells it

    @property
    def order_fee(self) -> int:
        return self.price * self.order_mp // 100_000

    @property
    def sales_fee(self) -> int:
        return self.price * SALES_MP // 100_000

    @property
    def settlement(self) -> int:
        return self.price - self.order_fee - self.sales_fee

    @property
    def cost(self) -> int:
        return self.goods + self.packaging + self.shipping

    @property
    def profit(self) -> int:
        """After VAT, to the nearest won, halves up: ten elevenths of taxed goods; what zero-rated
        ones bring is whole, and the VAT of what they cost and of NAVER's fees comes back.
        """
        kept = self.settlement - self.cost
        if self.tax == label(TaxType.SMALL):
            return (2 * (10 * kept + self.price) + 11) // 22
        assert self.tax in (label(TaxType.TAX), _("by the store"))
        return (20 * kept + 11) // 22

    @property
    def columns(self) -> list[int]:
        """What the table shows, from price to profit."""
        fees = [self.price, self.order_fee, self.sales_fee]
        return [*fees, self.settlement, self.cost, self.profit]

    @property
    def steps(self) -> list[int]:
        """What the waterfall shows; a step of nothing is left out."""
        costs = [-self.goods, -self.shipping, -self.packaging]
        vat = -(self.settlement - self.cost - self.profit)
        steps = [-self.order_fee, -self.sales_fee, *costs, vat]
        return [self.price, *filter(None, steps), self.profit]


def test_a_loss_maker_is_found_and_explained_to_the_won(house: House, screen: Screen) -> None:
    screen.visit("margins", store=house.store(READY).name)
    linked = _linked(screen)
    known, unknown = _split(house, linked)
    _expect_download(linked, known)
    screen.expect_number("Unknown cost", len(unknown))
    _expect_losses(screen, known, OWN)

    _only_losses(screen)
    losses = _losses(known, OWN)
    table = screen.table(f"margins.table.{OWN}.NORMAL.LOSSES", ROW_HEIGHT)
    assert table.count() == len(losses)
    table.expect_columns(PRICE, [sale.columns for sale in losses[: len(table.rows())]])

    table.tick(1)
    _expect_waterfall(screen, losses[1])
    table.tick(0)
    _expect_waterfall(screen, losses[0])
    _expect_every_tier(screen, losses[0])

    _choose_tier(screen, FeeTier.GENERAL)
    _expect_losses(screen, known, FeeTier.GENERAL)
    _expect_waterfall(screen, _losses(known, FeeTier.GENERAL)[0])
    _expect_unknown_apart(screen, unknown)


def _linked(screen: Screen) -> dict[int, dict[str, str]]:
    """What the page lets a person download: every linked listing, by channel product number."""
    screen.page.get_by_role("button", name=_("Export")).click()
    with screen.page.expect_download() as download:
        screen.button("margins.csv").click()
    screen.page.keyboard.press("Escape")
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return {int(row[field("channel_product_no")]): row for row in csv.DictReader(file)}


def _split(
    house: House, linked: dict[int, dict[str, str]]
) -> tuple[dict[int, dict[FeeTier, Sale]], list[int]]:
    """Sales of the listings whose SKU has a cost in the sheet, and the numbers of the others."""
    known: dict[int, dict[FeeTier, Sale]] = {}
    unknown = []
    for number, row in linked.items():
        listing = house.listings[number]
        parts = _parts(house, row[field("sku_code")])
        if not all(sku["cost_won"] for sku, _pieces in parts):
            unknown.append(number)
            continue
        goods, packaging, shipping = (
            sum(int(sku[part]) * pieces for sku, pieces in parts)
            for part in ("cost_won", "packaging_won", "shipping_won")
        )
        known[number] = {
            tier: Sale(
                name=listing["name"],
                price=listing["discountedPrice"],
                goods=goods,
                packaging=packaging,
                shipping=shipping,
                order_mp=order_mp,
                tax=row[field("tax_type")],
            )
            for tier, order_mp in ORDER_MP.items()
        }
    assert known
    assert unknown
    return known, unknown


def _parts(house: House, link: str) -> list[tuple[dict[str, Any], int]]:
    """The SKUs of a link such as CODE*2+CODE, each with its pieces."""
    spelled = [part.partition("*") for part in link.split("+")]
    return [(house.skus[code], int(pieces or 1)) for code, _times, pieces in spelled]


def _losses(known: dict[int, dict[FeeTier, Sale]], tier: FeeTier) -> list[Sale]:
    """Those that lose in a tier, the lowest margin rate first."""
    sales = [tiers[tier] for tiers in known.values() if tiers[tier].profit < 0]
    return sorted(sales, key=lambda sale: sale.profit / sale.price)


def _expect_download(
    linked: dict[int, dict[str, str]], known: dict[int, dict[FeeTier, Sale]]
) -> None:
    """The file's amounts in every tier are those worked out here; unknown cost has no amounts."""
    for number, row in linked.items():
        for tier in FeeTier:
            names = ("Order fee (₩)", "Sales fee (₩)", "Settlement (₩)", "Profit (₩)")
            told = [row[f"{label(tier)} {_(name)}"] for name in names]
            if number not in known:
                assert told == [""] * len(names)
                continue
            sale = known[number][tier]
            worked_out = [sale.order_fee, sale.sales_fee, sale.settlement, sale.profit]
            assert list(map(int, told)) == worked_out, (number, tier)


def _expect_losses(screen: Screen, known: dict[int, dict[FeeTier, Sale]], tier: FeeTier) -> None:
    screen.expect_number("Loss-makers", len(_losses(known, tier)))


def _only_losses(screen: Screen) -> None:
    screen.choose("Products shown", "Loss-makers only")


def _expect_waterfall(screen: Screen, sale: Sale) -> None:
    """The numbers over the bars are the steps from price to profit, and they add up."""
    numbers = screen.by_key("margins.waterfall").locator("svg .annotation-text")
    expect(numbers).to_have_text([re.compile(rf"^[+−]?{abs(step):,}$") for step in sale.steps])
    shown = [amounts(text)[0] for text in numbers.all_text_contents()]
    assert shown == sale.steps
    assert sum(shown[:-1]) == shown[-1]


def _expect_every_tier(screen: Screen, loss: Sale) -> None:
    """The small table holds fees, settlement and profit in all five tiers."""
    table = screen.table_called("This product in every fee tier", TIER_ROW_HEIGHT)
    sales = [replace(loss, order_mp=order_mp) for order_mp in ORDER_MP.values()]
    table.expect_columns(1, [[s.order_fee + s.sales_fee, s.settlement, s.profit] for s in sales])


def _choose_tier(screen: Screen, tier: FeeTier) -> None:
    choice = screen.by_key_start("margins.tier.").get_by_role("radio").filter(has_text=label(tier))
    choice.click()
    screen.table(f"margins.table.{tier}.NORMAL.LOSSES", ROW_HEIGHT).wait()


def _expect_unknown_apart(screen: Screen, unknown: list[int]) -> None:
    """Listings of unknown cost are listed by number, in a part of their own."""
    screen.by_key("margins.unknown").get_by_text(_("Unknown cost").split("·")[0]).first.click()
    rows = screen.table_called("Products of unknown cost", ROW_HEIGHT).rows()
    assert sorted(int(row[0]) for row in rows) == sorted(unknown)
