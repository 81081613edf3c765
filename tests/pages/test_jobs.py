"""Jobs: those under way on cards, those that ended in the table, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from dashboard.jobs import overview
from dashboard.parts.job_frames import jobs_frame
from dashboard.words.job_faces import job_name
from dashboard.words.phrases import near
from engine import ImportRequest, JobKind, JobState, PeriodType, ScheduleKind, now
from engine.serving import serve
from tests.builders import wait_for
from tests.one_store import SEARCH

from .conftest import House, Open, button, texts


@pytest.fixture
def mended(own_house: House) -> Iterator[House]:
    """A house whose sandbox is whole again afterwards."""
    yield own_house
    own_house.sandbox.control("faults", method="DELETE")


def start_slow_sync(house: House) -> int:
    """A sync whose reading takes its time; it is under way when this returns."""
    fault = {"store": 0, "kind": "slow", "path": SEARCH, "count": 1, "seconds": 3}
    house.sandbox.control("faults", fault)
    job_id = house.engine.imports.submit_sync(ImportRequest(store_id=house.ready.store_id))
    wait_for(lambda: house.engine.jobs.get(job_id).state is JobState.RUNNING)
    return job_id


def test_a_running_job_says_what_where_and_who_asked(mended: House, open_page: Open) -> None:
    job_id = start_slow_sync(mended)

    told = texts(open_page(mended.engine, "jobs"))

    job = mended.engine.jobs.get(job_id)
    assert f"**전체 동기화** :gray[· {mended.ready.name}]" in told
    assert f"명령줄 · {near(job.created_at)} 요청" in told
    assert "거절 0회" in told
    assert "실행 중 1 · 대기 0" in told


def test_more_jobs_than_cards_are_rows_of_a_table(
    mended: House, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "MOST_CARDS", 0)
    start_slow_sync(mended)

    row = open_page(mended.engine, "jobs").dataframe[0].value.iloc[0]

    assert (list(row["state"]), row["store"], row["kind"]) == (
        ["실행 중"],
        mended.ready.name,
        "전체 동기화",
    )
    assert row["cancel"].endswith("취소")
    assert 0 <= row["share"] <= 100


def test_a_cancelled_job_says_so_until_it_has_ended_and_can_be_resumed(
    mended: House, open_page: Open
) -> None:
    job_id = start_slow_sync(mended)
    app = open_page(mended.engine, "jobs")

    app = app.button(key=f"progress.cancel.{job_id}").click().run()

    assert button(open_page(mended.engine, "jobs"), "취소하는 중").disabled
    ended = mended.engine.jobs.wait(job_id)
    assert ended.state is JobState.CANCELLED
    table = open_page(mended.engine, "jobs").dataframe[0].value
    assert list(table["state"].iloc[0]) == ["– 취소됨"]
    assert table["action"].iloc[0].endswith("이어서")


def test_a_job_without_quota_says_when_it_goes_on(mended: House, open_page: Open) -> None:
    engine, store_id = mended.engine, mended.ready.store_id
    engine.schedule.set_resumes_on_start(False)
    serve(engine)  # jobs are parked only where somebody wakes them
    wait_for(lambda: engine.jobs.active(store_id, JobKind.PRODUCT_SYNC) is None)
    fault = {"store": 0, "kind": "quota_limit_429", "path": SEARCH}
    mended.sandbox.control("faults", fault)
    job_id = engine.imports.submit_sync(ImportRequest(store_id=store_id))
    wait_for(lambda: engine.jobs.get(job_id).not_before is not None)

    told = texts(open_page(engine, "jobs"))

    job = engine.jobs.get(job_id)
    assert job.not_before is not None
    assert "사용량 대기" in told
    assert f"{near(job.not_before)}에 다시 열리면 이어집니다" in told
    assert "실행 중 0 · 대기 1" in told


def test_the_picker_leaves_the_jobs_of_one_store(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "jobs")
    assert len(app.dataframe[0].value) == len(house.engine.jobs.latest())

    app = app.selectbox(key="jobs.store.ko").set_value(house.unprepared.store_id).run()

    assert not app.dataframe
    assert "끝난 작업이 아직 없습니다" in texts(app)


def test_a_sync_is_called_by_how_much_it_asks_for(own_house: House) -> None:
    engine, store_id = own_house.engine, own_house.ready.store_id
    number = engine.products.unmatched(store_id)[0].product.channel_product_no
    requests = {
        "전체 동기화": (ImportRequest(store_id=store_id), False),
        "선택 동기화": (ImportRequest(store_id=store_id, numbers=(number,)), False),
        "변경분 동기화": (ImportRequest(store_id=store_id), True),
    }

    for name, (request, changed_only) in requests.items():
        job = engine.jobs.wait(engine.imports.submit_sync(request, changed_only=changed_only))
        assert job_name(job) == name
        assert list(jobs_frame([job], {}, [None], [True])["kind"]) == [name]


def test_the_board_syncs_only_what_changed_where_it_can(own_house: House, open_page: Open) -> None:
    app = open_page(own_house.engine)

    app = button(app, "지금 동기화").click().run()

    assert app.title[0].value == "작업"
    jobs = [own_house.engine.jobs.wait(job.job_id) for job in own_house.engine.jobs.latest()]
    syncs = [job for job in jobs if job.kind is JobKind.PRODUCT_SYNC]
    assert [job.store_id for job in syncs] == [own_house.ready.store_id]
    assert syncs[0].request.search is not None
    assert syncs[0].request.search.period_type is PeriodType.PROD_MOD_DAY


@pytest.mark.dated
@pytest.mark.parametrize(
    ("away", "word"), [(timedelta(days=-1), "어제"), (timedelta(), "오늘"), (timedelta(1), "내일")]
)
def test_days_close_by_have_a_name(away: timedelta, word: str) -> None:
    moment = now()

    assert near(moment + away, moment) == f"{word} {moment:%H:%M}"


def test_jobs_that_failed_are_found_by_the_filter(mended: House, open_page: Open) -> None:
    engine, store_id = mended.engine, mended.ready.store_id
    mended.sandbox.control("faults", {"store": 0, "kind": "redirect_308", "path": SEARCH})
    failed = engine.jobs.wait(engine.imports.submit_sync(ImportRequest(store_id=store_id)))
    assert failed.state is JobState.FAILED

    app = open_page(engine, "jobs")
    app = app.button_group(key="jobs.filter").set_value(["실패 있음"]).run()

    assert list(app.dataframe[0].value["state"].iloc[0]) == ["✕ 실패"]


def test_the_history_says_what_a_job_is_about_and_what_of_it_is_done(
    house: House, open_page: Open
) -> None:
    row = open_page(house.engine, "jobs").dataframe[0].value.iloc[0]

    newest = house.engine.jobs.latest(ended=True)[0]
    assert (row["total"], row["done"]) == (newest.total, newest.done)
    assert newest.done == newest.result.imported > 0


def test_a_job_of_a_later_version_is_told_of_and_ends_no_page(
    own_house: House, open_page: Open
) -> None:
    engine = own_house.engine
    before = len(engine.jobs.latest(ended=True))
    told = "다음 버전에서 만든 작업 1건은 이 버전이 모르는 종류라 보이지 않습니다."
    assert told not in texts(open_page(engine, "jobs"))
    job_id = engine.schedule.run(ScheduleKind.FULL_SYNC, own_house.ready.store_id)
    engine.jobs.wait(job_id)
    with engine.service.tables.database.write() as cursor:
        cursor.execute("update job set kind = 'COFFEE' where job_id = $job", {"job": job_id})

    app = open_page(engine, "jobs")

    assert told in texts(app)
    assert len(app.dataframe[0].value) == before
    last = open_page(engine, "schedule").dataframe[0].value
    assert "outcome" not in last  # none is known


@pytest.mark.dated
def test_the_history_goes_back_a_week_unless_asked(own_house: House, open_page: Open) -> None:
    engine = own_house.engine
    jobs = engine.jobs.latest(ended=True)
    with engine.service.tables.database.write() as cursor:
        cursor.execute("update job set created_at = created_at - interval 8 days")

    app = open_page(engine, "jobs")
    assert not app.dataframe

    app = app.selectbox(key="jobs.days.ko").set_value(30).run()
    assert len(app.dataframe[0].value) == len(jobs)


def test_a_report_whose_lines_are_gone_says_so(own_house: House, open_page: Open) -> None:
    engine, store_id = own_house.engine, own_house.ready.store_id
    job = engine.jobs.wait(engine.imports.submit_sync(ImportRequest(store_id=store_id)))
    page = {"store": own_house.ready.name, "job": str(job.job_id)}
    gone = "오래된 보고서는 합계와 실패한 항목만 남습니다. 다른 줄은 지워졌습니다."
    assert gone not in texts(open_page(engine, "product_import", **page))
    with engine.service.tables.database.write() as cursor:
        cursor.execute("delete from job_item where job_id = $job", {"job": job.job_id})

    assert gone in texts(open_page(engine, "product_import", **page))


def test_the_history_is_turned_page_by_page(
    mended: House, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "PAGE", 2)
    for changed_only in (True, False, True):
        request = ImportRequest(store_id=mended.ready.store_id)
        submit = mended.engine.imports.submit_sync
        mended.engine.jobs.wait(submit(request, changed_only=changed_only))
    jobs = mended.engine.jobs.latest(limit=10, ended=True)

    app = open_page(mended.engine, "jobs", days="0")
    first = app.dataframe[0].value
    (pages,) = app.pagination
    second = pages.set_value(2).run().dataframe[0].value

    assert len(first) == 2
    assert 0 < len(second) <= 2
    names = {mended.ready.store_id: mended.ready.name}
    whole = jobs_frame(jobs[:4], names, [None] * 4, [True] * 4)
    assert [*first["kind"], *second["kind"]] == list(whole["kind"])[: 2 + len(second)]
