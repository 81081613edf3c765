"""A store is saved with a wrong secret, told which step failed, mended, approved; another is made
of it and deleted.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from dashboard.words.check_steps import PLACES, STEPS
from dashboard.words.i18n import _
from dashboard.words.labels import label
from engine import CheckStep, ConnectionState
from tests.browser.house import WITHOUT_PREREQUISITES, House
from tests.browser.screen import Screen

WRONG_SECRET = "$2a$04$abcdefghijklmnopqrstuu"


def test_a_wrong_secret_is_told_step_by_step_and_mended(house: House, screen: Screen) -> None:
    store = house.store(WITHOUT_PREREQUISITES)
    screen.visit("stores", store=store.name, section="api")
    main = screen.page.get_by_test_id("stMain")

    _save_secret(screen, WRONG_SECRET)
    expect(main.get_by_text(label(ConnectionState.BROKEN))).to_be_visible()
    failed = main.get_by_text(_(STEPS[CheckStep.TOKEN]), exact=True)
    expect(failed).to_have_css("font-weight", re.compile("^[67]"))
    expect(main.get_by_text(_(PLACES[CheckStep.TOKEN]))).to_be_visible()
    expect(main.get_by_text(_("after the step before"))).to_have_count(7)
    expect(main.get_by_text(_("not approved"))).to_be_visible()

    _save_secret(screen, store.client_secret)
    expect(main.get_by_text(_("not approved"))).to_have_count(0)
    expect(main.get_by_text(_("after the step before"))).to_have_count(0)
    expect(main.get_by_text(_(STEPS[CheckStep.SETTLEMENT]))).to_be_visible()
    expect(main.get_by_text(store.account_id, exact=True).first).to_be_visible()


def test_a_store_is_duplicated_and_deleted_by_its_name(house: House, screen: Screen) -> None:
    store = house.store(WITHOUT_PREREQUISITES)
    screen.visit("stores", store=store.name)
    _choose(screen, "Duplicate settings")
    _type(screen, "stores.duplicate.name", "복제한 가게")
    _type(screen, "stores.duplicate.client_id", "another-application")
    screen.button("stores.duplicate.save").click()
    picker = screen.by_key("store").get_by_role("combobox")
    expect(picker).to_have_value("복제한 가게")

    screen.visit("stores", store="복제한 가게")
    _choose(screen, "Delete")
    expect(screen.button("stores.delete")).to_be_disabled()
    _type(screen, "stores.delete.name", "복제한 가게")
    screen.button("stores.delete").click()
    expect(picker).not_to_have_value("복제한 가게")
    expect(screen.page.get_by_role("dialog")).to_have_count(0)


def _choose(screen: Screen, action: str) -> None:
    screen.button("stores.menu").click()
    screen.page.get_by_role("menuitem", name=_(action)).or_(
        screen.page.get_by_role("option", name=_(action))
    ).first.click()


def _type(screen: Screen, key: str, text: str) -> None:
    field = screen.by_key(key).get_by_role("textbox")
    field.fill(text)
    field.press("Tab")
    screen.settle()


def _save_secret(screen: Screen, secret: str) -> None:
    screen.by_key_start("stores.secret.").get_by_role("textbox").fill(secret)
    screen.by_key_start("stores.save.api").get_by_role("button").click()
    screen.settle()
