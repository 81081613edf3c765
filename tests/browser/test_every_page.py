"""Every page in both languages, light and dark, on a desk and on a phone: nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.navigation import SECTIONS
from tests.browser.conftest import Visit
from tests.browser.house import READY, House
from tests.browser.screen import Screen

PAGES = [name for entries in SECTIONS.values() for name, _title, _icon in entries]
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
FITS = """
width => {
    const parts = ["stMain", "stMainBlockContainer"].map(
        name => document.querySelector(`[data-testid=${name}]`)
    )
    return window.innerWidth === width
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
        for name in PAGES:
            screen.resize(*SIZES["desk"])
            # The board stands at the root; its own name is no address.
            path = "" if name == PAGES[0] else name
            screen.visit(path, lang=lang, store=house.store(READY).name)
            for width, height in SIZES.values():
                _expect_fit(screen, width, height)


def _expect_fit(screen: Screen, width: int, height: int) -> None:
    """A heading is in sight and nothing is wider than the window."""
    screen.resize(width, height)
    screen.page.wait_for_function(FITS, arg=width)
    expect(screen.page.get_by_role("heading", level=1)).to_be_visible()
