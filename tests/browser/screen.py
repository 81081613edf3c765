"""What a test does at the screen: go to a page, find a widget by its key, read and press a table.

Widgets are found by the keys the pages give them; a text, where there is no other way, comes from
the catalogue.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, TimeoutError, expect

from dashboard.words.i18n import _

SETTLED = """
heading => {
    const app = document.querySelector("[data-testid=stApp]")
    const found = document.querySelector("h1")?.innerText.trim()
    return app?.dataset.testConnectionState === "CONNECTED"
        && app.dataset.testScriptState === "notRunning"
        && (heading === null ? found !== undefined : found === heading)
}
"""
HEADER = 35  # height of a table's heading in pixels
BOX_AT, BUTTON_STEP = 16, 12
POINTER = "async e => (await new Promise(requestAnimationFrame), e.style.cursor)"
ROW = 'tbody tr[aria-rowindex="{}"]'


def amounts(text: str) -> list[int]:
    """Every whole number in a text, thousands separators and signs read."""
    found = re.findall(r"([-−]?)₩?(\d[\d,]*)", text)
    return [int(("-" if sign else "") + digits.replace(",", "")) for sign, digits in found]


def badge(place: Locator) -> Locator:
    """The coloured words inside a place."""
    return place.locator(".stMarkdownBadge")


class Screen:
    """One visit to a dashboard."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url

    def visit(self, path: str = "", **query: str) -> None:
        """Goes to a page by its address and waits until it is drawn."""
        self.page.goto(f"{self._url}/{path}" + (f"?{urlencode(query)}" if query else ""))
        self.settle()

    def beside(self) -> Screen:
        """Another tab of the same visit."""
        return Screen(self.page.context.new_page(), self._url)

    def go(self, path: str) -> None:
        """Takes the menu's link to a page, also where the menu is folded away."""
        link = self.page.locator(f'[data-testid=stSidebarNavLink][href$="/{path}"]')
        link.dispatch_event("click")

    def settle(self, heading: str | None = None) -> None:
        """Waits until the script has ended and that heading is there, any where none is named."""
        self.wait_for(
            SETTLED, heading, f"the page is not drawn, with the heading {heading or 'any'}"
        )

    def wait_for(self, condition: str, arg: object, what: str) -> None:
        """Waits until a function of the page holds; `what` says what is wrong if it never does."""
        try:
            self.page.wait_for_function(condition, arg=arg)
        except TimeoutError as error:
            headings = self.page.locator("h1").all_inner_texts()
            raise AssertionError(f"{what}: {self.page.url} shows {headings}") from error

    def resize(self, width: int, height: int) -> None:
        """Makes the window that large, in pixels."""
        self.page.set_viewport_size({"width": width, "height": height})

    def by_key(self, key: str) -> Locator:
        """The widget or container of that key."""
        return self.page.locator(f".{_css(key)}")

    def by_key_start(self, start: str) -> Locator:
        """Widgets whose keys begin so."""
        return self.page.locator(f'[class*="{_css(start)}"]')

    def button(self, key: str) -> Locator:
        """The button of that key."""
        return self.by_key(key).get_by_role("button")

    def choose(self, label: str, option: str) -> None:
        """Takes an option of the box with that label; both are texts of the catalogue."""
        self.page.get_by_role("combobox", name=_(label)).first.click()
        self.page.get_by_role("option", name=_(option), exact=True).click()

    def metric(self, label: str) -> Locator:
        """The value of a number in a strip, by its English name in the code."""
        named = self.page.get_by_test_id("stMetricLabel").get_by_text(_(label), exact=True)
        return (
            self.page.get_by_test_id("stMetric").filter(has=named).get_by_test_id("stMetricValue")
        )

    def expect_number(self, label: str, value: int) -> None:
        """Waits until a number in a strip is this one; what is written around it is not looked at.

        A whole is told from its share by a slash ("2 / 3"): the first number counts.
        """
        alone = re.compile(rf"^\D*{value:,}(?![\d,.])")
        expect(self.metric(label)).to_have_text(alone)

    def number(self, label: str) -> int:
        """The first number in the value of a strip's number."""
        return amounts(self.metric(label).inner_text())[0]

    def table(self, key_start: str, row_height: int) -> Table:
        """The table whose key begins so."""
        return Table(self.by_key_start(key_start).get_by_test_id("stDataFrame"), row_height)

    def table_called(self, name: str, row_height: int) -> Table:
        """The table of that English name, where nothing is selected in it: such have no key."""
        return Table(self.page.get_by_role("region", name=_(name), exact=True), row_height)


class Table:
    """A table drawn on a canvas: read in the grid it keeps for screen readers, pressed by mouse."""

    def __init__(self, place: Locator, row_height: int) -> None:
        self.place = place
        self._row_height = row_height

    def wait(self) -> Table:
        """Waits until rows are there."""
        self.row(0).wait_for(state="attached")
        return self

    def row(self, at: int) -> Locator:
        """A row in sight, the first is 0."""
        return self.place.locator(ROW.format(at + 2))

    def rows(self) -> list[list[str]]:
        """The cells of all rows in sight."""
        self.wait()
        return [
            row.locator("td").all_text_contents() for row in self.place.locator("tbody tr").all()
        ]

    def count(self) -> int:
        """How many rows the table has, in sight or not."""
        grid = self.wait().place.locator("table[role=grid]")
        return int(grid.get_attribute("aria-rowcount") or 0) - 1

    def expect_cell(self, at: int, column: int, text: str | re.Pattern[str]) -> None:
        """Waits until a cell says so; columns count from 0."""
        expect(self.row(at).locator("td").nth(column)).to_have_text(text)

    def expect_columns(self, first: int, rows: list[list[int]]) -> None:
        """Waits until the rows in sight hold these whole numbers from column `first` on."""
        for away in range(len(rows[0])):
            cells = self.place.locator(f"tbody td:nth-child({first + away + 1})")
            expect(cells).to_have_text([str(row[away]) for row in rows])

    def tick(self, at: int) -> None:
        """Presses the box before a row, unless it is ticked, and waits until it is selected."""
        x, y, _width = self._middle(at)
        if self.row(at).get_attribute("aria-selected") != "true":
            self.place.page.mouse.click(x + BOX_AT, y)
        expect(self.row(at)).to_have_attribute("aria-selected", "true")

    def press(self, at: int) -> None:
        """Presses the button at the right end of a row: where the mouse turns into a hand."""
        x, y, width = self._middle(at)
        mouse, canvas = self.place.page.mouse, self._canvas()
        for off in range(BUTTON_STEP, 20 * BUTTON_STEP, BUTTON_STEP):
            mouse.move(x + width - off, y)
            if canvas.evaluate(POINTER) == "pointer":
                mouse.click(x + width - off, y)
                return
        raise AssertionError(f"row {at} has no button at its end")

    def _canvas(self) -> Locator:
        return self.place.get_by_test_id("data-grid-canvas")

    def _middle(self, at: int) -> tuple[float, float, float]:
        """Left edge and middle of a row on the page, and the table's width."""
        self.row(at).wait_for(state="attached")
        canvas = self._canvas()
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        y = box["y"] + HEADER + self._row_height * (at + 0.5)
        return box["x"], y, box["width"]


def _css(key: str) -> str:
    """The class Streamlit gives to a widget of that key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key)
