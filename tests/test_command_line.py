"""The command line: one JSON object or one sentence, the right exit status, nothing secret."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet
import pytest

from dashboard.cli import main
from dashboard.i18n import DEFAULT, speak
from tests.builders import wait_for
from tests.conftest import SHARED_PRODUCTS
from tests.sandbox_process import ROOT, Sandbox
from tests.shop import ORIGIN, SEARCH, sku_sheet

HANGUL = re.compile("[가-힣]")
Number = (int, float)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its exit status and both outputs."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object, alone on standard output."""
        assert (self.status, self.err) == (0, "")
        assert self.out.count("\n") == 1
        told = json.loads(self.out)
        assert isinstance(told, dict)
        return told

    @property
    def sentence(self) -> str:
        """The one sentence of an error."""
        assert (self.status, self.out) == (1, "")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.strip()


@dataclass(frozen=True, slots=True)
class Terminal:
    """Runs commands on one workspace, in this process, with a store of the shared sandbox."""

    sandbox: Sandbox
    index: int
    workspace: Path
    capture: pytest.CaptureFixture[str]
    type_in: Callable[[str], None]

    @property
    def store(self) -> str:
        """The name the store is registered under."""
        return self.sandbox.stores[self.index].name

    def __call__(self, *words: object, stdin: str = "", lang: str = "en") -> Said:
        """Runs a command."""
        self.type_in(stdin)
        place = ["--workspace", str(self.workspace), "--lang", lang]
        self.capture.readouterr()
        try:
            status = main([str(word) for word in words] + place)
        except SystemExit as exit:
            status = int(exit.code or 0)
        told = self.capture.readouterr()
        return Said(status, told.out, told.err)

    def json(self, *words: object, **more: Any) -> dict[str, Any]:
        """Runs a command with --json; its answer."""
        return self(*words, "--json", **more).answer

    def adds_store(self, **more: Any) -> dict[str, Any]:
        """Registers the store."""
        told = self.sandbox.stores[self.index]
        return self.json(
            *("store", "add", told.name, "--client-id", told.client_id),
            *("--base-url", self.sandbox.base_url, "--fee-tier", "SMALL_1"),
            **{"stdin": told.client_secret + "\n", **more},
        )

    def ready(self) -> None:
        """A store with its prerequisites and SKUs."""
        self.adds_store()
        self.json("prerequisites", "fetch", self.store)
        sheet = self.workspace / "sheet.csv"
        sheet.write_bytes(sku_sheet(self.index, SHARED_PRODUCTS))
        self.json("sku", "import", sheet)

    def fail(self, kind: str, path: str = SEARCH, **more: Any) -> None:
        """Lets calls of the store go wrong for good."""
        fault = {"store": self.index, "kind": kind, "path": path, "count": None, **more}
        self.sandbox.control("faults", fault)


@pytest.fixture
def run(
    shared_sandbox: Sandbox,
    store_indices: Iterator[int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Terminal]:
    def type_in(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    monkeypatch.delenv("STOREBOARD_HOME", raising=False)
    monkeypatch.delenv("STOREBOARD_KEY", raising=False)
    (tmp_path / "workspace").mkdir()
    yield Terminal(shared_sandbox, next(store_indices), tmp_path / "workspace", capsys, type_in)
    shared_sandbox.control("faults", method="DELETE")
    shared_sandbox.control("clock", {"offset_seconds": 0})
    speak(DEFAULT)


def shape(value: Any) -> Any:
    """An answer with its values as types; of a list the shapes of its items."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        shapes = [shape(inner) for inner in value]
        return [one for place, one in enumerate(shapes) if one not in shapes[:place]]
    return type(value)


REPORT = {
    **dict.fromkeys(["imported", "changed", "unchanged", "matched", "unmatched"], int),
    **dict.fromkeys(["ambiguous", "stock_linked", "requests", "refused"], int),
    "gone": int,  # beside those of the table: a listing NAVER no longer has
    "failed": [],
    "seconds": float,
}


# -- the table of commands --


def test_each_command_answers_with_the_members_of_the_table(run: Terminal) -> None:
    assert run.adds_store() == {"store": run.store}

    checked = run.json("store", "check", run.store)
    assert {step["state"] for step in checked.pop("steps")} == {"PASSED"}
    assert checked == {
        "store": run.store,
        "connected": True,
        "account_id": run.sandbox.stores[run.index].account_id,
        "problems": [],
    }

    fetched = run.json("prerequisites", "fetch", run.store)
    assert shape(fetched) == dict.fromkeys(
        ["address_book", "this_day_dispatch", "bundle_groups"], int
    )
    assert fetched["this_day_dispatch"] == 1

    sheet = run.workspace / "s.csv"
    sheet.write_bytes(sku_sheet(run.index, SHARED_PRODUCTS) + b"X-1,,,,-5,,,\r\n")
    planned = run.json("sku", "import", sheet)
    assert shape(planned) == {
        **dict.fromkeys(["rows", "created", "updated", "unchanged"], int),
        "rejected": [{"row": int, "reason": str}],
    }
    assert planned["rows"] == planned["created"] + len(planned["rejected"])

    page = run.json("products", "preview", run.store, "--page", 2, "--size", 50)
    assert (page["page"], page["size"], page["total"], len(page["rows"])) == (
        *(2, 50, SHARED_PRODUCTS, 50),
    )
    assert list(page) == ["page", "size", "total", "rows"]
    for row in page["rows"]:
        assert list(row) == [
            *("origin_product_no", "channel_product_no", "name", "seller_management_code"),
            *("sale_status", "sale_price_won", "discounted_price_won", "stock_quantity"),
            *("imported", "match"),
        ]
        assert row["imported"] is False
        assert set(row["match"]) == {"kind", "sku_code", "candidates"}

    imported = run.json("products", "import", run.store, "--all", "--match", "code", "--link-stock")
    assert shape(imported) == REPORT
    assert imported["imported"] == SHARED_PRODUCTS
    assert imported["matched"] == imported["stock_linked"] > 0

    synced = run.json("products", "sync", run.store)
    assert shape(synced) == REPORT
    assert synced["unchanged"] == SHARED_PRODUCTS

    table = run.json("margins", run.store)
    assert list(table) == ["rows", "unknown_cost"]
    (row_shape,) = shape(table["rows"])
    assert row_shape == {
        "channel_product_no": int,
        "tier": str,
        **dict.fromkeys(["price_won", "order_fee_won", "sales_fee_won", "settlement_won"], int),
        **dict.fromkeys(["cost_won", "margin_won"], int),
        "margin_rate": float,
    }
    assert table["unknown_cost"] > 0
    assert len(table["rows"]) % 5 == 0
    first = table["rows"][0]
    fees = first["order_fee_won"] + first["sales_fee_won"]
    assert first["settlement_won"] == first["price_won"] - fees


EXPORTED = [
    *("channel_product_no", "origin_product_no", "name", "seller_management_code", "sale_status"),
    *("sale_price_won", "discounted_price_won", "stock_quantity", "sku_code", "matched_by"),
    "stock_linked",
]


def test_an_export_holds_every_imported_listing_in_both_forms(run: Terminal) -> None:
    run.ready()
    run.json("products", "import", run.store, "--all", "--match", "code")
    sheet, table = run.workspace / "out.csv", run.workspace / "out.parquet"

    assert run.json("products", "export", run.store, sheet) == {"rows": SHARED_PRODUCTS}
    assert run.json("products", "export", run.store, table) == {"rows": SHARED_PRODUCTS}

    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))
    columns = pyarrow.parquet.read_table(table)
    assert list(rows[0]) == columns.column_names == EXPORTED
    assert len(rows) == columns.num_rows == SHARED_PRODUCTS
    numbers = [int(row["channel_product_no"]) for row in rows]
    assert numbers == sorted(set(numbers)) == columns["channel_product_no"].to_pylist()
    assert [row["name"] for row in rows] == columns["name"].to_pylist()
    assert [row["sku_code"] or None for row in rows] == columns["sku_code"].to_pylist()


def test_the_same_answers_in_a_persons_words(run: Terminal) -> None:
    run.ready()
    numbers = [
        row["channel_product_no"] for row in run.json("products", "preview", run.store)["rows"]
    ]
    commands: list[tuple[object, ...]] = [
        ("store", "check", run.store),
        ("prerequisites", "fetch", run.store),
        ("sku", "import", run.workspace / "sheet.csv"),
        ("products", "preview", run.store, "--size", 3),
        ("products", "import", run.store, "--numbers", f"{numbers[0]},999", "--match", "none"),
        ("products", "sync", run.store),
        ("products", "export", run.store, run.workspace / "out.csv"),
    ]

    for command in commands:
        english, korean = run(*command), run(*command, lang="ko")

        assert (english.status, english.err) == (korean.status, korean.err) == (0, ""), command
        assert HANGUL.search(korean.out), command
        assert "{" not in english.out + korean.out, command
        assert english.out != korean.out, command


def test_an_import_of_numbers_tells_the_one_naver_does_not_know(run: Terminal) -> None:
    run.ready()
    page = run.json("products", "preview", run.store, "--size", 2)
    numbers = ",".join(str(row["channel_product_no"]) for row in page["rows"])

    report = run.json(
        "products", "import", run.store, "--numbers", f"{numbers}, 999", "--match=none"
    )

    assert report["imported"] == 2
    assert shape(report["failed"]) == [{"channel_product_no": int, "reason": str}]
    assert report["failed"][0]["channel_product_no"] == 999


def test_a_wrong_secret_is_a_problem_of_the_store_and_not_of_the_command(run: Terminal) -> None:
    run.adds_store(stdin="$2a$04$wrongwrongwrongwrongzu\n")

    checked = run.json("store", "check", run.store)

    assert checked["connected"] is False
    assert checked["account_id"] is None
    [problem] = checked["problems"]
    assert shape(problem) == dict.fromkeys(["code", "message", "step", "place", "trace_id"], str)
    assert (problem["step"], "application ID and secret" in problem["place"]) == ("TOKEN", True)
    assert checked["problems"][0]["code"] == "AUTH_FAILED"
    told = run.json("store", "check", run.store, lang="ko")["problems"][0]["message"]
    assert HANGUL.search(told)


# -- wrong usage --


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("store",),
        ("store", "add", "x"),
        ("store", "add", "x", "--client-id", "a", "--base-url", "b", "--fee-tier", "LARGE"),
        ("products", "import", "x", "--match", "code"),
        ("products", "import", "x", "--all"),
        ("products", "import", "x", "--all", "--match", "choice"),
        ("products", "import", "x", "--all", "--numbers", "1", "--match", "none"),
        ("products", "import", "--all", "--match", "none"),
        ("products", "import", "x", "--all-stores", "--all", "--match", "none"),
        ("products", "import", "--all-stores", "--numbers", "1", "--match", "none"),
        *(
            ("products", "import", "x", "--match", "none", f"--numbers={numbers}")
            for numbers in ("", ",", "a", "1;2", "1.5", "-1", "0", "1_000", "１", "9" * 30, "1,,x")
        ),
        ("products", "preview", "x", "--page", "0"),
        ("products", "preview", "x", "--size", "many"),
        ("products", "sync"),
        ("margins", "x", "--on", "yesterday"),
        ("margins", "x", "--arrival", "WALKING"),
        ("demo", "--port", "70000"),
        ("sku", "import"),
        ("store", "check", "x", "--unknown"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_how_it_goes(
    run: Terminal, words: tuple[str, ...]
) -> None:
    said = run(*words)

    assert (said.status, said.out) == (2, "")
    assert "usage: storeboard" in said.err
    assert "Traceback" not in said.err
    assert list(run.workspace.iterdir()) == []  # not even opened


@pytest.mark.parametrize("words", [("--help",), ("products", "import", "--help")])
def test_help_is_no_error(run: Terminal, words: tuple[str, ...]) -> None:
    said = run(*words)

    assert said.status == 0
    assert "usage: storeboard" in said.out


# -- errors --


def test_every_error_is_one_sentence_in_both_languages(run: Terminal) -> None:
    run.ready()
    sheet = run.workspace / "bad.csv"
    sheet.write_text("이것,저것\n1,2\n", "utf-8")
    add = ("store", "add", "둘째", "--client-id", "abc", "--fee-tier", "MICRO")
    errors: list[tuple[tuple[object, ...], str]] = [
        (("store", "check", "없는 가게"), "There is no store 없는 가게."),
        (("prerequisites", "fetch", "nobody"), "There is no store nobody."),
        (("products", "preview", "nobody"), "There is no store nobody."),
        (("products", "preview", run.store, "--size", 501), "501 cannot be asked for"),
        (("products", "sync", "nobody"), "There is no store nobody."),
        (("products", "export", run.store, "out.txt"), "must end in .csv or .parquet"),
        (("products", "export", run.store, "/proc/none/out.csv"), "out.csv cannot be written"),
        (("margins", "nobody"), "There is no store nobody."),
        (("margins", run.store, "--on", "2001-01-01"), "2001"),
        (("sku", "import", run.workspace / "none.csv"), "none.csv cannot be read"),
        (("sku", "import", run.workspace), "cannot be read"),
        (("sku", "import", sheet), "lacks the column"),
        ((*add, "--base-url", run.sandbox.base_url), "needs its application secret"),
        ((*add, "--base-url", "nowhere"), "API address"),
        (
            (*add, "--base-url", f"http://127.0.0.1:{closed_port()}/external"),
            "application secret",
        ),
    ]

    for words, expected in errors:
        assert expected in run(*words, "--json").sentence, words
        assert HANGUL.search(run(*words, lang="ko").sentence), words


def closed_port() -> int:
    """A port of this machine nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def test_an_import_without_prerequisites_names_them_and_leads_on(run: Terminal) -> None:
    run.adds_store()

    for words in (("import", run.store, "--all", "--match", "none"), ("sync", run.store)):
        english = run("products", *words).sentence
        korean = run("products", *words, lang="ko").sentence

        assert "prerequisites" in english
        assert english.count(",") >= 2  # all three are named
        assert "ADDRESS_BOOK" not in korean


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ip_not_allowed", "Add its public IP"),
        ("missing_group", "lacks the API group 상품"),
        ("missing_member", "is missing or of another type"),
        ("wrong_type", "is missing or of another type"),
    ],
)
def test_what_naver_refuses_is_one_sentence_with_its_trace_id(
    run: Terminal, kind: str, words: str
) -> None:
    run.ready()
    run.fail(kind)

    for command in (("import", run.store, "--all", "--match", "none"), ("preview", run.store)):
        said = run("products", *command).sentence

        assert words in said
        assert re.search(r" \[\S{20,}\]$", said), said


def test_an_unreachable_host_is_one_sentence(run: Terminal) -> None:
    told = run.sandbox.stores[run.index]
    run.json(
        *("store", "add", "멀리", "--client-id", told.client_id, "--fee-tier", "MICRO"),
        *("--base-url", f"http://127.0.0.1:{closed_port()}/external"),
        stdin=told.client_secret,
    )

    checked = run.json("store", "check", "멀리")
    fetched = run("prerequisites", "fetch", "멀리")

    assert checked["problems"][0]["code"] == "UNREACHABLE"
    assert "127.0.0.1 cannot be reached" in fetched.sentence


def test_a_clock_that_is_off_is_one_sentence(run: Terminal) -> None:
    run.adds_store()
    run.sandbox.control("clock", {"offset_seconds": 360})

    checked = run.json("store", "check", run.store)

    assert checked["problems"][0]["code"] == "CLOCK_OFF"
    assert "6 minutes slow" in checked["problems"][0]["message"]


def test_an_import_that_failed_goes_on_with_the_same_command(run: Terminal) -> None:
    run.ready()
    run.fail("ip_not_allowed", ORIGIN, at=10)
    words = ("products", "import", run.store, "--all", "--match", "code", "--link-stock")
    assert "public IP" in run(*words).sentence

    run.sandbox.control("faults", method="DELETE")
    report = run.json(*words)

    assert report["imported"] == 0  # every page was kept
    assert report["changed"] + report["unchanged"] == SHARED_PRODUCTS
    assert report["matched"] == report["stock_linked"] > 0
    assert report["failed"] == []


def test_no_secret_is_ever_said(run: Terminal) -> None:
    secret = run.sandbox.stores[run.index].client_secret
    run.adds_store()

    said = [
        run("store", "check", run.store, "--json"),
        run("prerequisites", "fetch", run.store),
        run("products", "preview", run.store),
        run(
            *("store", "add", run.store, "--client-id", "a", "--fee-tier", "MICRO"),
            *("--base-url", run.sandbox.base_url),
            stdin=secret,
        ),
    ]
    run.fail("ip_not_allowed", "*")
    said.append(run("store", "check", run.store, "--json"))
    said.append(run("products", "preview", run.store))

    assert [one for one in said if secret in one.out + one.err] == []


# -- as a program of its own --


def program(*words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a terminal would."""
    command = [sys.executable, "-m", "dashboard.cli", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, **more)


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
    run.fail("ip_not_allowed")

    done = program(
        *("products", "import", run.store, "--all", "--match", "none", "--lang", "en"),
        *("--workspace", str(run.workspace)),
    )

    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert b"Add its public IP" in done.stderr
    log = (run.workspace / "logs" / "commands.log").read_text("utf-8")
    assert "IP_NOT_ALLOWED" in log
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

    assert english.startswith("Another Storeboard holds this workspace.")
    assert HANGUL.search(korean)


def test_ctrl_c_ends_an_import_which_the_same_command_goes_on_with(run: Terminal) -> None:
    run.ready()
    words = ["products", "import", run.store, "--all", "--match", "none", "--json"]
    words += ["--workspace", str(run.workspace), "--lang", "en"]
    run.fail("slow", at=2, count=1, seconds=15)
    before = calls(run)
    importing = subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: calls(run) >= before + 2)

    importing.send_signal(signal.SIGINT)
    out, err = importing.communicate(timeout=12)  # it does not wait for NAVER

    assert (importing.returncode, out) == (130, "")
    assert err.strip() == "Stopped. What was saved stays; run the same command again to go on."
    run.sandbox.control("faults", method="DELETE")
    report = run.json("products", "import", run.store, "--all", "--match", "none")
    assert report["imported"] == SHARED_PRODUCTS  # the same job, told as one
    assert len(run.json("jobs")["jobs"]) == 1


def calls(run: Terminal) -> int:
    """How many searches the store has met."""
    told = run.sandbox.control("stats", method="GET")
    return int(told["stores"][run.index]["requests"].get(SEARCH, 0))


def test_a_reader_that_has_had_enough_is_no_fault(run: Terminal) -> None:
    run.ready()
    words = f"products preview '{run.store}' --size 500 --workspace '{run.workspace}'"

    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m dashboard.cli {words} | head -c 10"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )

    assert len(done.stdout) == 10
    assert done.stderr == b""


def test_the_sandbox_can_be_started_from_the_command_line(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "dashboard.cli", "sandbox", "--port", "0", "--stores", "2"]
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


# -- the demo --


def test_the_demo_starts_ends_with_ctrl_c_and_keeps_what_was_done(tmp_path: Path) -> None:
    first = Demo(tmp_path / "workspace")
    assert first.answers()
    first.interrupt()
    assert HANGUL.search(first.said)
    assert first.url in first.said

    before = table_of_stores(tmp_path / "workspace")
    assert [row["imported"] > 0 for row in before] == [True, False, False]

    second = Demo(tmp_path / "workspace")
    assert second.answers()
    second.vanish() if sys.platform == "linux" else second.interrupt()

    assert table_of_stores(tmp_path / "workspace") == before


class Demo:
    """A running `storeboard demo`."""

    def __init__(self, workspace: Path) -> None:
        self.said = ""
        self.port = closed_port()
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "dashboard.cli", "demo", "--no-browser", "--lang", "ko"),
                *("--port", str(self.port), "--workspace", str(workspace), "--products", "250"),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        self.url = f"http://127.0.0.1:{self.port}"
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.pids = [self.process.pid, *(child.pid for child in children)]

    def answers(self) -> bool:
        """Whether the dashboard says that it is well."""
        with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
            return json.load(answer) == {"ok": True}

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=30) == 0
        self._leaves_nothing()

    def vanish(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(timeout=30)
        self._leaves_nothing()

    def _leaves_nothing(self) -> None:
        assert len(self.pids) >= 3  # the demo, the sandbox, the dashboard
        wait_for(lambda: not any(psutil.pid_exists(pid) for pid in self.pids))
        assert self.process.stdout is not None
        self.process.stdout.close()


def table_of_stores(workspace: Path) -> list[dict[str, Any]]:
    """What a demo's workspace holds, asked of the closed workspace."""
    from engine import Config, open_engine

    engine = open_engine(Config(workspace=workspace))
    rows = [
        {
            "name": board.store.name,
            "tier": board.store.fee_tier,
            "imported": board.counts.imported,
            "missing": len(board.missing),
            "connection": board.store.connection,
        }
        for board in engine.board()
    ]
    engine.close()
    return sorted(rows, key=lambda row: -row["imported"])
