"""Alerts on their way: real mail servers and a real webhook on loopback, dead ones too."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.server
import json
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import date, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from engine.domain.alert_causes import trial_message
from engine.domain.alerts import AlertRules, AlertState, MailServer, QuietHours, Security
from engine.domain.checks import ConnectionCheck, Problem
from engine.domain.contacts import AlertKind, AlertWay, Contact
from engine.domain.delivery import Prerequisite, PrerequisiteKind
from engine.domain.fees import FeeTier
from engine.domain.jobs import Asker, ImportRequest, JobKind, JobState
from engine.domain.stores import NewStore
from engine.errors import ApiDown, IpNotAllowed, NotSent
from engine.jobs.context import Rooms
from engine.notify.causes import Causes
from engine.notify.desk import AlertDesk
from engine.store.alerts import Outbox
from engine.store.contacts import Contacts
from engine.vault import Vault
from tests.builders import KEY, NOON, open_rooms

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise imports it

EMAIL, PASSWORD = "hong@example.com", "a password nobody may see"


class Post:
    """A mail server that keeps what it is handed, refuses on demand, and knows one user."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = ""
        self.users: list[str] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Takes or refuses a recipient."""
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps a mail."""
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def knows(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
        """Whether user and password fit."""
        self.users.append(data.login.decode())
        return AuthResult(success=data.password.decode() == PASSWORD, handled=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def mail_server(port: int | None = None, **options: Any) -> Iterator[tuple[Post, int]]:
    """A running mail server and its port."""
    post = Post()
    held = Controller(post, hostname="127.0.0.1", port=port or free_port(), **options)
    held.start()
    try:
        yield post, held.port
    finally:
        held.stop()


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


class Office:
    """A workspace with one store and a desk, at a time the test sets."""

    def __init__(self) -> None:
        self.now = NOON
        self.rooms: Rooms = open_rooms(clock=self.clock)
        database, vault = self.rooms.database, Vault(KEY)
        self.outbox = Outbox(database, vault, self.clock)
        self.contacts = Contacts(database, vault)
        causes = Causes(database, self.rooms.stores, self.clock)
        self.desk = AlertDesk(self.outbox, causes, self.contacts, self.clock)
        new = NewStore(
            name="봄날 상회",
            client_id="app",
            base_url="http://127.0.0.1:9/external",
            fee_tier=FeeTier.SMALL_1,
            tier_starts_on=date(2026, 1, 1),
        )
        self.store_id = self.rooms.stores.add(new, "secret")

    def clock(self) -> dt.datetime:
        """The moment the test set."""
        return self.now

    def later(self, **passed: float) -> None:
        """Lets time pass, then lets the desk look."""
        self.now += timedelta(**passed)
        self.desk.tick()

    def hires(self, *kinds: AlertKind, **fields: Any) -> None:
        """A contact who is told of some kinds, by e-mail unless said."""
        usual: dict[str, Any] = {
            "contact_id": 0,
            "store_id": self.store_id,
            "name": "홍길동",
            "email": EMAIL,
            "alerts": kinds or tuple(AlertKind),
            "ways": (AlertWay.EMAIL,),
        }
        self.contacts.add(Contact(**(usual | fields)))

    def posts_at(self, port: int, **fields: Any) -> None:
        """Mail goes to that port of this machine, open and without a password unless said."""
        password = fields.pop("password", "")
        usual: dict[str, Any] = {
            "host": "localhost",
            "port": port,
            "security": Security.NONE,
            "user": "",
            "sender": "alerts@example.com",
        }
        self.outbox.save_server(MailServer(**(usual | fields)), password)

    def loses_connection(self, code: str = "IP_NOT_ALLOWED") -> None:
        """A check found that NAVER refuses the store."""
        check = ConnectionCheck(
            store="봄날 상회",
            connected=False,
            account_id=None,
            problems=(Problem(code=code, text="x"),),
        )
        self.rooms.stores.save_check(self.store_id, check)

    def fails_a_job(self, error: Any = None) -> int:
        """A job ended with an error."""
        jobs = self.rooms.jobs
        job_id = jobs.add(JobKind.PRODUCT_SYNC, ImportRequest(store_id=self.store_id), Asker.SCREEN)
        jobs.fail(job_id, JobState.FAILED, error or ApiDown())
        return job_id

    def states(self) -> list[AlertState]:
        """Where the lines of the outbox stand, newest first."""
        return [line.state for line in self.outbox.latest(limit=50)]


@pytest.fixture
def office() -> Iterator[Office]:
    opened = Office()
    yield opened
    opened.rooms.database.close()


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
    from dashboard.i18n import say

    office.hires()
    office.loses_connection()
    office.desk._translate = say
    with mail_server() as (post, port):
        office.posts_at(port)
        office.desk.tick()

    assert post.mails[0]["Subject"] == "[Storeboard] 봄날 상회: 네이버 연결이 끊겼습니다"
    assert "공인 IP" in post.mails[0].get_content()


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
    office.rooms.stores.save_prerequisite(office.store_id, fetched)


def refuses(office: Office, calls: int) -> None:
    job_id = office.rooms.jobs.add(
        JobKind.PRODUCT_SYNC, ImportRequest(store_id=office.store_id), Asker.SCREEN
    )
    with office.rooms.database.write() as cursor:
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


def test_a_job_that_met_a_refused_address_is_a_lost_connection_told_once(office: Office) -> None:
    office.hires()
    office.fails_a_job(IpNotAllowed())
    office.fails_a_job(IpNotAllowed())
    office.loses_connection()
    with mail_server() as (post, port):
        office.posts_at(port)
        office.desk.tick()

    assert [mail["Subject"] for mail in post.mails] == [
        "[Storeboard] 봄날 상회: the connection to NAVER is lost"
    ]


def test_an_application_about_to_end_is_told(office: Office) -> None:
    office.hires()
    with office.rooms.database.write() as cursor:
        cursor.execute("update store set valid_until = date '2026-12-03'")
    office.rooms.stores._held = None
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
    with office.rooms.database.write() as cursor:
        cursor.execute("update store set archived_at = timestamp '2026-11-01'")
    office.rooms.stores._held = None

    office.desk.tick()

    assert office.states() == []


def test_what_happened_days_ago_is_not_told_when_the_first_contact_comes(office: Office) -> None:
    office.fails_a_job()
    office.loses_connection()
    office.now += timedelta(days=2)
    office.hires()

    office.desk.tick()

    assert office.states() == []


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
    causes = Causes(office.rooms.database, office.rooms.stores, office.clock)
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
        assert len(office.rooms.jobs.latest(None, 9)) == 2

        taken.close()
        sending.join(10)
        assert not sending.is_alive()
    assert office.outbox.latest(limit=9)[-1].problem == "MAIL_UNREACHABLE"
