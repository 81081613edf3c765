"""Coming in and going out, as people of three roles do in the demo."""

from __future__ import annotations

from playwright.sync_api import expect

from dashboard.words.i18n import _

from .conftest import Visit
from .house import House


def test_a_role_is_chosen_with_one_click_and_left_again(house: House, visit: Visit) -> None:
    with visit(house, role=None) as screen:
        page = screen.page
        page.goto(f"{house.url}/jobs")
        expect(page.get_by_text(_("Demo"), exact=True)).to_be_visible()

        page.get_by_role("button", name=_("Operator")).click()
        screen.settle(_("Jobs"))
        page.reload()
        screen.settle(_("Jobs"))
        page.get_by_test_id("stSidebar").get_by_text("Operator").click()
        page.locator(".st-key-account-out button").click()

        expect(page.get_by_role("button", name=_("Sign in"))).to_be_visible()
        page.goto(f"{house.url}/jobs")
        expect(page.get_by_role("button", name=_("Sign in"))).to_be_visible()


def test_a_page_the_role_lacks_says_so_at_its_address(house: House, visit: Visit) -> None:
    with visit(house, role="ANALYST") as screen:
        page = screen.page
        page.goto(f"{house.url}/people")

        expect(page.get_by_text("이 역할로는 열 수 없는 화면입니다")).to_be_visible()
        links = page.get_by_test_id("stSidebarNavLink").evaluate_all(
            "all => all.map(one => new URL(one.href).pathname)"
        )
        assert "/margins" in links
        assert {"/people", "/stores", "/product_import", "/audit"} & set(links) == set()


def test_a_manager_adds_a_person_and_the_audit_tells(house: House, visit: Visit) -> None:
    with visit(house) as screen:
        page = screen.page
        screen.visit("people")
        screen.button("people.add").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label(_("Name")).fill("Lee")
        dialog.get_by_label(_("E-mail")).fill("lee@shop.kr")
        dialog.get_by_role("textbox", name=_("First password")).fill("short")
        screen.button("people.new.save").click()
        expect(dialog.get_by_text("비밀번호가 너무 짧습니다")).to_be_visible()
        dialog.get_by_role("textbox", name=_("First password")).fill("long enough words")
        screen.button("people.new.save").click()

        expect(page.get_by_text("lee@shop.kr")).to_be_visible()
        screen.visit("audit")
        table = screen.table_called("What people changed", 36)
        assert table.wait().rows()[0][1:5:3] == ["Manager", "Lee"]


def test_two_tabs_of_one_browser_leave_together(house: House, visit: Visit) -> None:
    with visit(house) as screen:
        screen.visit("jobs")
        other = screen.page.context.new_page()
        other.goto(f"{house.url}/margins")
        expect(other.locator("h1")).to_be_visible()

        screen.page.get_by_test_id("stSidebar").get_by_text("Manager").click()
        screen.page.locator(".st-key-account-out button").click()
        expect(screen.page.get_by_role("button", name=_("Sign in"))).to_be_visible()

        expect(other.get_by_role("button", name=_("Sign in"))).to_be_visible()
