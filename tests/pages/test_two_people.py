"""Two people at one form, and what was typed and not saved when its page was left."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dashboard.words.i18n import ROOT
from engine import Basics
from tests.pages.conftest import House, Open, texts


def leave_and_come_back(app: AppTest, page: str) -> AppTest:
    """Another page of the same visit, and back."""
    app.switch_page(str(ROOT / "pages" / "jobs.py")).run()
    return app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()


def test_the_second_saves_only_what_it_changed(own_house: House, open_page: Open) -> None:
    store_id = own_house.ready.store_id
    first = open_page(own_house.engine, "stores", store=own_house.ready.name)
    second = open_page(own_house.engine, "stores", store=own_house.ready.name)

    first.text_input(key=f"stores.business_no.{store_id}.0").set_value("220-81-62517")
    first.button(key=f"stores.save.basics.{store_id}").click().run()
    second.text_area(key=f"stores.memo.{store_id}.0").set_value("재고 많음")
    second.button(key=f"stores.save.basics.{store_id}").click().run()

    held = own_house.engine.stores.get(store_id).basics
    assert (held.business_no, held.memo) == ("2208162517", "재고 많음")


def test_what_both_changed_is_shown_with_both_values(own_house: House, open_page: Open) -> None:
    store_id, engine = own_house.ready.store_id, own_house.engine
    app = open_page(engine, "stores", store=own_house.ready.name)
    app.text_area(key=f"stores.memo.{store_id}.0").set_value("여기서").run()
    engine.store_sections.save_basics(store_id, own_house.ready.name, Basics(memo="저쪽에서"))

    app = app.button(key=f"stores.save.basics.{store_id}").click().run()

    assert engine.stores.get(store_id).basics.memo == "저쪽에서"
    [told] = [str(one.value) for one in app.warning if "저쪽에서" in str(one.value)]
    assert "여기서" in told
    assert "메모" in told
    assert app.text_area(key=f"stores.memo.{store_id}.1").value == "여기서"

    app.button(key=f"stores.save.basics.{store_id}").click().run()
    assert engine.stores.get(store_id).basics.memo == "여기서"


def test_what_is_typed_outlives_leaving_the_page(own_house: House, open_page: Open) -> None:
    store_id = own_house.ready.store_id
    app = open_page(own_house.engine, "stores", store=own_house.ready.name)
    app.text_area(key=f"stores.memo.{store_id}.0").set_value("아직 저장 안 함").run()
    app.toggle(key=f"stores.cs.{store_id}.0").set_value(False).run()

    app = leave_and_come_back(app, "stores")

    assert app.text_area(key=f"stores.memo.{store_id}.0").value == "아직 저장 안 함"
    assert app.toggle(key=f"stores.cs.{store_id}.0").value is False
    assert "아직 저장하지 않음: 메모" in texts(app)

    app.button(key=f"stores.basics.discard.{store_id}").click().run()
    assert app.text_area(key=f"stores.memo.{store_id}.1").value == ""
    assert "아직 저장하지 않음: 메모" not in texts(app)


def test_an_untouched_form_follows_what_others_save(own_house: House, open_page: Open) -> None:
    store_id, engine = own_house.ready.store_id, own_house.engine
    app = open_page(engine, "stores", store=own_house.ready.name)

    engine.store_sections.save_basics(store_id, own_house.ready.name, Basics(memo="새로"))
    app = leave_and_come_back(app, "stores")

    assert app.text_area(key=f"stores.memo.{store_id}.0").value == "새로"


def test_a_secret_is_not_kept_with_what_was_typed(own_house: House, open_page: Open) -> None:
    store_id = own_house.ready.store_id
    app = open_page(own_house.engine, "stores", store=own_house.ready.name)
    app.text_input(key=f"stores.secret.{store_id}.0").set_value("$2a$04$secret").run()

    app = leave_and_come_back(app, "stores")

    assert app.text_input(key=f"stores.secret.{store_id}.0").value == ""


def test_a_new_store_keeps_what_was_typed(own_house: House, open_page: Open) -> None:
    app = open_page(own_house.engine, "stores", store=own_house.ready.name)
    app.pills(key="stores.mode.0").set_value("new").run()
    app.text_input(key="stores.name.new.0").set_value("반쯤 적은 스토어").run()

    app = leave_and_come_back(app, "stores")
    app.pills(key="stores.mode.0").set_value("new").run()

    assert app.text_input(key="stores.name.new.0").value == "반쯤 적은 스토어"
