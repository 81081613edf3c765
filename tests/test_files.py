"""Files appear whole or not at all, for their owner alone, and a kill leaves nothing of them."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from engine.files import written_whole
from tests.sandbox_process import ROOT

KILLED = """
import os, signal, sys
from pathlib import Path
from engine.files import written_whole
with written_whole(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_file_is_there_once_it_is_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "made.csv"

    with written_whole(file) as opened:
        opened.write(b"whole")
        assert os.listdir(tmp_path) == []

    assert file.read_bytes() == b"whole"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_former_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "made.csv"
    file.write_bytes(b"former")

    with suppress(KeyboardInterrupt), written_whole(file) as opened:
        opened.write(b"half")
        raise KeyboardInterrupt

    assert file.read_bytes() == b"former"
    assert os.listdir(tmp_path) == ["made.csv"]


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "made.csv").symlink_to(tmp_path / "elsewhere" / "real.csv")

    with written_whole(tmp_path / "made.csv") as opened:
        opened.write(b"whole")

    assert (tmp_path / "made.csv").is_symlink()
    assert (tmp_path / "elsewhere" / "real.csv").read_bytes() == b"whole"


def test_a_program_killed_while_it_writes_leaves_nothing(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "made.csv")], cwd=ROOT)

    assert killed.returncode == -signal.SIGKILL
    assert os.listdir(tmp_path) == []


def test_where_files_need_a_name_the_next_one_takes_the_place_of_what_was_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE")
    (tmp_path / ".made.csv.part").write_bytes(b"left by a kill")

    with written_whole(tmp_path / "made.csv") as opened:
        opened.write(b"whole")

    assert os.listdir(tmp_path) == ["made.csv"]
    assert stat.S_IMODE((tmp_path / "made.csv").stat().st_mode) == 0o600


def test_a_folder_in_the_place_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "made.csv").mkdir()

    with pytest.raises(IsADirectoryError), written_whole(tmp_path / "made.csv") as opened:
        opened.write(b"whole")

    assert os.listdir(tmp_path) == ["made.csv"]
