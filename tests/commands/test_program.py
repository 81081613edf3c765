"""The command line as a program of its own: encodings, signals, pipes, a full disk."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import wait_for
from tests.one_store import SEARCH, SHARED_PRODUCTS
from tests.sandbox_process import ROOT
from tests.terminal import HANGUL, Terminal, program, shape


def test_a_terminal_of_another_encoding_gets_whole_json(run: Terminal) -> None:
    run.adds_store()
    place = ("--workspace", str(run.workspace))

    done = program(
        *("store", "check", run.store, *place, "--json"),
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["store"] == run.store


def test_a_secret_that_is_no_text_is_refused_without_a_fault(run: Terminal) -> None:
    done = program(
        *("store", "add", "x", "--client-id", "a", "--base-url", run.sandbox.base_url),
        *("--fee-tier", "MICRO", "--workspace", str(run.workspace), "--lang", "en"),
        input=b"\xff\xfe\x80\n",
    )

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"29 characters" in done.stderr
    assert run.json("store", "list") == {"stores": []}


def test_a_job_that_fails_says_one_sentence_and_logs_the_rest(run: Terminal) -> None:
    run.ready()
    run.fail("missing_group", status=403)

    done = program(
        *("products", "import", run.store, "--all", "--match", "none", "--lang", "en"),
        *("--workspace", str(run.workspace)),
    )

    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert "lacks the API group 상품".encode() in done.stderr
    log = (run.workspace / "logs" / "commands.log").read_text("utf-8")
    assert "PERMISSION_MISSING" in log
    assert run.sandbox.stores[run.index].client_secret not in log


def test_a_full_disk_is_told_and_the_import_goes_on_once_there_is_room(run: Terminal) -> None:
    run.ready()
    words = ("products", "import", run.store, "--all", "--match", "none")

    done = program(
        *(*words, "--lang", "en", "--workspace", str(run.workspace)), preexec_fn=without_room
    )

    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert done.stderr.startswith(b"The disk is full. Free some space, then resume")
    report = run.json(*words)
    assert report["imported"] + report["unchanged"] == SHARED_PRODUCTS


def without_room() -> None:
    """Lets no file grow beyond 100 kB, as a full disk would."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_workspace_another_process_holds_is_told_plainly(run: Terminal) -> None:
    run.adds_store()
    hold = "import sys; from engine import open_engine, read_config;"
    hold += "open_engine(read_config(sys.argv[1]));"
    hold += "print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(run.workspace)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"

        english = run("store", "check", run.store, "--json").sentence
        korean = run("store", "check", run.store, lang="ko").sentence

    assert english.startswith("Another program holds this workspace: process ")
    assert HANGUL.search(korean)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_an_import_which_the_same_command_goes_on_with(
    run: Terminal, stop: signal.Signals
) -> None:
    run.ready()
    words = ["products", "import", run.store, "--all", "--match", "none", "--json"]
    words += ["--workspace", str(run.workspace), "--lang", "en"]
    run.fail("slow", at=2, count=1, seconds=15)
    before = calls(run)
    importing = subprocess.Popen(
        [sys.executable, "-m", "dashboard.commands.cli", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hearing_ctrl_c,
    )
    wait_for(lambda: calls(run) >= before + 2)

    importing.send_signal(stop)
    out, err = importing.communicate(timeout=12)  # it does not wait for NAVER

    assert (importing.returncode, out) == (128 + stop, "")
    assert err.strip() == "Stopped. What was saved stays; run the same command again to go on."
    run.sandbox.control("faults", method="DELETE")
    report = run.json("products", "import", run.store, "--all", "--match", "none")
    assert report["imported"] == SHARED_PRODUCTS  # the same job, told as one
    assert len(run.json("jobs")["jobs"]) == 1


def hearing_ctrl_c() -> None:
    """As at a terminal, also where the tests themselves were started deaf to it, or by nohup."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def calls(run: Terminal) -> int:
    """How many searches the store has met."""
    told = run.sandbox.control("stats", method="GET")
    return int(told["stores"][run.index]["requests"].get(SEARCH, 0))


def test_a_reader_that_has_had_enough_is_no_fault(run: Terminal) -> None:
    run.ready()
    words = f"products preview '{run.store}' --size 500 --workspace '{run.workspace}'"

    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m dashboard.commands.cli {words} | head -c 10"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )

    assert len(done.stdout) == 10
    assert done.stderr == b""


def test_the_sandbox_can_be_started_from_the_command_line(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    command = [
        sys.executable,
        "-m",
        "dashboard.commands.cli",
        "sandbox",
        "--port",
        "0",
        "--stores",
        "2",
    ]
    command += ["--products", "7", "--seed", "3", "--rate", "0", "--ready-file", str(ready)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout is not None
            told = server.stdout.readline().decode().strip()
            ready_file = json.loads(ready.read_text("utf-8"))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=20)

    assert told == ready_file["base_url"]
    assert told.endswith("/external")
    assert shape(ready_file["stores"]) == [
        {
            **dict.fromkeys(["name", "client_id", "client_secret", "account_id"], str),
            "products": int,
        }
    ]
    assert [store["products"] for store in ready_file["stores"]] == [7, 7]
