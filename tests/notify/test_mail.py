"""Alerts by mail: over TLS, with a password, to servers that are dead, silent or refuse."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import ssl
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from engine.domain.alert_causes import trial_message
from engine.domain.alerts import AlertState, Security
from engine.domain.contacts import AlertWay
from engine.errors import NotSent
from engine.notify.causes import Causes
from engine.notify.desk import AlertDesk
from tests.builders import NOON
from tests.notify.office import Office
from tests.notify.post import EMAIL, PASSWORD, Post, free_port, mail_server

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise imports it


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for localhost that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = tmp_path / "cert.pem", tmp_path / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context


def test_a_dead_mail_server_delays_an_alert_and_a_restart_forgets_nothing(office: Office) -> None:
    port = free_port()
    office.hires()
    office.fails_a_job()
    office.posts_at(port)
    office.desk.tick()
    (line,) = office.outbox.latest(limit=1)
    assert (line.state, line.tries, line.problem) == (AlertState.WAITING, 1, "MAIL_UNREACHABLE")
    assert line.next_try_at == NOON + timedelta(minutes=1)
    assert office.outbox.waiting_since() == NOON
    causes = Causes(office.tables.database, office.tables.stores, office.clock)
    office.desk = AlertDesk(office.outbox, causes, office.contacts, office.clock)

    with mail_server(port) as (post, _):
        office.later(seconds=59)
        assert post.mails == []
        office.later(seconds=1)

    assert len(post.mails) == 1
    assert office.states() == [AlertState.SENT]
    assert office.outbox.waiting_since() is None


def test_a_mail_server_that_stays_dead_is_given_up_after_three_days(office: Office) -> None:
    office.hires()
    office.fails_a_job()
    office.posts_at(free_port())
    for _ in range(100):
        office.later(hours=1)

    (line,) = office.outbox.latest(limit=1)
    assert line.state is AlertState.GIVEN_UP
    assert line.tries < 30


def test_of_a_dead_mail_server_one_letter_is_tried_at_a_time(office: Office) -> None:
    office.hires()
    for _ in range(3):
        office.fails_a_job()
    office.posts_at(free_port())

    office.desk.tick()

    assert sorted(line.tries for line in office.outbox.latest(limit=9)) == [0, 0, 1]


def test_without_a_mail_server_alerts_wait_for_one(office: Office) -> None:
    office.hires()
    office.fails_a_job()
    office.desk.tick()
    assert office.outbox.latest(limit=1)[0].problem == "MAIL_SERVER"

    with mail_server() as (post, port):
        office.posts_at(port)
        office.outbox.retry_all()
        office.desk.tick()

    assert len(post.mails) == 1


def test_mail_goes_out_over_starttls_with_user_and_password(
    office: Office, tls: ssl.SSLContext
) -> None:
    post = Post()
    held = Controller(
        post,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=tls,
        require_starttls=True,
        authenticator=post.knows,
        auth_required=True,
    )
    held.start()
    office.posts_at(held.port, security=Security.STARTTLS, user="alerts", password=PASSWORD)
    try:
        office.desk.send(AlertWay.EMAIL, EMAIL, trial_message(), "en")
        office.posts_at(held.port, security=Security.STARTTLS, user="alerts", password="wrong")
        with pytest.raises(NotSent, match="refused the user name or the password"):
            office.desk.send(AlertWay.EMAIL, EMAIL, trial_message(), "en")
        office.posts_at(held.port, security=Security.TLS)
        with pytest.raises(NotSent, match="certificate or encryption"):
            office.desk.send(AlertWay.EMAIL, EMAIL, trial_message(), "en")
    finally:
        held.stop()

    assert len(post.mails) == 1
    assert set(post.users) == {"alerts"}


def test_mail_goes_out_over_tls_from_the_first_byte(office: Office, tls: ssl.SSLContext) -> None:
    with mail_server(ssl_context=tls) as (post, port):
        office.posts_at(port, security=Security.TLS)
        office.desk.send(AlertWay.EMAIL, EMAIL, trial_message(), "en")

    assert post.mails[0]["Subject"] == "[Storeboard] A test alert of Storeboard"


def test_a_certificate_nobody_trusts_stops_the_mail_and_the_password(
    office: Office, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with mail_server(tls_context=tls, require_starttls=True) as (post, port):
        office.posts_at(port, security=Security.STARTTLS, user="alerts", password=PASSWORD)
        with pytest.raises(NotSent, match="certificate or encryption"):
            office.desk.send(AlertWay.EMAIL, EMAIL, trial_message(), "en")

    assert post.users == post.mails == []


def test_a_server_without_starttls_is_not_given_the_mail(office: Office) -> None:
    with mail_server() as (post, port):
        office.posts_at(port, security=Security.STARTTLS)
        with pytest.raises(NotSent, match="does not offer what is set"):
            office.desk.send(AlertWay.EMAIL, EMAIL, trial_message(), "en")

    assert post.mails == []


def test_a_refused_recipient_is_told_without_the_address(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office.hires()
    office.fails_a_job()
    with mail_server() as (post, port):
        office.posts_at(port)
        post.refuses = f"550 no such user {EMAIL}"
        office.desk.tick()

    assert office.outbox.latest(limit=1)[0].problem == "MAIL_ADDRESS"
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("engine")]
    assert ours
    assert not [text for text in ours if EMAIL in text]


def test_a_mail_server_that_says_nothing_holds_up_neither_start_nor_stop(office: Office) -> None:
    """It takes the connection and never answers: only the desk's own thread waits for it."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        office.hires()
        office.fails_a_job()
        office.posts_at(silent.getsockname()[1])
        sending = threading.Thread(target=office.desk.tick, daemon=True)
        sending.start()
        taken, _ = silent.accept()

        office.fails_a_job()
        assert len(office.tables.jobs.latest(None, 9)) == 2

        taken.close()
        sending.join(10)
        assert not sending.is_alive()
    assert office.outbox.latest(limit=9)[-1].problem == "MAIL_UNREACHABLE"
