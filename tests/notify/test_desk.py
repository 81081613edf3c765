"""What is told, to whom, when: alerts on their way to a real mail server on loopback."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from engine.api_errors import Blocked, CertificateUntrusted, IpNotAllowed, ProxyRefused
from engine.domain.alerts import AlertRules, AlertState, QuietHours
from engine.domain.contacts import AlertKind
from engine.domain.delivery import Prerequisite, PrerequisiteKind
from engine.domain.job_kinds import JobKind
from engine.domain.jobs import Asker
from engine.domain.product_jobs import ImportRequest
from engine.errors import EngineError, sentence_of
from tests.builders import NOON
from tests.notify.office import Office
from tests.notify.post import EMAIL, mail_server

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise imports it


def test_a_lost_connection_is_told_once_in_words(office: Office) -> None:
    office.hires()
    office.loses_connection()
    with mail_server() as (post, port):
        office.posts_at(port)

        office.desk.tick()
        office.later(minutes=30)

    (mail,) = post.mails
    assert mail["To"] == EMAIL
    assert mail["From"] == "alerts@example.com"
    assert mail["Subject"] == "[Storeboard] 봄날 상회: the connection to NAVER is lost"
    assert "Add its public IP in the Commerce API centre" in mail.get_content()
    assert mail["Date"].datetime == NOON
    assert office.states() == [AlertState.SENT]


def test_alerts_are_told_in_the_language_of_the_workspace(office: Office) -> None:
    from dashboard.words.sentences import say

    office.hires()
    office.loses_connection()
    office.desk._translate = say
    with mail_server() as (post, port):
        office.posts_at(port)
        office.desk.tick()

    assert post.mails[0]["Subject"] == "[Storeboard] 봄날 상회: 네이버 연결이 끊겼습니다"
    assert "공인 IP" in post.mails[0].get_content()


@pytest.mark.dated
def test_the_next_day_the_same_trouble_is_told_again(office: Office) -> None:
    office.hires()
    with mail_server() as (post, port):
        office.posts_at(port)
        for _ in range(2):
            office.loses_connection()
            office.desk.tick()
            office.now += timedelta(days=1)

    assert len(post.mails) == 2


CAUSES = {
    AlertKind.CONNECTION: lambda office: office.loses_connection(),
    AlertKind.JOB_FAILED: lambda office: office.fails_a_job(),
    AlertKind.PREREQUISITES_CHANGED: lambda office: changes_an_address(office),
    AlertKind.REFUSALS: lambda office: refuses(office, 101),
}


def changes_an_address(office: Office) -> None:
    fetched = Prerequisite(
        kind=PrerequisiteKind.ADDRESS_BOOK,
        fetched_at=office.now,
        rows=({"name": "창고"},),
        changes=("+ 창고",),
        changed_at=office.now,
    )
    office.tables.prerequisites.save(office.store_id, fetched)


def refuses(office: Office, calls: int) -> None:
    job_id = office.tables.jobs.add(
        JobKind.PRODUCT_SYNC, ImportRequest(store_id=office.store_id), Asker.SCREEN
    )
    with office.tables.database.write() as cursor:
        cursor.execute(
            "update job set refused = $n where job_id = $job_id", {"n": calls, "job_id": job_id}
        )


@pytest.mark.parametrize("kind", CAUSES)
def test_each_kind_reaches_who_chose_it_and_nobody_else(office: Office, kind: AlertKind) -> None:
    office.hires(kind, email="chose@example.com")
    office.hires(*(set(AlertKind) - {kind}), email="did-not@example.com")
    office.hires(email="no-way@example.com", ways=())
    CAUSES[kind](office)
    with mail_server() as (post, port):
        office.posts_at(port)
        office.desk.tick()

    assert [mail["To"] for mail in post.mails] == ["chose@example.com"]
    assert office.outbox.latest(limit=1)[0].kind is kind


@pytest.mark.parametrize("kind", [IpNotAllowed, Blocked, CertificateUntrusted, ProxyRefused])
def test_a_job_that_met_a_shut_way_to_naver_is_a_lost_connection_told_once(
    office: Office, kind: type[EngineError]
) -> None:
    office.hires()
    office.fails_a_job(kind(sentence_of(kind.code)))
    office.fails_a_job(kind(sentence_of(kind.code)))
    office.loses_connection(kind.code)
    with mail_server() as (post, port):
        office.posts_at(port)
        office.desk.tick()

    assert [mail["Subject"] for mail in post.mails] == [
        "[Storeboard] 봄날 상회: the connection to NAVER is lost"
    ]


@pytest.mark.dated
def test_an_application_about_to_end_is_told(office: Office) -> None:
    office.hires()
    with office.tables.database.write() as cursor:
        cursor.execute("update store set valid_until = date '2026-12-03'")
    office.tables.stores._held = None
    with mail_server() as (post, port):
        office.posts_at(port)
        office.desk.tick()
        office.later(hours=20)

    (mail,) = post.mails
    assert "ends in 10 days" in mail["Subject"]
    assert "valid until 2026-12-03" in mail.get_content()


def test_refusals_up_to_the_number_that_was_set_are_not_told(office: Office) -> None:
    office.hires()
    refuses(office, 30)
    office.outbox.save_rules(AlertRules(refusals=30))
    office.desk.tick()
    assert office.states() == []

    office.outbox.save_rules(AlertRules(refusals=29))
    office.desk.tick()
    assert office.states() == [AlertState.WAITING]


def test_an_archived_store_tells_nothing(office: Office) -> None:
    office.hires()
    office.loses_connection()
    office.fails_a_job()
    with office.tables.database.write() as cursor:
        cursor.execute("update store set archived_at = timestamp '2026-11-01'")
    office.tables.stores._held = None

    office.desk.tick()

    assert office.states() == []


def test_what_happened_days_ago_is_not_told_when_the_first_contact_comes(office: Office) -> None:
    office.fails_a_job()
    office.loses_connection()
    office.now += timedelta(days=2)
    office.hires()

    office.desk.tick()

    assert office.states() == []


@pytest.mark.dated
def test_in_quiet_hours_alerts_wait_for_the_morning(office: Office) -> None:
    office.hires()
    office.fails_a_job()
    office.outbox.save_rules(AlertRules(quiet=QuietHours(since=time(11, 0), until=time(14, 0))))
    with mail_server() as (post, port):
        office.posts_at(port)
        office.desk.tick()
        office.later(hours=1, minutes=59)
        assert post.mails == []
        assert office.states() == [AlertState.WAITING]
        office.later(minutes=1)

    assert len(post.mails) == 1
