"""A store is mended and prepared on the screen: secret, check, prerequisites."""

from __future__ import annotations

from engine import ConnectionState, Engine, PrerequisiteKind

from .conftest import House, Open, button, texts


def test_a_wrong_secret_is_said_in_words_and_mended_by_the_right_one(
    own_house: House, open_page: Open
) -> None:
    store = own_house.locked_out
    app = open_page(own_house.engine, "stores", store=store.name)
    assert any(
        "커머스API센터에서 둘 다 다시 복사해 저장하세요." in str(one.value) for one in app.error
    )

    right = own_house.sandbox.stores[2].client_secret
    app.text_input(key=f"stores.secret.{store.store_id}.0").set_value(right)
    app = app.button(key=f"stores.save.api.{store.store_id}").click().run()

    assert own_house.engine.stores.get(store.store_id).connection is ConnectionState.CONNECTED
    assert not app.error
    assert app.text_input(key=f"stores.secret.{store.store_id}.1").value == ""


def test_the_stored_secret_is_never_shown(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "stores", store=house.ready.name)

    field = app.text_input(key=f"stores.secret.{house.ready.store_id}.0")
    assert field.value == ""
    assert field.placeholder.startswith("설정됨")


def test_a_store_is_added_and_checked(empty_engine: Engine, house: House, open_page: Open) -> None:
    told = house.sandbox.stores[0]
    app = open_page(empty_engine, "stores")
    app.text_input(key="stores.name.new.0").set_value("새 가게")
    app.text_input(key="stores.client_id.new.0").set_value(told.client_id)
    app.text_input(key="stores.secret.new.0").set_value(told.client_secret)
    app.text_input(key="stores.base_url.new.0").set_value(house.sandbox.base_url)

    app = button(app, "저장하고 연결 확인").click().run()

    added = empty_engine.stores.named("새 가게")
    assert added.connection is ConnectionState.CONNECTED
    assert added.account_id == told.account_id
    assert [one.value for one in app.exception] == []


def test_a_store_without_a_name_is_refused_with_a_sentence(
    empty_engine: Engine, open_page: Open
) -> None:
    app = button(open_page(empty_engine, "stores"), "저장하고 연결 확인").click().run()

    assert len(app.error) == 1
    assert empty_engine.stores.all() == ()


def test_all_prerequisites_are_fetched_with_one_button(own_house: House, open_page: Open) -> None:
    store = own_house.unprepared
    app = open_page(own_house.engine, "prerequisites", store=store.name)
    assert "없는 것: 주소록, 오늘출발, 묶음배송그룹." in texts(app)

    app = button(app, "모두 가져오기").click().run()

    held = own_house.engine.prerequisites.of_store(store.store_id)
    assert all(one.fetched_at for one in held)
    assert [len(one.value) for one in app.dataframe] == [len(one.rows) for one in held if one.rows]


def test_one_kind_is_fetched_with_its_own_button(own_house: House, open_page: Open) -> None:
    store = own_house.unprepared
    app = open_page(own_house.engine, "prerequisites", store=store.name)

    app.button(key="prerequisites.fetch.ADDRESS_BOOK").click().run()

    fetched = {
        one.kind
        for one in own_house.engine.prerequisites.of_store(store.store_id)
        if one.fetched_at
    }
    assert fetched == {PrerequisiteKind.ADDRESS_BOOK}


def test_telephone_numbers_are_masked(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "prerequisites", store=house.ready.name)

    phones = app.dataframe[0].value["전화번호"]
    assert all("*" in phone for phone in phones if phone != "—")
