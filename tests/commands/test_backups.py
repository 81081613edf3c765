"""Backups by the command line, also while a dashboard holds the workspace."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from engine import (
    BackupManifest,
    Config,
    ControlRequest,
    WorkspaceBusy,
    ask_running,
    open_engine,
    restore_backup,
)
from tests import another_program
from tests.backups import backed_up, cut, elsewhere
from tests.sandbox_process import ROOT
from tests.terminal import Said, program, spoken
from tests.test_keyring import Told, filled, told

Command = Callable[..., Said]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A workspace with something sealed of every kind."""
    return filled(Config(workspace=tmp_path / "workspace"))


@pytest.fixture
def running(config: Config) -> Iterator[Config]:
    """A workspace a running dashboard holds."""
    with another_program.held(config.workspace):
        yield config


@pytest.fixture
def held(config: Config) -> Iterator[Config]:
    """A workspace another command holds."""
    with another_program.held(config.workspace, "work"):
        yield config


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Runs a command on a workspace, in this process."""

    def run(config: Config, *words: str) -> Said:
        return spoken(capsys, *words, "--lang", "en", "--workspace", config.workspace)

    yield run
    speak(DEFAULT)


def test_the_running_dashboard_writes_the_backup_the_command_line_asks_for(
    running: Config, tmp_path: Path
) -> None:
    file = tmp_path / "asked.zip"

    answered = program(
        *("backup", str(file), "--with-key", "--json", "--workspace", str(running.workspace))
    )

    assert answered.returncode == 0, answered.stderr
    assert msgspec.json.decode(answered.stdout)["rows"]["store"] == 1
    other = elsewhere(running)
    restore_backup(other, file)
    assert told(other) == Told()


def test_the_running_dashboard_tells_the_command_line_what_is_wrong(
    running: Config, command: Command
) -> None:
    answered = command(running, "backup", "/no/such/folder/b.zip")

    assert (answered.status, answered.out) == (1, "")
    assert "The backup b.zip cannot be written" in answered.err


def test_only_its_owner_may_speak_to_the_running_dashboard(running: Config) -> None:
    assert stat.S_IMODE(running.control_folder.stat().st_mode) == 0o700


def test_nothing_is_put_back_under_a_running_dashboard(running: Config, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    ask_running(running.control_folder, ControlRequest(do="backup", file=str(file)))

    with pytest.raises(WorkspaceBusy):
        restore_backup(running, file)


def test_a_command_that_holds_the_workspace_cannot_be_asked(
    held: Config, tmp_path: Path, command: Command
) -> None:
    answered = command(held, "backup", str(tmp_path / "b.zip"))

    assert answered.status == 1
    assert "Another program holds this workspace: process " in answered.err


KILLED = """
import os, signal, sys, threading
from pathlib import Path
from engine import Config, open_engine
workspace, file = map(Path, sys.argv[1:])
def kill_amid() -> None:
    while not list(workspace.glob("backups/.storeboard-backup-*/copy.duckdb")):
        pass
    os.kill(os.getpid(), signal.SIGKILL)
engine = open_engine(Config(workspace=workspace))
threading.Thread(target=kill_amid, daemon=True).start()
engine.backups.write(file)
"""


def test_a_killed_backup_leaves_nothing_beside_its_target(config: Config, tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    file = tmp_path / "target" / "b.zip"

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(config.workspace), str(file)], cwd=ROOT, timeout=60
    )

    assert killed.returncode == -signal.SIGKILL
    assert list(file.parent.iterdir()) == []
    engine = open_engine(config)
    engine.backups.write(file)
    engine.close()
    assert list(file.parent.iterdir()) == [file]
    assert list(config.backup_folder.iterdir()) == []  # what the kill left in the workspace


def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 20) / ("longer" * 12)
    deep.mkdir(parents=True)
    engine = open_engine(Config(workspace=deep / "w"), serve=True)

    told = ask_running(
        deep / "w" / "control", ControlRequest(do="backup", file=str(tmp_path / "b.zip"))
    )

    assert msgspec.json.decode(told, type=BackupManifest).rows["store"] == 0
    engine.close()


def test_backup_rotation_and_restore_by_the_command_line(
    config: Config, tmp_path: Path, command: Command
) -> None:
    file = tmp_path / "b.zip"
    written = command(config, "backup", str(file), "--json").answer
    renewed = command(config, "key", "rotate", "--json").answer
    restored = command(config, "restore", str(file), "--json").answer

    assert written["with_key"] is False
    assert renewed["sealed"] > 0
    assert renewed["key_id"] != written["key_id"]
    assert Path(renewed["kept_file"]).exists()
    assert restored["rows"] == written["rows"]
    assert Path(restored["aside"]).is_dir()
    assert told(config) == Told()


def test_a_cut_backup_is_refused_with_a_sentence_by_the_command_line(
    config: Config, command: Command
) -> None:
    file = backed_up(config)
    cut(file, 0.7)

    answered = command(config, "restore", str(file))

    assert (answered.status, answered.out) == (1, "")
    assert "it was cut off or damaged on its way" in answered.err
    assert "Traceback" not in answered.err
