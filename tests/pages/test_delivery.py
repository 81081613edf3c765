"""Delivery settings on the screen: the difference first, then one sending, then what came of it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words.phrases import plain
from engine import (
    FeeRule,
    PrerequisiteKind,
    Role,
    TemplateSettings,
    ThisDayDispatch,
    WriteState,
    now,
    today,
)
from tests.one_store import OneStore

from .conftest import Open, button, texts

DISPATCH, GROUPS = PrerequisiteKind.THIS_DAY_DISPATCH, PrerequisiteKind.BUNDLE_GROUPS
GONE, COMING = (f"{today().year + years}-01-01" for years in (-1, 1))
HELD = {
    "sellerId": "x",
    "basisHour": 14,
    "basisMinute": 0,
    "sellerHolidays": [GONE, COMING],
    "reason": "정기 휴무",
}


@pytest.fixture
def settled(one_store: OneStore) -> OneStore:
    """A store of the test's own with known settings."""
    one_store.control("delivery", this_day_dispatch=HELD)
    one_store.engine.prerequisites.fetch(one_store.store_id)
    return one_store


def opened(one_store: OneStore, open_page: Open, kind: PrerequisiteKind) -> AppTest:
    """The prerequisites page with one editor open."""
    app = open_page(one_store.engine, "prerequisites")
    return app.toggle(key=f"prerequisites.edit.{kind.value}.0").set_value(True).run()


def widget(widgets: Any, start: str) -> Any:
    """The one widget whose key begins so."""
    (found,) = [one for one in widgets if str(one.key).startswith(start)]
    return found


@pytest.mark.dated
def test_a_changed_cut_off_is_shown_then_sent_then_told(settled: OneStore, open_page: Open) -> None:
    store_id = settled.store_id
    app = opened(settled, open_page, DISPATCH)
    assert f"지난 날은 뺍니다: {GONE}" in texts(app)

    app.time_input(key=f"dispatch.time.{store_id}.0").set_value(time(13, 30))
    app = button(app, "바뀔 내용 보기").click().run()

    shown = next(one.value for one in app.dataframe if "보낸 뒤" in one.value)
    assert list(shown["보낸 뒤"]) == ["13", "30", COMING]
    assert settled.engine.delivery.this_day_dispatch(store_id).basis_hour == 14

    app = button(app, "네이버에 보내기").click().run()

    assert [one.value for one in app.exception] == []
    assert [one.value for one in app.toast] == ["네이버에 반영되었습니다."]
    held = settled.engine.delivery.this_day_dispatch(store_id)
    assert (held.basis_hour, held.basis_minute, held.seller_holidays) == (13, 30, (COMING,))
    assert settled.engine.writes.of_store(store_id)[0].state is WriteState.DONE

    toggle = next(one for one in app.toggle if one.key.startswith("prerequisites.edit.THIS_DAY"))
    app = app if toggle.value else toggle.set_value(True).run()
    assert widget(app.time_input, "dispatch.time").value == time(13, 30)
    assert "아직 저장하지 않음" not in texts(app)  # NAVER has what was typed


def test_going_back_sends_nothing(settled: OneStore, open_page: Open) -> None:
    app = opened(settled, open_page, DISPATCH)
    widget(app.text_input, "dispatch.reason").set_value("<b>휴무</b>")
    app = button(app, "바뀔 내용 보기").click().run()

    app = button(app, "돌아가기").click().run()

    assert settled.engine.writes.of_store(settled.store_id) == ()
    assert button(app, "바뀔 내용 보기")


def test_values_that_changed_meanwhile_give_a_new_difference(
    settled: OneStore, open_page: Open
) -> None:
    app = opened(settled, open_page, DISPATCH)
    widget(app.text_input, "dispatch.reason").set_value("휴무")
    app = button(app, "바뀔 내용 보기").click().run()
    settled.control("delivery", this_day_dispatch={**HELD, "basisHour": 16})

    app = button(app, "네이버에 보내기").click().run()

    assert "아무것도 보내지 않았습니다. 새로 달라진 내용을 보고 보내세요." in texts(app)
    shown = next(one.value for one in app.dataframe if "보낸 뒤" in one.value)
    assert shown["지금 네이버"].iloc[0] == "16"
    app = button(app, "네이버에 보내기").click().run()
    assert settled.engine.delivery.this_day_dispatch(settled.store_id).reason == "휴무"


def test_a_day_that_is_none_is_said_in_one_sentence(settled: OneStore, open_page: Open) -> None:
    app = opened(settled, open_page, DISPATCH)
    widget(app.multiselect, "dispatch.days").set_value(["2026-02-30"])

    app = button(app, "바뀔 내용 보기").click().run()

    assert [one.value for one in app.exception] == []
    assert [one.proto.title for one in app.error] == [plain("2026-02-30") + "은 날짜가 아닙니다"]


def test_a_new_group_is_made_and_its_name_is_shown_as_text(
    settled: OneStore, open_page: Open
) -> None:
    app = opened(settled, open_page, GROUPS)
    widget(app.text_input, "groups.name").set_value("<b>제주</b> [x](y)")

    app = button(app, "바뀔 내용 보기").click().run()
    app = button(app, "네이버에 보내기").click().run()

    assert [one.value for one in app.exception] == []
    names = [one.name for one in settled.engine.delivery.bundle_groups(settled.store_id)]
    assert "<b>제주</b> [x](y)" in names
    assert r"\<b\>제주\</b\> \[x\]\(y\)" in texts(app)


def test_a_write_of_unknown_outcome_offers_a_look_at_naver(
    settled: OneStore, open_page: Open
) -> None:
    store_id = settled.store_id
    wanted = ThisDayDispatch(basis_hour=9, basis_minute=0)
    planned = settled.engine.delivery.plan_this_day_dispatch(store_id, wanted)
    settled.engine._parts.writes.claim(planned, "kim")  # the process ended before the answer
    settled.control("delivery", this_day_dispatch={"basisHour": 9, "basisMinute": 0})
    app = open_page(settled.engine, "prerequisites")
    assert "도착했는지 알 수 없습니다" in texts(app)

    app = button(app, "네이버 확인").click().run()

    assert [one.value for one in app.toast] == ["네이버에 반영되었습니다."]
    assert settled.engine.writes.get(planned.write_id).state is WriteState.DONE


def test_an_operator_sees_no_way_to_write(settled: OneStore, open_page: Open) -> None:
    app = open_page(settled.engine, "prerequisites", role=Role.OPERATOR)

    assert [one.value for one in app.exception] == []
    assert [one for one in app.toggle if str(one.key).startswith("prerequisites.edit")] == []


def test_what_is_older_than_seven_days_is_marked(
    settled: OneStore, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard.delivery import prerequisite

    monkeypatch.setattr(prerequisite, "now", lambda: now() + timedelta(days=8))

    app = open_page(settled.engine, "prerequisites")

    assert texts(app).count("7일 넘음") == 3


def template(one_store: OneStore, **fields: Any) -> TemplateSettings:
    book = one_store.engine.prerequisites.of_store(one_store.store_id)[0].rows
    defaults: dict[str, Any] = {
        "name": "기본 배송",
        "release_address_no": int(book[0]["address_book_no"]),
        "return_address_no": int(book[1]["address_book_no"]),
    }
    return TemplateSettings(**(defaults | fields))


def test_a_template_is_made_on_the_screen(settled: OneStore, open_page: Open) -> None:
    app = open_page(settled.engine, "delivery_templates")
    assert "아직 배송 템플릿이 없습니다" in texts(app)

    app = button(app, "새 템플릿").click().run()
    app = app.segmented_control[0].set_value(FeeRule.CONDITIONAL_FREE).run()
    widget(app.text_input, "templates.name").set_value("조건부 <i>무료</i>")
    widget(app.number_input, "templates.base").set_value(3000)
    widget(app.number_input, "templates.over").set_value(50_000)
    app = button(app, "템플릿 저장").click().run()

    (saved,) = settled.engine.delivery_templates.of_store(settled.store_id)
    assert (saved.settings.base_fee_won, saved.settings.free_over_won) == (3000, 50_000)
    assert r"조건부 \<i\>무료\</i\>" in texts(app)
    assert r"3,000원 \(선결제\), 50,000원 이상 무료" in texts(app)


def test_a_template_that_cannot_be_keeps_what_was_typed(settled: OneStore, open_page: Open) -> None:
    app = open_page(settled.engine, "delivery_templates")
    app = button(app, "새 템플릿").click().run()
    app = app.segmented_control[0].set_value(FeeRule.PAID).run()
    widget(app.text_input, "templates.name").set_value("유료")

    app = button(app, "템플릿 저장").click().run()

    assert len(app.error) == 1
    assert widget(app.text_input, "templates.name").value == "유료"
    assert settled.engine.delivery_templates.of_store(settled.store_id) == ()


def test_what_vanished_at_naver_is_told_and_mended_on_the_screen(
    settled: OneStore, open_page: Open
) -> None:
    store_id = settled.store_id
    settled.engine.delivery_templates.save(store_id, template(settled))
    book = settled.engine.prerequisites.of_store(store_id)[0].rows
    kept = {"addressBookNo": int(book[1]["address_book_no"]), "name": "새 출고지"}
    settled.control("delivery", addresses=[kept])
    settled.engine.prerequisites.fetch(store_id, [PrerequisiteKind.ADDRESS_BOOK])

    app = open_page(settled.engine, "delivery_templates")
    assert "출고지가 네이버 주소록에 없습니다" in texts(app)

    app = button(app, "수정").click().run()
    release = widget(app.selectbox, "templates.release")
    assert release.value is None
    release.set_value(kept["addressBookNo"])
    app = button(app, "템플릿 저장").click().run()

    (held,) = settled.engine.delivery_templates.of_store(store_id)
    assert held.problems == ()
    assert "템플릿 1개" in texts(app)


def test_a_group_that_vanished_is_not_left_out_in_silence(
    settled: OneStore, open_page: Open
) -> None:
    group = settled.engine.delivery.bundle_groups(settled.store_id)[0].bundle_group_id
    settled.engine.delivery_templates.save(
        settled.store_id, template(settled, bundle_group_id=group)
    )
    settled.control("delivery", bundle_groups=[])
    settled.engine.prerequisites.fetch(settled.store_id)
    app = open_page(settled.engine, "delivery_templates")
    app = button(app, "수정").click().run()

    app = button(app, "템플릿 저장").click().run()

    assert len(app.error) == 1
    (held,) = settled.engine.delivery_templates.of_store(settled.store_id)
    assert held.settings.bundle_group_id == group


def test_a_template_is_deleted_after_a_second_click(settled: OneStore, open_page: Open) -> None:
    saved = settled.engine.delivery_templates.save(settled.store_id, template(settled))
    app = open_page(settled.engine, "delivery_templates")

    app = app.button(key=f"templates.remove.{saved.template_id}").click().run()

    assert settled.engine.delivery_templates.of_store(settled.store_id) == ()
    assert "아직 배송 템플릿이 없습니다" in texts(app)
