"""The store form on the screen: each section is saved by itself and comes back as it was typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine import ApiData, Contact, Engine, FeeTier, Switches, today

from .conftest import WRONG_SECRET, House, Open, button, metrics, texts


def test_a_wrong_secret_shows_the_step_that_failed_and_where_it_is_mended(
    own_house: House, open_page: Open
) -> None:
    store = own_house.unprepared
    app = open_page(own_house.engine, "stores", store=store.name)
    app.text_input(key=f"stores.secret.{store.store_id}.0").set_value(WRONG_SECRET)
    app = app.button(key=f"stores.save.api.{store.store_id}").click().run()

    told = texts(app)
    assert ":red[:material/cancel:] **토큰**" in told
    assert "커머스API센터 › 내 애플리케이션" in told
    assert own_house.engine.stores.get(store.store_id).approved_at is None

    right = own_house.sandbox.stores[1].client_secret
    app.text_input(key=f"stores.secret.{store.store_id}.1").set_value(right)
    app = app.button(key=f"stores.save.api.{store.store_id}").click().run()

    assert ":red[:material/cancel:]" not in texts(app)
    assert own_house.engine.stores.get(store.store_id).approved_at is not None


def test_a_secret_that_is_not_whole_is_refused_before_anything_is_saved(
    own_house: House, open_page: Open
) -> None:
    store = own_house.ready
    app = open_page(own_house.engine, "stores", store=store.name)
    app.text_input(key=f"stores.secret.{store.store_id}.0").set_value("a$04$short")
    app = app.button(key=f"stores.save.api.{store.store_id}").click().run()

    assert len(app.error) == 1
    assert "29" in str(app.error[0].value) + str(app.error[0].proto)
    assert own_house.engine.stores.get(store.store_id) == store


def test_the_basics_are_saved_by_themselves(own_house: House, open_page: Open) -> None:
    store_id = own_house.ready.store_id
    own_house.engine.categories.fetch(store_id)
    category = own_house.engine.categories.find()[0]
    app = open_page(own_house.engine, "stores", store=own_house.ready.name)
    app.text_input(key=f"stores.name.{store_id}.0").set_value("새 이름")
    app.text_input(key=f"stores.seller_id.{store_id}.0").set_value("own@example.com")
    app.text_area(key=f"stores.memo.{store_id}.0").set_value("<script>alert(1)</script>")
    app.selectbox(key=f"stores.category_id.{store_id}.0.ko").set_value(category.category_id)
    app = app.button(key=f"stores.save.basics.{store_id}").click().run()

    kept = own_house.engine.stores.get(store_id)
    assert (kept.name, kept.basics.seller_id) == ("새 이름", "own@example.com")
    assert kept.basics.category_name == category.whole_name
    assert kept.basics.memo == "<script>alert(1)</script>"
    assert "<script>" not in texts(app)
    assert not app.error


def test_a_pasted_url_becomes_the_store_address(own_house: House, open_page: Open) -> None:
    store_id = own_house.ready.store_id
    app = open_page(own_house.engine, "stores", store=own_house.ready.name)
    address = own_house.ready.storefront.address
    app.text_input(key=f"stores.address.{store_id}.0").set_value(
        f"https://smartstore.naver.com/{address}/products/1"
    )
    app = app.button(key=f"stores.save.storefront.{store_id}").click().run()

    kept = own_house.engine.stores.get(store_id)
    assert kept.storefront.address == address
    assert kept.approved_at is not None


@pytest.mark.dated
def test_a_tier_change_is_dated_and_listed(own_house: House, open_page: Open) -> None:
    store_id = own_house.ready.store_id
    app = open_page(own_house.engine, "stores", store=own_house.ready.name)
    app.selectbox(key=f"stores.tier.{store_id}.0.ko").set_value(FeeTier.GENERAL)
    app.date_input(key=f"stores.from.{store_id}.0").set_value(date(2026, 10, 1))
    app = app.button(key=f"stores.save.settlement.{store_id}").click().run()

    assert len(own_house.engine.terms.of_store(store_id).tiers) == 1  # closed months wait for a yes
    assert any("2026-10" in str(one.value) for one in app.warning)
    app = app.button(key="stores.confirm.settlement").click().run()
    tiers = own_house.engine.terms.of_store(store_id).tiers
    assert [one.tier for one in tiers] == [FeeTier.GENERAL, FeeTier.SMALL_1]
    assert "2026-10-01 · **일반**" in texts(app)

    app.date_input(key=f"stores.from.{store_id}.1").set_value(date(2024, 1, 1))
    app = app.button(key=f"stores.save.settlement.{store_id}").click().run()
    assert len(app.error) == 1

    app = button(app, "마지막 변경 되돌리기").click().run()
    assert (
        len(own_house.engine.terms.of_store(store_id).tiers) == 2
    )  # it prices the same months anew
    assert any("2026-10" in str(one.value) for one in app.warning)
    app = app.button(key="stores.confirm.tier.back").click().run()
    assert len(own_house.engine.terms.of_store(store_id).tiers) == 1
    assert not app.warning


@pytest.mark.dated
def test_a_waiver_of_the_past_waits_for_a_yes(own_house: House, open_page: Open) -> None:
    engine, store_id = own_house.engine, own_house.ready.store_id
    app = open_page(engine, "stores", store=own_house.ready.name)
    app.date_input(key=f"stores.start.{store_id}.0").set_value(date(2026, 2, 10))
    app.date_input(key=f"stores.end.{store_id}.0").set_value(date(2026, 4, 9))
    app = app.button(key=f"stores.save.waiver.{store_id}").click().run()

    assert engine.terms.of_store(store_id).waiver is None
    assert any("2026-02, 2026-03, 2026-04" in str(one.value) for one in app.warning)
    app = button(app, "스타트 제로수수료 그대로 두기").click().run()
    assert not app.warning

    app = app.button(key=f"stores.save.waiver.{store_id}").click().run()
    app = app.button(key="stores.confirm.waiver").click().run()
    waiver = engine.terms.of_store(store_id).waiver
    assert waiver is not None
    assert (waiver.starts_on, waiver.ends_on) == (date(2026, 2, 10), date(2026, 4, 9))
    assert not app.warning


def test_a_switch_that_is_off_is_said_on_the_board(own_house: House, open_page: Open) -> None:
    store_id = own_house.ready.store_id
    app = open_page(own_house.engine, "stores", store=own_house.ready.name)
    app.toggle(key=f"stores.cs.{store_id}.0").set_value(False)
    app.toggle(key=f"stores.product.{store_id}.0").set_value(False)
    app = app.button(key=f"stores.save.integration.{store_id}").click().run()

    assert own_house.engine.stores.get(store_id).switches == Switches(product=False, cs=False)
    board = texts(open_page(own_house.engine))
    assert "꺼짐: 상품 API, CS API" in board


def test_a_contact_is_masked_until_a_field_is_opened(own_house: House, open_page: Open) -> None:
    store_id = own_house.ready.store_id
    added = own_house.engine.contacts.add(
        store_id,
        Contact(contact_id=0, store_id=0, name="홍길동", mobile="010-9876-5432"),
    )
    app = open_page(own_house.engine, "stores", store=own_house.ready.name)
    assert "홍\\*동" in texts(app)
    assert "9876" not in texts(app)

    app = app.button(key=f"stores.contact.open.{added.contact_id}.mobile").click().run()
    assert "010\\-9876\\-5432" in texts(app)
    assert "홍길동" not in texts(app)

    assert "9876" not in texts(app.run())
    assert own_house.engine.audit.find()[0].action == "contact.open"


@pytest.mark.dated
def test_an_application_near_its_end_is_warned_of(own_house: House, open_page: Open) -> None:
    store = own_house.ready
    api = ApiData(
        client_id=store.client_id,
        base_url=store.base_url,
        valid_until=today() + timedelta(days=14),
    )
    own_house.engine.store_sections.save_api(store.store_id, api)

    app = open_page(own_house.engine, "stores", store=store.name)
    assert "끝납니다" in str(app.warning[0].value)
    assert "끝납니다" in texts(open_page(own_house.engine))


def test_an_archived_store_leaves_the_board_and_comes_back(
    own_house: House, open_page: Open
) -> None:
    store = own_house.ready
    own_house.engine.stores.archive(store.store_id)
    assert store.name not in texts(open_page(own_house.engine))

    app = open_page(own_house.engine, "stores")
    app.button(key=f"stores.restore.{store.store_id}").click().run()

    assert store.name in [one.name for one in own_house.engine.stores.all()]


def test_the_first_store_is_asked_for_where_there_is_none(
    empty_engine: Engine, open_page: Open
) -> None:
    app = open_page(empty_engine, "stores")

    assert app.text_input(key="stores.name.new.0").value == ""
    assert not app.exception


SHEET = (
    "스토어 이름,애플리케이션 ID,수수료 기준,메모\n새봄 상점,abc123,영세,'=1+1\n틀린 행,x,특별,\n"
)


def test_a_sheet_shows_what_will_happen_and_saves_it(empty_engine: Engine, open_page: Open) -> None:
    app = open_page(empty_engine, "stores")
    app = app.pills(key="stores.mode.0").set_value("sheet").run()
    app.file_uploader[0].upload("stores.csv", SHEET.encode(), "text/csv").run()
    assert metrics(app)["새로"].startswith("1")
    assert metrics(app)["거절"].startswith("1")
    assert empty_engine.stores.all() == ()

    app.button(key="stores.sheet.save").click().run()

    [added] = empty_engine.stores.all()
    assert (added.name, added.basics.memo, added.secret_set_at) == ("새봄 상점", "=1+1", None)
