"""Passing for somebody else: names that a reader of the audit takes for another's, or no trace."""

from __future__ import annotations

import pytest

from engine import AuditSearch, BadRequest, Engine, Role, SignInFailed
from tests.attacks.cases import Attacks
from tests.attacks.house import BOSS, PASSWORD, people

attacks = Attacks("pass for somebody else")
HERE = "192.0.2.7"
ALIKE = (
    *("BOS", "bos.", "b o s", "ｂｏｓ", "b0s", "bоs", "bοs", "ʙos".replace("ʙ", "В"), "𝐛𝐨𝐬"),
    *("boſ", "ⓑos"),
)
UNSEEN = ("bos\u200b", "b\u00ados", "\u202esob", "bos\u3164", "bos\u2060", "bos\ufe0f", "\u2800")
NO_ACCOUNTS = (
    "Command  line",
    "command-line",
    "ＣＯＭＭＡＮＤ ＬＩＮＥ",
    "сommand linе",
    "Schedule",
    "명령줄",
)


@attacks("an account named as another one but for case, width, spaces or letters that look alike")
def alike(engine: Engine) -> str:
    people(engine)
    for name in (*ALIKE, "boś".replace("ś", "s")):
        _refused(engine, name, "passes for the other")
    return "refused"


@attacks("a name with signs that nobody sees, or written backwards by one")
def unseen(engine: Engine) -> str:
    people(engine)
    for name in UNSEEN:
        _refused(engine, name, "nobody sees")
    return "refused"


@attacks("an account named as what acts without one: the command line, the schedule")
def no_account(engine: Engine) -> str:
    for name in NO_ACCOUNTS:
        _refused(engine, name, "without an account")
    return "refused"


@attacks("guesses at the door, or comings and goings, that nobody is told of")
def no_trace(engine: Engine) -> str:
    people(engine)
    for number in range(5):
        with pytest.raises(SignInFailed):
            engine.sessions.sign_in(BOSS, f"a guess {number}", address=HERE)
    cookie = engine.sessions.sign_in(BOSS, PASSWORD, address="192.0.2.8").cookie
    engine.sessions.sign_out(cookie)
    lines = engine.audit.find(AuditSearch())
    told = [line.action for line in lines if not line.action.endswith("add")]
    assert told == [
        *("account.sign_out", "account.sign_in", "account.lock"),
        *["account.sign_in_failed"] * 5,
    ]
    assert "guess" not in str(lines)
    assert BOSS not in str(lines)
    return "the audit tells of each, and of every lock; never what was typed"


def _refused(engine: Engine, name: str, why: str) -> None:
    before = engine.people.all()
    with pytest.raises(BadRequest, match=why):
        engine.people.add(email="new@shop.kr", name=name, role=Role.ANALYST)
    assert engine.people.all() == before
