"""A cut-off time changes at NAVER once its difference was seen; a template is made."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from playwright.sync_api import expect

from dashboard.words.i18n import _
from dashboard.words.labels import label
from engine import FeeRule, PrerequisiteKind, WriteState
from tests.bench.plain import open_client
from tests.browser.house import READY, House
from tests.browser.screen import Screen

DISPATCH = PrerequisiteKind.THIS_DAY_DISPATCH
REASON = "<b>정기</b> 휴무 $1"


def at_naver(house: House) -> dict[str, Any]:
    """The ready store's setting, asked apart from everything under test."""
    store, base_url = house.store(READY), house.sandbox.base_url
    with closing(open_client(base_url, store.client_id, store.client_secret)) as client:
        told: dict[str, Any] = client.get(f"{base_url}/v1/seller/this-day-dispatch").json()
    return told


def test_a_setting_is_changed_at_naver_after_its_difference_was_seen(
    house: House, screen: Screen
) -> None:
    before = at_naver(house)
    screen.visit("prerequisites", store=house.store(READY).name)
    screen.by_key_start(f"prerequisites.edit.{DISPATCH}").locator("label").click()
    screen.by_key_start("dispatch.reason").get_by_role("textbox").fill(REASON)
    screen.by_key_start("dispatch.plan").get_by_role("button").click()

    screen.by_key_start("plan.send").get_by_role("button").wait_for()
    assert at_naver(house) == before
    screen.by_key_start("plan.send").get_by_role("button").click()

    sent = screen.by_key_start("writes.").first
    expect(sent).to_contain_text(label(WriteState.DONE))
    assert at_naver(house) == {**before, "reason": REASON}


def test_a_template_is_made_of_what_naver_has(house: House, screen: Screen) -> None:
    screen.visit("delivery_templates", store=house.store(READY).name)
    screen.button("templates.new").click()
    screen.by_key_start("templates.name").get_by_role("textbox").fill("구간 <i>배송</i>")
    screen.by_key_start("templates.rule").get_by_text(
        label(FeeRule.CONDITIONAL_FREE), exact=True
    ).click()
    over = screen.by_key_start("templates.over").get_by_role("spinbutton")
    over.fill("50000")
    over.press("Enter")
    screen.settle()
    screen.button("templates.save").click()
    expect(screen.page.get_by_role("alert").first).to_be_visible()  # the fee itself is missing

    fee = screen.by_key_start("templates.base").get_by_role("spinbutton")
    fee.fill("3000")
    fee.press("Enter")
    screen.settle()
    screen.button("templates.save").click()

    card = screen.by_key_start("templates.card.")
    expect(card).to_contain_text("구간 <i>배송</i>")
    expect(card).to_contain_text("50,000")
    expect(card).to_contain_text(_("Usable"))
