"""The status board tells the engine's numbers and leads each store to its next step."""

from __future__ import annotations

from .conftest import House, Open, button, metrics, texts


def test_the_strip_shows_the_engines_numbers(house: House, open_page: Open) -> None:
    boards = house.engine.boards.cards()

    shown = metrics(open_page(house.engine))

    assert shown["조치가 필요한 스토어"] == "2 / 3"
    assert shown["가져온 상품"] == f"{sum(one.counts.imported for one in boards):,}개"
    assert shown["미매칭 상품"] == f"{sum(one.counts.unmatched for one in boards):,}개"
    assert shown["7일 내 판매종료"] == f"{sum(one.counts.ending_soon for one in boards):,}개"
    assert shown["적자 상품"] == f"{sum(one.loss_makers or 0 for one in boards):,}개"


def test_each_store_says_its_state_and_offers_the_next_step(house: House, open_page: Open) -> None:
    app = open_page(house.engine)

    told = texts(app)
    assert "연결 끊김" in told
    assert "애플리케이션 ID나 시크릿이 맞지 않습니다" in told
    assert "사전 동기화 필요" in told
    assert "정상" in told
    unmatched = house.engine.boards.counts(house.ready.store_id).unmatched
    labels = [one.label for one in app.button]
    assert {"시크릿 다시 입력", "사전 동기화 시작", f"미매칭 {unmatched}개 맞추기"} <= set(labels)


def test_the_worst_store_comes_first(house: House, open_page: Open) -> None:
    labels = [one.label for one in open_page(house.engine).button if one.key]
    steps = [label for label in labels if label in ("시크릿 다시 입력", "사전 동기화 시작")]

    assert steps == ["시크릿 다시 입력", "사전 동기화 시작"]


def test_the_next_step_of_the_locked_out_store_opens_its_form(
    house: House, open_page: Open
) -> None:
    app = button(open_page(house.engine), "시크릿 다시 입력").click().run()

    assert app.title[0].value == "스토어"
    assert app.selectbox(key="store").value == house.locked_out.name


def test_the_table_holds_the_same_stores(house: House, open_page: Open) -> None:
    app = open_page(house.engine, view="table")

    table = app.dataframe[0].value
    counts = {one.store.name: one.counts for one in house.engine.boards.cards()}
    assert table["store"].iloc[0] == house.locked_out.name
    assert dict(zip(table["store"], table["imported"], strict=True)) == {
        name: count.imported for name, count in counts.items()
    }


def test_a_count_nobody_knows_is_a_dash(house: House, open_page: Open) -> None:
    app = open_page(house.engine, lang="en")

    assert any(one.value.endswith("**—**") for one in app.markdown)


def test_a_sync_of_all_stores_says_which_it_left_out_and_why(
    own_house: House, open_page: Open
) -> None:
    engine = own_house.engine
    app = button(open_page(engine), "지금 동기화").click().run()

    [told] = [str(one.value) for one in app.warning]
    assert f"**{own_house.unprepared.name}**: 사전 동기화 필요" in told
    assert f"**{own_house.locked_out.name}**: 연결 끊김" in told
    assert own_house.ready.name not in told
    [job] = engine.jobs.latest(limit=1)
    assert job.store_id == own_house.ready.store_id
    engine.jobs.wait(job.job_id)

    app = app.button(key="left_out.close").click().run()
    assert not app.warning
