"""Alerts to chat tables: a real webhook on loopback, and addresses that cannot be used."""

from __future__ import annotations

import contextlib
import http.server
import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from engine.domain.alert_causes import trial_message
from engine.domain.alerts import AlertState
from engine.domain.contacts import AlertWay
from engine.errors import NotSent
from tests.notify.office import Office
from tests.notify.post import mail_server

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise imports it


class Hook(http.server.BaseHTTPRequestHandler):
    """A webhook that keeps what it is handed."""

    told: list[dict[str, Any]]
    status = 200

    def do_POST(self) -> None:
        """Keeps a message."""
        length = int(self.headers["Content-Length"])
        self.told.append(json.loads(self.rfile.read(length)))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, format: str, *words: Any) -> None:
        """Says nothing."""


@contextlib.contextmanager
def webhook(status: int = 200) -> Iterator[tuple[list[dict[str, Any]], str]]:
    """A running webhook: what it was told, and its address as Apprise writes it."""
    kind = type("OneHook", (Hook,), {"told": [], "status": status})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield kind.told, f"json://127.0.0.1:{server.server_port}/token-of-the-room"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_chat_room_is_told_too(office: Office) -> None:
    with webhook() as (told, address):
        office.hires(ways=(AlertWay.CHAT,), chat_address=address)
        office.fails_a_job()
        office.desk.tick()
        office.later(minutes=5)

    (message,) = told
    assert message["title"] == "봄날 상회: job 1 failed"
    assert "NAVER has a fault" in message["message"]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("nonsense", "CHAT_ADDRESS"),
        ("nosuch://x/y", "CHAT_ADDRESS"),
        ("syslog://", "CHAT_ADDRESS"),
        ("json://127.0.0.1:1/x", "CHAT_REFUSED"),
    ],
)
def test_a_chat_address_that_cannot_be_used_is_told_without_showing_it(
    office: Office, caplog: pytest.LogCaptureFixture, address: str, problem: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NotSent) as caught:
        office.desk.send(AlertWay.CHAT, address, trial_message(), "en")

    assert caught.value.problem == problem
    assert address not in str(caught.value)
    assert "127.0.0.1:1/x" not in caplog.text


def test_a_chat_room_that_refuses_does_not_hold_up_the_mail(office: Office) -> None:
    with webhook(status=500) as (_, address), mail_server() as (post, port):
        office.posts_at(port)
        office.hires(ways=(AlertWay.CHAT, AlertWay.EMAIL), chat_address=address)
        office.fails_a_job()
        office.desk.tick()

    assert len(post.mails) == 1
    assert set(office.states()) == {AlertState.SENT, AlertState.WAITING}
