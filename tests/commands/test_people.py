"""`storeboard account` and `storeboard audit`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from engine import Config, Role, open_engine
from tests.terminal import Said, program, spoken

RIGHT = "correct horse battery"


class Shell:
    """A workspace, named by the environment, and commands on it with what is typed into them."""

    def __init__(
        self,
        workspace: Path,
        capture: pytest.CaptureFixture[str],
        patch: pytest.MonkeyPatch,
    ) -> None:
        self.workspace, self._capture, self._patch = workspace, capture, patch
        patch.setenv("STOREBOARD_HOME", str(workspace))
        patch.setenv("LC_ALL", "C.UTF-8")

    def run(self, *arguments: str, typed: str = "") -> Said:
        """One command with what is typed into it."""
        self._patch.setattr(sys, "stdin", io.StringIO(typed))
        return spoken(self._capture, *arguments)

    def json(self, *arguments: str, typed: str = "") -> dict[str, Any]:
        """The object a command prints."""
        return self.run(*arguments, "--json", typed=typed).answer

    def refusal(self, *arguments: str, typed: str = "") -> str:
        """The sentence of a command that cannot."""
        return self.run(*arguments, typed=typed).sentence


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    yield Shell(tmp_path / "workspace", capsys, monkeypatch)
    speak(DEFAULT)


def add(shell: Shell, email: str = "boss@shop.kr", role: str = "MANAGER") -> dict[str, Any]:
    return shell.json("account", "add", email, "--role", role, typed=RIGHT + "\n")


def test_an_account_is_added_listed_disabled_and_let_in_again(shell: Shell) -> None:
    added = add(shell)
    kim = add(shell, "kim@shop.kr", "ANALYST")
    off = shell.json("account", "disable", "kim@shop.kr")
    on = shell.json("account", "enable", "KIM@shop.kr")
    listed = shell.json("account", "list")["accounts"]

    assert (added["email"], added["name"], added["role"]) == ("boss@shop.kr", "boss", "MANAGER")
    assert (added["stores"], added["password"], added["disabled"]) == (None, True, False)
    assert (off["disabled"], on["disabled"]) == (True, False)
    assert [one["email"] for one in listed] == ["boss@shop.kr", "kim@shop.kr"]
    assert listed[1] == {**kim}


def test_a_program_of_its_own_reads_the_password_from_its_input(shell: Shell) -> None:
    done = program(
        *("account", "add", "boss@shop.kr", "--role", "MANAGER", "--json"),
        input=f"{RIGHT}\n".encode(),
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(done.stdout)] == shell.json("account", "list")["accounts"]


def test_a_new_password_is_the_one_that_lets_in(shell: Shell) -> None:
    add(shell)
    shell.json("account", "password", "boss@shop.kr", typed="another password\n")
    engine = open_engine(Config(workspace=shell.workspace))

    try:
        signed_in = engine.sessions.sign_in("boss@shop.kr", "another password", address="192.0.2.1")
    finally:
        engine.close()

    assert signed_in.account.role is Role.MANAGER


def test_what_cannot_be_is_one_sentence(shell: Shell) -> None:
    add(shell)

    twice = shell.refusal("account", "add", "boss@shop.kr", "--role", "ANALYST", typed=RIGHT)
    short = shell.refusal("account", "add", "kim@shop.kr", "--role", "ANALYST", typed="short")
    wrong = shell.refusal("account", "add", "kim", "--role", "ANALYST", typed=RIGHT)
    unknown = shell.refusal("account", "disable", "nobody@shop.kr")
    last = shell.refusal("account", "disable", "boss@shop.kr")
    store = shell.refusal(
        "account", "add", "kim@shop.kr", "--role", "ANALYST", "--store", "None", typed=RIGHT
    )

    assert "already an account" in twice
    assert "too short" in short
    assert "no e-mail address" in wrong
    assert "no account with this" in unknown
    assert "last manager" in last
    assert "no store None" in store
    assert len(shell.json("account", "list")["accounts"]) == 1


def test_the_audit_tells_who_did_what_and_no_password(shell: Shell) -> None:
    add(shell)
    shell.json("account", "password", "boss@shop.kr", typed="another password\n")

    lines = shell.json("audit")["audit"]
    found = shell.json("audit", "--words", "account.add", "--limit", "5")["audit"]
    none = shell.json("audit", "--until", "2020-01-01")["audit"]

    assert [line["action"] for line in lines] == ["account.password", "account.add"]
    assert lines[1]["after"]["role"] == "MANAGER"
    assert {line["actor"] for line in lines} == {"command line"}
    assert [line["action"] for line in found] == ["account.add"]
    assert none == []
    assert "another password" not in json.dumps(lines)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_audit_is_taken_along_as_a_sheet(shell: Shell, kind: str, tmp_path: Path) -> None:
    add(shell)
    file = tmp_path / f"audit.{kind}"

    told = shell.json("audit", "--sheet", str(file))

    assert told["size"] == file.stat().st_size > 0
    assert "must end in" in shell.refusal("audit", "--sheet", str(tmp_path / "audit.txt"))
