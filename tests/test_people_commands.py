"""`storeboard account` and `storeboard audit`, run as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine import Config, Role, open_engine

RIGHT = "correct horse battery"


class Shell:
    """A workspace and the program on it."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """One command with what is typed into it."""
        return subprocess.run(
            [sys.executable, "-m", "dashboard.cli", *arguments],
            input=typed,
            capture_output=True,
            text=True,
            env={**os.environ, "STOREBOARD_HOME": str(self.workspace), "LANG": "C.UTF-8"},
            check=False,
        )

    def json(self, *arguments: str, typed: str = "") -> dict[str, Any]:
        """The object a command prints."""
        ran = self.run(*arguments, "--json", typed=typed)
        assert ran.returncode == 0, ran.stderr
        return dict(json.loads(ran.stdout))

    def refusal(self, *arguments: str, typed: str = "") -> str:
        """The sentence of a command that cannot."""
        ran = self.run(*arguments, typed=typed)
        assert ran.returncode == 1, ran.stdout
        assert ran.stdout == ""
        return ran.stderr.strip()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "workspace")


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


def test_a_new_password_is_the_one_that_lets_in(shell: Shell) -> None:
    add(shell)
    shell.json("account", "password", "boss@shop.kr", typed="another password\n")
    engine = open_engine(Config(workspace=shell.workspace))

    try:
        signed_in = engine.sign_in("boss@shop.kr", "another password", address="192.0.2.1")
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
