"""Reads everything a workspace writes, byte by byte, for planted secrets and contacts.

To guard one more secret: add its text to PLANTED and plant it in `busy_day`.
"""

from __future__ import annotations

import base64
import logging
import urllib.parse
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from engine import Config, Engine, EngineError, Role, open_engine
from engine.database.archive import DATABASE
from engine.domain.alerts import MailServer, Security
from engine.domain.contacts import AlertKind, AlertWay, Contact, ContactField
from engine.domain.fees import FeeTier
from engine.domain.stores import NewStore
from engine.errors import NotSent
from engine.keyring import rotate_key
from tests.builders import NOON
from tests.notify.post import free_port

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise imports it

PLANTED = {
    "client secret": "$2a$04$plantedsecretplanted22",
    "second client secret": "$2a$04$anotherplantedsecret33",
    "contact's name": "홍길순-심은이름",
    "contact's title": "심은부서 팀장",
    "contact's e-mail": "planted.contact@example.com",
    "contact's phone": "02-5557-9182",
    "contact's mobile": "010-7391-5528",
    "chat address": "json://127.0.0.1:1/planted-chat-token",
    "mail user": "planted-mail-user",
    "mail password": "planted mail password",
    "mail sender": "planted.sender@example.com",
    "account's e-mail": "planted.account@example.com",
    "account's password": "planted heron umbrella",
    "wrong password": "planted wrong password",
    "test recipient": "planted.recipient@example.com",
}
SEEN = "보이는 가게"  # no secret: the reading finds what is there


def busy_day(engine: Engine) -> set[str]:
    """Everything that handles a secret, where it can fail too; what else must not be found."""
    new = NewStore(
        name=SEEN,
        client_id="app",
        base_url="http://127.0.0.1:1/external",
        fee_tier=FeeTier.SMALL_1,
        tier_starts_on=NOON.date(),
    )
    store_id = engine.stores.add(new, PLANTED["client secret"]).store_id
    engine.stores.set_secret(store_id, PLANTED["second client secret"])
    contact = Contact(
        contact_id=0,
        store_id=store_id,
        name=PLANTED["contact's name"],
        title=PLANTED["contact's title"],
        email=PLANTED["contact's e-mail"],
        phone=PLANTED["contact's phone"],
        mobile=PLANTED["contact's mobile"],
        chat_address=PLANTED["chat address"],
        alerts=tuple(AlertKind),
        ways=tuple(AlertWay),
    )
    added = engine.contacts.add(store_id, contact)
    engine.contacts.open(store_id, added.contact_id, ContactField.EMAIL)
    cookies = signs_in(engine)
    server = MailServer(
        host="127.0.0.1",
        port=free_port(),
        security=Security.NONE,
        user=PLANTED["mail user"],
        sender=PLANTED["mail sender"],
    )
    engine.alerts.set_mail_server(server, PLANTED["mail password"])
    with pytest.raises(NotSent):
        engine.alerts.send_test(AlertWay.EMAIL, PLANTED["test recipient"])
    engine.stores.check(store_id)
    with engine.service.tables.database.write() as cursor:
        cursor.execute("update store set connection = 'BROKEN', problem_code = 'AUTH_FAILED'")
    engine.service.tables.stores._held = None
    engine.service.alerts.tick()
    engine.snapshots.write()
    engine.backups.make()
    engine.health.examine()
    return cookies


def signs_in(engine: Engine) -> set[str]:
    """An account that signs in, wrong and right; its cookie and the token in it."""
    email, password = PLANTED["account's e-mail"], PLANTED["account's password"]
    engine.people.add(email=email, name="김", role=Role.MANAGER, password=password)
    with pytest.raises(EngineError):
        engine.sessions.sign_in(email, PLANTED["wrong password"], address="192.0.2.1")
    cookie = engine.sessions.sign_in(email, password, address="192.0.2.1").cookie
    return {cookie, *(part for part in cookie.split(".") if len(part) > 20)}


def forms(text: str) -> Iterator[bytes]:
    """How a text may lie in a file."""
    for encoding in ("utf-8", "utf-16-le", "cp949"):
        raw = text.encode(encoding)
        yield raw
        for start in range(3):  # base64 depends on where in a group of three the text begins
            yield base64.b64encode(b"\0" * start + raw)[4 if start else 0 : -4]
    yield urllib.parse.quote(text).encode()
    yield text.encode("unicode_escape")


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a workspace but its keys, archives also unpacked, databases also as rows."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if file.name.startswith("storeboard.key"):
            continue
        yield file.name, file.read_bytes()
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                for name in archive.namelist():
                    yield f"{file.name}/{name}", archive.read(name)


def rows(database: Path) -> Iterator[tuple[str, bytes]]:
    """Every value of a closed database: in the file short texts may be packed together."""
    with duckdb.connect(str(database), read_only=True) as held:
        for (table,) in held.execute("select table_name from duckdb_tables()").fetchall():
            content = held.execute(f'select * from "{table}"').fetchall()
            yield f"{database.name}:{table}", "\n".join(map(str, content)).encode()


def found(places: Iterator[tuple[str, bytes]], secrets: set[str]) -> list[str]:
    """Where a secret lies open."""
    searched = {form: text for text in secrets for form in forms(text) if len(form) > 6}
    return [
        f"{text!r} in {place}"
        for place, content in places
        for form, text in searched.items()
        if form in content
    ]


def test_no_secret_and_no_contact_lies_open_in_any_file_or_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    config = Config(workspace=tmp_path / "workspace")
    engine = open_engine(config)

    secrets = busy_day(engine) | set(PLANTED.values())
    secrets.add(config.key_file.read_text().strip())
    assert (config.workspace / "storeboard.duckdb.wal").stat().st_size > 0
    while_open = list(written(config.workspace))
    logs = [("the log", caplog.text.encode())]

    assert found(iter(while_open), secrets) == []
    assert found(iter(logs), secrets) == []
    assert found(iter(while_open), {SEEN}) != []
    engine.close()
    assert found(written(config.workspace), secrets) == []
    assert found(rows(config.database_file), secrets) == []
    assert found(rows(config.workspace / "snapshot.duckdb"), secrets) == []
    assert found(rows(config.database_file), {SEEN}) != []


def test_a_backup_and_a_renewed_key_open_nothing_either(tmp_path: Path) -> None:
    config = Config(workspace=tmp_path / "workspace")
    engine = open_engine(config)
    secrets = busy_day(engine) | set(PLANTED.values())
    engine.close()

    rotate_key(config)

    assert found(written(config.workspace), secrets) == []
    assert found(rows(config.database_file), secrets) == []
    unpacked = tmp_path / "unpacked.duckdb"
    (backup,) = config.backup_folder.glob("*.zip")
    with zipfile.ZipFile(backup) as archive:
        unpacked.write_bytes(archive.read(DATABASE))
    assert found(rows(unpacked), secrets) == []


@pytest.mark.parametrize("secret", PLANTED.values(), ids=list(PLANTED))
def test_a_secret_that_lay_open_would_be_found(tmp_path: Path, secret: str) -> None:
    (tmp_path / "leak.log").write_text(f"a line with {secret} in it", "utf-8")
    (tmp_path / "packed.log").write_bytes(base64.b64encode(f"xy{secret}z".encode()))

    assert len({line.split(" in ")[-1] for line in found(written(tmp_path), {secret})}) == 2
