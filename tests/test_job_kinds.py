"""Every kind of job stands in every table, and the tables have no others."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from dashboard.words.i18n import translator
from dashboard.words.job_faces import FACES, report_pages
from engine import JobKind, ScheduleKind
from engine.domain.job_kinds import TRAITS, is_known, lane
from engine.domain.schedule import ENTRIES, Entry, entry_of
from engine.jobs.kinds import WORK
from tests.sandbox_process import ROOT

TABLES = {"traits": TRAITS, "work": WORK, "faces": FACES}
SCHEDULED = [entry for entry in ENTRIES if entry.job is not None]


@pytest.mark.parametrize("table", TABLES)
def test_every_kind_stands_in_every_table_and_no_other(table: str) -> None:
    assert list(TABLES[table]) == list(JobKind)


def test_every_line_of_the_schedule_stands_once_and_no_other() -> None:
    assert [entry.kind for entry in ENTRIES] == list(ScheduleKind)
    assert [entry_of(kind).kind for kind in ScheduleKind] == list(ScheduleKind)


@pytest.mark.parametrize("kind", JobKind)
def test_a_request_of_a_kind_comes_back_as_it_was_kept(kind: JobKind) -> None:
    """Of what the schedule asks for, where it asks; else of the store alone."""
    scheduled, request = WORK[kind].scheduled, TRAITS[kind].request
    asked = scheduled(7, date(2026, 8, 14)) if scheduled else request(store_id=7)

    kept = msgspec.json.decode(msgspec.json.encode(asked), type=request)

    assert (kept, kept.store_id) == (asked, 7)
    assert kept.extent()
    assert TRAITS[kind].result() == TRAITS[kind].result()  # nothing yet is a result too


@pytest.mark.parametrize("entry", SCHEDULED, ids=lambda entry: entry.kind)
def test_a_line_that_is_a_job_is_of_a_kind_the_schedule_can_ask_for(entry: Entry) -> None:
    assert entry.per_store
    assert entry.job is not None
    assert WORK[entry.job].scheduled is not None


def test_a_kind_waits_for_those_of_its_lane_alone() -> None:
    products = {JobKind.PRODUCT_IMPORT, JobKind.PRODUCT_SYNC}

    assert lane(JobKind.PRODUCT_IMPORT) == lane(JobKind.PRODUCT_SYNC) == products
    assert lane(JobKind.SETTLEMENT_READ) == {JobKind.SETTLEMENT_READ}
    assert [kind for kind in JobKind if kind not in lane(kind)] == []


@pytest.mark.parametrize("kind", JobKind)
def test_a_face_speaks_korean_and_leads_to_a_page(kind: JobKind) -> None:
    face, korean = FACES[kind], translator("ko").gettext
    units = [face.unit, *face.units.values()]
    words = [face.name, face.working, face.finished, *face.phases.values()]
    words += [text for unit in units for text in (unit.far, unit.speed)]

    assert [text for text in words if korean(text) == text] == []
    assert (ROOT / "pages" / f"{face.page}.py").exists()
    assert face.page in report_pages()
    assert len({one.name for one in FACES.values()}) == len(FACES)


def test_an_unknown_kind_raises_and_is_never_another() -> None:
    assert not is_known("COFFEE")
    for table in TABLES.values():
        with pytest.raises(KeyError):
            table["COFFEE"]
    with pytest.raises(ValueError, match="COFFEE"):
        JobKind("COFFEE")
