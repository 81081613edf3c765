"""Alerts of a dashboard that runs: sent by themselves, and no hindrance to starting or stopping."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from engine import AlertKind, AlertWay, Config, Engine, MailServer, Security, open_engine
from engine.clock import to_utc
from engine.domain.contacts import Contact
from engine.domain.fees import FeeTier
from engine.domain.stores import NewStore
from tests.builders import NOON, wait_for
from tests.notify.post import EMAIL, mail_server


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A workspace whose store has lost its connection and has a contact who is told."""
    config = Config(workspace=tmp_path / "workspace")
    engine = open_engine(config)
    new = NewStore(
        name="가게",
        client_id="app",
        base_url="http://127.0.0.1:9/external",
        fee_tier=FeeTier.SMALL_1,
        tier_starts_on=NOON.date(),
    )
    store_id = engine.stores.add(new, "$2a$04$abcdefghijklmnopqrstuu").store_id
    contact = Contact(
        contact_id=0,
        store_id=store_id,
        name="홍길동",
        email=EMAIL,
        alerts=(AlertKind.CONNECTION,),
        ways=(AlertWay.EMAIL,),
    )
    engine.contacts.add(store_id, contact)
    with engine.service.tables.database.write() as cursor:
        cursor.execute(
            "update store set connection = 'BROKEN', problem_code = 'AUTH_FAILED', checked_at = ?",
            [to_utc(engine._parts.clock())],
        )
    engine.close()
    return config


def posts_at(engine: Engine, port: int) -> None:
    server = MailServer(
        host="localhost", port=port, security=Security.NONE, user="", sender="a@example.com"
    )
    engine.alerts.set_mail_server(server)


def test_a_running_dashboard_sends_by_itself(config: Config) -> None:
    with mail_server() as (post, port):
        engine = open_engine(config)
        posts_at(engine, port)
        engine.close()

        served = open_engine(config, serve=True, translate=lambda lang, text, params: f"<{lang}>")
        wait_for(lambda: bool(post.mails))
        served.close()

    assert post.mails[0]["Subject"] == "[Storeboard] <ko>"


def test_a_silent_mail_server_holds_up_neither_the_start_nor_the_stop(config: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = open_engine(config)
        posts_at(engine, silent.getsockname()[1])
        engine.close()

        served = open_engine(config, serve=True)
        taken, _ = silent.accept()  # the desk waits for a greeting that never comes
        began = time.monotonic()
        served.schedule.set_resumes_on_start(False)
        served.close()
        took = time.monotonic() - began
        taken.close()

    assert took < 15
    again = open_engine(config)
    assert [line.tries for line in again.alerts.latest()] == [0]
    again.close()
