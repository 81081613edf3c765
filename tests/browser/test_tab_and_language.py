"""What a browser's tab is called, and which language a visitor is met in."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.parts.navigation import SECTIONS
from dashboard.words.i18n import _, translator
from tests.browser.conftest import Visit
from tests.browser.house import READY, House
from tests.browser.screen import Screen

OF_A_STORE = {
    *("product_import", "changes", "margins", "settlements", "scenarios", "stores"),
    *("prerequisites", "delivery_templates"),
}
PAGES = [(name, title) for entries in SECTIONS.values() for name, title, *_more in entries]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_tab_is_called_by_its_page_and_store(house: House, visit: Visit, lang: str) -> None:
    store = house.store(READY).name
    with visit(house) as screen:
        screen.visit("product_import", lang=lang, store=store)
        for name, title in PAGES:
            heading = translator(lang).gettext(title)
            screen.go("" if name == PAGES[0][0] else name)
            screen.settle(heading)

            about = (heading, *([store] if name in OF_A_STORE else []), "Storeboard")
            expect(screen.page).to_have_title(" · ".join(about))


def test_a_visitor_is_met_in_the_language_of_the_browser(house: House, visit: Visit) -> None:
    with visit(house, role=None, locale="en-US") as screen:
        screen.page.goto(f"{house.url}/jobs")

        expect(screen.page.get_by_role("button", name="Sign in")).to_be_visible()
        expect(screen.page).to_have_title("Sign in · Storeboard")
        assert _spoken(screen) == "en"

        screen.page.get_by_role("button", name="Operator").click()
        screen.settle("Jobs")
        assert _spoken(screen) == "en"


def test_a_language_chosen_once_holds_for_the_visits_to_come(house: House, visit: Visit) -> None:
    with visit(house, locale="en-US") as screen:
        screen.visit("jobs")
        screen.settle("Jobs")

        screen.by_key("lang").get_by_text("KO").click()
        screen.settle(_("Jobs"))
        screen.wait_for("() => document.documentElement.lang === 'ko'", None, "still in English")
        assert "lang=" not in screen.page.url

        screen.page.reload()
        screen.settle(_("Jobs"))
        assert _spoken(screen) == "ko"
        screen.visit("margins")
        screen.settle(_("Margins"))


def test_a_language_in_the_address_holds_too(house: House, visit: Visit) -> None:
    with visit(house) as screen:
        screen.visit("jobs", lang="en")
        screen.settle("Jobs")
        screen.visit("margins")
        screen.settle("Margins")


def _spoken(screen: Screen) -> str:
    return str(screen.page.evaluate("() => document.documentElement.lang"))
