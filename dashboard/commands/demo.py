"""Runs the dashboard, and the demo: NAVER's stand-in beside it and a workspace with three
stores.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import time
import webbrowser
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec

from dashboard.commands.processes import (
    Processes,
    answers,
    free_port,
    stopping_on_signals,
    wait_until,
)
from dashboard.server.access import open_house_warning, read_access
from dashboard.words.i18n import N_, ROOT, _
from engine import (
    ConfigError,
    Engine,
    FeeTier,
    ImportRequest,
    MatchingMode,
    MatchKind,
    NewStore,
    ProductSearch,
    Store,
    StoreType,
    is_loopback,
    open_engine,
    read_config,
)
from engine.sandbox.sku_sheet import sku_rows

SEED = 7
LOOPBACK = "127.0.0.1"
TIER_SINCE = date(2026, 8, 14)  # when tiers were last set anew (docs/reference/fees.md section 4)
WRONG_SECRET = "$2a$04$" + "wrong" * 4 + "zu"
SERVER_SECONDS = 60.0

STARTING = N_("Starting the demo: about 20 seconds the first time, 10 later.")
STANDS_IN = N_("1 of 3: a stand-in for NAVER, on this machine")
STORES = N_("2 of 3: three stores of invented data")
SERVES = N_("3 of 3: the dashboard")
READY = N_("Storeboard is ready: {url}")
TAKEN = N_("Port {port} is taken by another program, so another one is used.")
STOP = N_("Stop it with Ctrl-C.")
WELCOME = N_("Make the first manager here, once: {url}")
RIGHT_SECRET = N_("The store {store} has a wrong secret on purpose. The right one: {secret}")
SHEET = N_("A SKU sheet to try: {file}")


class SandboxStore(msgspec.Struct, frozen=True):
    """One store of the sandbox's ready file."""

    name: str
    client_id: str
    client_secret: str
    account_id: str
    products: int


class Ready(msgspec.Struct, frozen=True):
    """The ready file the sandbox writes when it accepts connections."""

    base_url: str
    stores: list[SandboxStore]


def run_dashboard(options: argparse.Namespace) -> None:
    """Runs the dashboard until Ctrl-C."""
    config = read_config(options.workspace)
    with closing(open_engine(config)) as engine:  # says in words what is wrong with the workspace
        if engine.sessions.is_demo and not is_loopback(options.host):
            raise ConfigError(
                "A demo lets everybody in and stays on this machine. Use a workspace of your own."
            )
        welcome = engine.sessions.welcome_token()
    access = read_access()
    if warning := open_house_warning(options.host, access):
        sys.stderr.write(warning + "\n")
    with stopping_on_signals():
        processes = Processes()
        try:
            more = {"STOREBOARD_WORKERS": "0"} if options.no_jobs else {}
            url = start_dashboard(processes, config.workspace, options.port, options.host, more)
            url += access.base_path
            _tell_address(options.port, url)
            if welcome and access.provider is None:
                _say(WELCOME, url=f"{url}/welcome/{welcome}")
            _say(STOP)
            _watch(processes)
        except KeyboardInterrupt:
            pass
        finally:
            processes.stop()


def run_demo(options: argparse.Namespace) -> None:
    """Starts the sandbox and the dashboard on a workspace with three stores, until Ctrl-C."""
    folder = options.workspace or os.environ.get("STOREBOARD_HOME") or ROOT / "data" / "demo"
    config = read_config(folder)
    engine = open_engine(config)
    _say(STARTING)
    with stopping_on_signals():
        processes = Processes()
        try:
            _say(STANDS_IN)
            ready = _start_sandbox(processes, config.workspace, options.products)
            _say(STORES)
            try:
                prepare(engine, ready, config.workspace)
            finally:
                engine.close()
            _say(SERVES)
            url = start_dashboard(processes, config.workspace, options.port)
            _tell(options, ready, config.workspace, url)
            _watch(processes)
        except KeyboardInterrupt:
            pass
        finally:
            processes.stop()


def _start_sandbox(processes: Processes, workspace: Path, products: int) -> Ready:
    """Starts NAVER's stand-in, on the port it had the last time where that is free."""
    ready_file = workspace / "sandbox.json"
    wanted = _port_of(_read_ready(ready_file))
    ready_file.unlink(missing_ok=True)
    command = ["-m", "engine.sandbox.app", "--port", str(free_port(wanted)), "--seed", str(SEED)]
    command += ["--products", str(products), "--ready-file", str(ready_file)]
    process = processes.start(command, log=workspace / "logs" / "sandbox.log")
    if not wait_until(
        ready_file.exists, seconds=SERVER_SECONDS, alive=lambda: process.poll() is None
    ):
        raise ConfigError("The sandbox did not start. See logs/sandbox.log in the workspace.")
    ready = _read_ready(ready_file)
    assert ready is not None
    return ready


def _read_ready(file: Path) -> Ready | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Ready)
    except (OSError, msgspec.DecodeError):
        return None


def _port_of(ready: Ready | None) -> int:
    return int(ready.base_url.split(":")[2].split("/")[0]) if ready else 0


def prepare(engine: Engine, ready: Ready, workspace: Path) -> None:
    """Makes the demo's stores, once; later starts only tell them the sandbox's address."""
    engine.sessions.make_demo()
    held = {store.client_id: store for store in engine.stores.all()}
    for place, given in enumerate(ready.stores):
        store = held.get(given.client_id)
        if store is None:
            _add(engine, ready, place, workspace)
        elif store.base_url != ready.base_url:
            engine.stores.update(store.store_id, base_url=ready.base_url)
            approved = store.approved_at is not None  # another port forgets the secret
            secret = given.client_secret if approved else _first_secret(given, place)
            engine.stores.set_secret(store.store_id, secret)
            if approved:
                engine.stores.check(store.store_id)


def _add(engine: Engine, ready: Ready, place: int, workspace: Path) -> None:
    """The first store is ready and partly imported, the second lacks prerequisites, the third
    its secret.
    """
    given = ready.stores[place]
    tiers = (FeeTier.SMALL_1, FeeTier.MICRO, FeeTier.GENERAL)
    store = engine.stores.add(
        NewStore(
            name=given.name,
            client_id=given.client_id,
            base_url=ready.base_url,
            fee_tier=tiers[place % 3],
            tier_starts_on=TIER_SINCE,
            store_type=StoreType.BRAND_STORE if place == 2 else StoreType.SMARTSTORE,
        ),
        _first_secret(given, place),
    )
    engine.stores.check(store.store_id)
    if place == 0:
        _fill(engine, store, given, workspace)


def _first_secret(given: SandboxStore, place: int) -> str:
    return WRONG_SECRET if place == 2 else given.client_secret


def _fill(engine: Engine, store: Store, given: SandboxStore, workspace: Path) -> None:
    """Prerequisites, SKUs and a first import of listings that match, so that boards have
    something to show.
    """
    engine.prerequisites.fetch(store.store_id)
    sheet = _sku_sheet(given.products)
    (workspace / "sku-sheet.csv").write_bytes(sheet)
    engine.skus.save(engine.skus.plan("sku-sheet.csv", sheet))
    found = engine.products.preview(store.store_id, ProductSearch(), page=2, size=200)
    numbers = tuple(
        row.product.channel_product_no for row in found.rows if row.match.kind is not MatchKind.NONE
    )
    if numbers:
        request = ImportRequest(
            store_id=store.store_id, numbers=numbers, mode=MatchingMode.BY_CODE, link_stock=True
        )
        engine.jobs.wait(engine.imports.submit(request))


def _sku_sheet(products: int) -> bytes:
    """The first store's own catalogue as a CSV sheet."""
    rows = list(sku_rows(SEED, 0, products))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def start_dashboard(
    processes: Processes,
    workspace: Path,
    wanted_port: int,
    host: str = LOOPBACK,
    more: Mapping[str, str] = {},
) -> str:
    """Starts the dashboard on a workspace nobody else holds, with `more` in its environment; its
    address once it answers.

    Raises ConfigError if it does not come up.
    """
    port = free_port(wanted_port)
    command = ["-m", "streamlit", "run", str(ROOT / "dashboard" / "server" / "asgi.py")]
    command += ["--server.address", host, "--server.port", str(port)]
    command += ["--server.headless", "true"]
    log = workspace / "logs" / "dashboard.log"
    environ = {"STOREBOARD_HOME": str(workspace), "PYTHONPATH": str(ROOT), **more}
    process = processes.start(command, log=log, environ=environ)
    url = f"http://{LOOPBACK if host == '0.0.0.0' else host}:{port}"
    if not wait_until(
        lambda: answers(f"{url}/healthz"),
        seconds=SERVER_SECONDS,
        alive=lambda: process.poll() is None,
    ):
        raise ConfigError("The dashboard did not start. See logs/dashboard.log in the workspace.")
    return url


def _tell(options: argparse.Namespace, ready: Ready, workspace: Path, url: str) -> None:
    _tell_address(options.port, url)
    if len(ready.stores) > 2:
        third = ready.stores[2]
        _say(RIGHT_SECRET, store=third.name, secret=third.client_secret)
    if (workspace / "sku-sheet.csv").exists():
        _say(SHEET, file=str(workspace / "sku-sheet.csv"))
    _say(STOP)
    has_screen = sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY"))
    if has_screen and not options.no_browser:
        webbrowser.open(url)


def _tell_address(wanted_port: int, url: str) -> None:
    """Where it is, and that it is not where it was asked for."""
    if wanted_port and not url.endswith(f":{wanted_port}"):
        _say(TAKEN, port=str(wanted_port))
    _say(READY, url=url)


def _say(text: str, **params: str) -> None:
    sys.stdout.write(_(text).format(**params) + "\n")
    sys.stdout.flush()


def _watch(processes: Processes) -> None:
    """Waits until somebody stops it or one of the programs ends by itself."""
    while processes.ended() is None:
        processes.keep_logs_small()
        time.sleep(0.5)
    raise ConfigError("A part of Storeboard stopped by itself. See logs/ in the workspace.")
