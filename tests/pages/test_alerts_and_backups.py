"""What a manager sets about alerts and does with backups, on the screen."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dashboard.words.phrases import plain
from engine import AlertKind, AlertWay, Engine, MailServer, Security
from engine.domain.contacts import Contact
from tests.notify.post import EMAIL, free_port, mail_server

from .conftest import House, Open, button, texts


def server_at(port: int) -> MailServer:
    return MailServer(
        host="localhost",
        port=port,
        security=Security.NONE,
        user="",
        sender="alerts@example.com",
    )


def test_a_mail_server_is_saved_and_its_password_never_shown(
    empty_engine: Engine, open_page: Open
) -> None:
    app = open_page(empty_engine, "alerts")
    app.text_input(key="alerts.host.server.0").input("smtp.example.com")
    app.text_input(key="alerts.user.server.0").input("alerts")
    app.text_input(key="alerts.password.server.0").input("secret word")
    app.text_input(key="alerts.sender.server.0").input("alerts@example.com").run()

    app.button(key="alerts.save_server").click().run()

    held = empty_engine.alerts.mail_server()
    assert held is not None
    assert (held.host, held.port, held.has_password) == ("smtp.example.com", 587, True)
    again = open_page(empty_engine, "alerts")
    assert again.text_input(key="alerts.password.server.0").value == ""
    assert (
        again.text_input(key="alerts.password.server.0").placeholder
        == "저장됨 · 바꾸려면 입력하세요"
    )
    again.text_input(key="alerts.user.server.0").input("others").run()
    again.button(key="alerts.save_server").click().run()
    kept = empty_engine.service.alerts.outbox.server()
    assert kept is not None
    assert (kept[0].user, kept[1]) == ("others", "secret word")


def test_a_mail_server_no_mail_can_go_to_is_told(empty_engine: Engine, open_page: Open) -> None:
    app = open_page(empty_engine, "alerts")

    app.button(key="alerts.save_server").click().run()

    assert [one.value for one in app.error] == [plain("예: smtp.example.com")]
    assert empty_engine.alerts.mail_server() is None


def test_quiet_hours_language_and_threshold_are_kept(empty_engine: Engine, open_page: Open) -> None:
    app = open_page(empty_engine, "alerts")
    app.toggle(key="alerts.quiet.rules.0").set_value(True).run()
    app.number_input(key="alerts.refusals.rules.0").set_value(7)
    app.segmented_control(key="alerts.language.rules.0").set_value("en").run()

    app.button(key="alerts.save_rules").click().run()

    rules = empty_engine.alerts.rules()
    assert (rules.language, rules.refusals) == ("en", 7)
    assert rules.quiet is not None
    assert f"{rules.quiet.since:%H:%M}-{rules.quiet.until:%H:%M}" == "22:00-08:00"
    assert "alert.rules" in {line.action for line in empty_engine.audit.find()}


def test_a_test_to_oneself_arrives(empty_engine: Engine, open_page: Open) -> None:
    with mail_server() as (post, port):
        empty_engine.alerts.set_mail_server(server_at(port))
        app = open_page(empty_engine, "alerts")
        app.text_input(key="alerts.test.email").input(EMAIL).run()

        app.button(key="alerts.test.send").click().run()

    assert [one.value for one in app.success] == ["보냈습니다. 도착했는지 확인하세요."]
    (mail,) = post.mails
    assert (mail["To"], mail["Subject"]) == (EMAIL, "[Storeboard] A test alert of Storeboard")


def test_a_test_that_cannot_be_sent_says_why(empty_engine: Engine, open_page: Open) -> None:
    empty_engine.alerts.set_mail_server(server_at(free_port()))
    app = open_page(empty_engine, "alerts")
    app.text_input(key="alerts.test.email").input(EMAIL).run()

    app.button(key="alerts.test.send").click().run()

    assert app.error[0].value == "서버 이름과 포트를 확인하세요."


@pytest.fixture
def stuck(own_house: House) -> House:
    """A house whose broken store has an alert that waits for a dead mail server."""
    engine, store_id = own_house.engine, own_house.locked_out.store_id
    contact = Contact(
        contact_id=0,
        store_id=store_id,
        name="홍길동",
        email=EMAIL,
        alerts=(AlertKind.CONNECTION,),
        ways=(AlertWay.EMAIL,),
    )
    engine.contacts.add(store_id, contact)
    engine.alerts.set_mail_server(server_at(free_port()))
    engine.service.alerts.tick()
    return own_house


def test_the_outbox_says_what_waits_and_why_and_shows_no_address(
    stuck: House, open_page: Open
) -> None:
    app = open_page(stuck.engine, "alerts")

    (row,) = app.dataframe[0].value.to_dict("records")
    assert row["store"] == stuck.locked_out.name
    assert (row["kind"], row["way"]) == ("연결이 끊기거나 끝나 감", "이메일")
    assert (row["state"], row["problem"]) == ("○ 대기", "메일 서버가 응답하지 않음")
    assert EMAIL not in texts(app) + str(row)


def test_what_waits_is_tried_again_at_once(stuck: House, open_page: Open) -> None:
    held = stuck.engine.alerts.mail_server()
    assert held is not None
    app = open_page(stuck.engine, "alerts")
    with mail_server(held.port) as (post, _):
        app.button(key="alerts.retry").click().run()
        stuck.engine.service.alerts.tick()

    assert len(post.mails) == 1
    again = open_page(stuck.engine, "alerts")
    assert again.dataframe[0].value["state"].tolist() == ["✓ 보냄"]
    assert "대기 0" in texts(again)


def test_a_backup_is_made_and_offered(
    empty_engine: Engine, open_page: Open, tmp_path: Path
) -> None:
    app = open_page(empty_engine, "backups")
    assert "아직 백업이 없습니다" in texts(app)

    app = button(app, "지금 백업").click().run()

    (backup,) = empty_engine.backups.held()
    assert plain(backup.name) in texts(app)
    assert zipfile.is_zipfile(empty_engine.backups.file(backup.name))
    actions = [line.action for line in empty_engine.audit.find()]
    assert actions[:2] == ["backup.fetch", "backup.write"]
