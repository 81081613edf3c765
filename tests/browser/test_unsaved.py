"""What is typed into a form and not saved is still there after another page was looked at."""

from __future__ import annotations

from playwright.sync_api import expect

from dashboard.words.i18n import _
from tests.browser.house import House
from tests.browser.screen import Screen

TYPED = "아직 저장하지 않은 메모"


def test_typed_words_outlive_a_look_at_another_page(house: House, screen: Screen) -> None:
    store = house.store(0)
    screen.visit("stores", store=store.name)
    memo = screen.by_key_start("stores.memo").get_by_role("textbox")
    memo.click()
    memo.fill(TYPED)  # the field is left by the click on the menu itself
    link = screen.page.locator('[data-testid=stSidebarNavLink][href$="/jobs"]')
    link.click(delay=80)  # a press takes a person as long
    screen.settle(_("Jobs"))

    screen.page.go_back()
    screen.settle(_("Stores"))

    expect(memo).to_have_value(TYPED)
    told = _("Not saved yet: {fields}").format(fields=_("Memo"))
    expect(screen.page.get_by_text(told)).to_be_visible()
    screen.by_key_start("stores-basics-discard").get_by_role("button").click()
    expect(memo).to_have_value("")
