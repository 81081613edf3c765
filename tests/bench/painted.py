"""When a page counts as painted: its heading and all its parts are, tables and charts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext

from dashboard.server.access import COOKIE
from dashboard.words.i18n import _
from tests.bench.visitor import demo_cookie

# A table is painted once its canvas is: the grid for screen readers follows a quarter of a second
# later.
THERE = """
([path, heading, parts]) => {
    const painted = part => {
        const found = document.querySelector(part)
        if (!(found instanceof HTMLCanvasElement)) return found !== null
        try {
            return found.width > 0 && found.getContext("2d").getImageData(10, 60, 1, 1).data[3] > 0
        } catch {
            return true  // pictures of another address are drawn in it already
        }
    }
    return document.querySelector("h1")?.innerText.trim() === heading && parts.every(painted)
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A page to go to: its address, its heading, and what of it must be there."""

    path: str
    heading: str
    parts: tuple[str, ...]

    @property
    def asked(self) -> list[Any]:
        """What the scripts in the browser are handed."""
        return [self.path, self.heading, list(self.parts)]


def _grid(name: str) -> str:
    return f'[data-testid=stDataFrameResizable][aria-label="{name}"] canvas[data-testid]'


def ours_by_name() -> dict[str, Target]:
    """The pages that are measured, in the reader's words."""
    return {
        "import": Target(
            path="/product_import",
            heading=_("Product import"),
            parts=(_grid(_("Listings of the store")),),
        ),
        "margins": Target(
            path="/margins",
            heading=_("Margins"),
            parts=(
                _grid(_("Margin by product")),
                ".st-key-margins-heat .main-svg",
                ".st-key-margins-waterfall .main-svg",
            ),
        ),
    }


BARE_TABLE = Target(path="/table", heading="Table", parts=(_grid("Rows"),))
BARE_CHARTS = Target(
    path="/charts",
    heading="Charts",
    parts=(_grid("Rows"), ".st-key-chart-0 .main-svg", ".st-key-chart-2 .main-svg"),
)


def sign_in(context: BrowserContext, url: str) -> None:
    """Lets a browser in as the demo's manager."""
    context.add_cookies([{"name": COOKIE, "value": demo_cookie(url), "url": url}])
