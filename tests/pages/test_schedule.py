"""The schedule: what runs next, how it went last, and what keeps stores from being synced."""

from __future__ import annotations

import msgspec
import pytest

from dashboard.parts.job_frames import schedule_frame
from dashboard.words.job_faces import report_pages
from engine import ALL_STORES, Engine, ScheduleKind, today
from engine.domain.schedule import ScheduledRun, Slot

from .conftest import House, Open, texts

pytestmark = pytest.mark.dated

ALL = ["모든 스토어"]


def test_every_line_says_its_store_and_when_it_runs_next(house: House, open_page: Open) -> None:
    lines = house.engine.schedule.upcoming()

    table = open_page(house.engine, "schedule").dataframe[0].value

    in_use = [line for line in lines if line.next_at is not None]
    assert len(lines) - len(in_use) == 2  # what nothing runs yet is not offered
    settled = sorted([house.ready.name, house.unprepared.name])
    assert list(table["store"]) == [house.ready.name, *settled, *ALL * 2]
    assert list(table["kind"]) == [
        "새벽 전체 동기화",
        *["정산 내역 조회"] * 2,
        "백업",
        "다른 도구용 스냅숏",
    ]
    for said, button, line in zip(table["next"], table["run"], in_use, strict=True):
        assert said.split()[-1] == f"{line.next_at:%H:%M}"
        assert button.endswith("지금 실행")
    assert not {"outcome", "report"} & set(table)  # nothing ran yet


def test_a_run_that_was_made_shows_its_outcome_and_leads_to_its_report(own_house: House) -> None:
    engine, store_id = own_house.engine, own_house.ready.store_id
    job_id = engine.schedule.run(ScheduleKind.FULL_SYNC, store_id)
    assert job_id is not None
    run = engine.jobs.wait(job_id)
    last = ScheduledRun(
        slot=Slot(kind=ScheduleKind.FULL_SYNC, store_id=store_id, business_date=today()),
        job_id=job_id,
        ran_at=run.created_at,
    )
    lines = [msgspec.structs.replace(line, last=last) for line in engine.schedule.upcoming()]

    frame = schedule_frame(lines[:1], {}, {job_id: run}, opens=report_pages())

    assert list(frame["outcome"].iloc[0]) == ["✓ 완료"]
    assert frame["report"].iloc[0].endswith("보고서")


def test_the_switch_is_kept(own_house: House, open_page: Open) -> None:
    assert own_house.engine.schedule.resumes_on_start
    app = open_page(own_house.engine, "schedule")

    app.toggle(key="schedule.resumes").set_value(False).run()

    assert not own_house.engine.schedule.resumes_on_start
    assert not open_page(own_house.engine, "schedule").toggle(key="schedule.resumes").value


def test_nothing_to_sync_says_what_a_store_needs(empty_engine: Engine, open_page: Open) -> None:
    app = open_page(empty_engine, "schedule")

    assert "자동으로 동기화할 스토어가 아직 없습니다" in texts(app)
    assert {line.store_id for line in empty_engine.schedule.upcoming()} == {ALL_STORES}
