"""Every page in both languages, light and dark, on a desk and on a phone: nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.parts.navigation import SECTIONS
from dashboard.words.i18n import translator
from tests.browser.conftest import Visit
from tests.browser.house import READY, House
from tests.browser.screen import Screen

PAGES = [(name, title) for entries in SECTIONS.values() for name, title, *_more in entries]
DESK, PHONE = (1440, 900), (390, 844)
FITS = """
width => {
    const drawn = place => place.querySelector("canvas, .main-svg") || place.closest("[inert]")
    const drawings = "[data-testid=stDataFrame], [data-testid=stPlotlyChart]"
    const parts = ["stMain", "stMainBlockContainer"].map(
        name => document.querySelector(`[data-testid=${name}]`)
    )
    return window.innerWidth === width
        && [...document.querySelectorAll(drawings)].every(drawn)
        && [document.documentElement, ...parts].every(
            part => part !== null && part.scrollWidth <= part.clientWidth
        )
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_page_is_drawn_and_fits_a_desk_and_a_phone(
    house: House, visit: Visit, lang: str, scheme: str
) -> None:
    with visit(house, color_scheme=scheme) as screen:
        screen.visit("product_import", lang=lang, store=house.store(READY).name)
        for name, title in PAGES:
            screen.resize(*DESK)
            # The board stands at the root; its own name is no address.
            screen.go("" if name == PAGES[0][0] else name)
            screen.settle(translator(lang).gettext(title))
            for size in (DESK, PHONE):
                _expect_fit(screen, *size)
                expect(screen.page.get_by_role("heading", level=1)).to_be_visible()


def _expect_fit(screen: Screen, width: int, height: int) -> None:
    """Tables and charts are drawn, and nothing is wider than a window of that size."""
    screen.resize(width, height)
    screen.wait_for(FITS, width, f"something is not drawn, or wider than {width} pixels")
