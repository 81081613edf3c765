"""What can be typed: the commands of the command line with their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dashboard.commands import answers, fees
from dashboard.commands import margins as margin_commands
from dashboard.commands.delivery import add_delivery_commands
from dashboard.commands.fee_ledger import add_fee_ledger_commands
from dashboard.commands.jobs import add_job_commands, import_all_stores, sync_all_stores
from dashboard.commands.links import add_link_commands
from dashboard.commands.option_types import day, numbers, one_of, percent, port, positive
from dashboard.commands.people import add_people_commands
from dashboard.commands.safety import add_safety_commands
from dashboard.commands.settlements import add_settlement_commands
from dashboard.commands.skus import add_sku_commands
from dashboard.commands.stores import add_store_commands
from dashboard.commands.workspace import opened
from dashboard.words.i18n import _
from dashboard.words.languages import LANGUAGES
from engine import Arrival, FeeTier, StoreType, TaxMode, TaxType, read_config, today

Answer = dict[str, Any]


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The command that was typed, with `run` to call; wrong usage ends the program with status
    2.
    """
    options = command_parser().parse_args(arguments)
    _refuse_half_a_request(options)
    return options


def _refuse_half_a_request(options: argparse.Namespace) -> None:
    """Wrong usage that argparse cannot tell: not just one of a store and all stores, neither
    numbers nor all, numbers of all stores.
    """
    parser = getattr(options, "parser", None)
    if parser is None:
        return
    if bool(options.name) == options.all_stores:
        parser.error(_("just one of the arguments NAME --all-stores is required"))
    chosen = getattr(options, "numbers", None)
    if options.all_stores and chosen:
        parser.error(_("argument --numbers: not allowed with argument --all-stores"))
    if chosen == () and not (options.all or options.all_stores):
        parser.error(_("one of the arguments %s is required") % "--all --numbers")


def command_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(
        prog="storeboard", description="Data operations for teams that run several SmartStores."
    )
    groups = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _servers(groups)
    _store(_group(groups, "store", "add, check and change stores"))
    _prerequisites(_group(groups, "prerequisites", "what must be fetched before an import"))
    add_delivery_commands(_group(groups, "delivery", "delivery settings and templates"), _leaf)
    add_sku_commands(_group(groups, "sku", "the seller's own SKUs"), _leaf)
    _products(_group(groups, "products", "listings: preview, import, sync, export"))
    add_job_commands(groups, _leaf)
    _fees(_group(groups, "fees", "quote fees and prices, the fee rates"))
    add_settlement_commands(groups, _group, _leaf)
    add_people_commands(groups, _group, _leaf)
    add_safety_commands(groups, _group, _leaf)
    margins = _leaf(groups, "margins", margin_commands.margins, "margins in every fee tier")
    margins.add_argument("name")
    margins.add_argument("--arrival", **one_of(Arrival), default=Arrival.NORMAL)
    margins.add_argument("--on", type=day, help="payment date, YYYY-MM-DD (default: today)")
    margins.add_argument("--by-option", action="store_true", help="a row for each option read")
    margins.add_argument(
        "--with-delivery", action="store_true", help="count the delivery fee the buyer pays"
    )
    return parser


def _servers(groups: Any) -> None:
    for name, text in (("demo", "the main job on invented data"), ("run", "the dashboard")):
        server = groups.add_parser(name, help=text)
        _common(server)
        server.add_argument("--port", type=port, default=8501)
        server.set_defaults(run=_demo if name == "demo" else _run, json=False)
        if name == "demo":
            server.add_argument("--no-browser", action="store_true")
            server.add_argument("--products", type=positive, default=360)
        else:
            server.add_argument("--host", default="127.0.0.1", help="where to listen")
            server.add_argument(
                "--no-jobs", action="store_true", help="leave jobs to a worker (see worker)"
            )
    worker = groups.add_parser("worker", help="jobs and the schedule without the dashboard")
    _common(worker)
    worker.set_defaults(run=_work, json=False)
    sandbox = groups.add_parser("sandbox", help="NAVER's stand-in (see sandbox --help)")
    sandbox.set_defaults(run=lambda options: None)


def _store(group: Any) -> None:
    add = _leaf(group, "add", answers.add_store, "register a store; secret on standard input")
    add.add_argument("name")
    add.add_argument("--client-id", required=True)
    add.add_argument("--base-url", required=True)
    add.add_argument("--fee-tier", **one_of(FeeTier), required=True)
    add.add_argument("--since", type=day, help="the tier's first day (default: today)")
    add.add_argument("--store-type", **one_of(StoreType), default=StoreType.SMARTSTORE)
    add.set_defaults(new=True)
    check = _leaf(group, "check", answers.check_store, "ask NAVER whether the API data works")
    check.add_argument("name")
    add_store_commands(group, _leaf)


def _prerequisites(group: Any) -> None:
    fetch = _leaf(group, "fetch", answers.fetch_prerequisites, "fetch all three")
    fetch.add_argument("name")


def _products(group: Any) -> None:
    preview = _leaf(group, "preview", answers.preview, "show a page; nothing is saved")
    preview.add_argument("name")
    preview.add_argument("--page", type=positive, default=1)
    preview.add_argument("--size", type=positive, default=100)
    fetch = _leaf(group, "import", answers.import_products, "save listings")
    which = fetch.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true")
    which.add_argument("--numbers", type=numbers, default=(), metavar="N,N,...")
    fetch.add_argument("--match", choices=["none", "code"], required=True)
    fetch.add_argument("--link-stock", action="store_true")
    _one_or_all_stores(fetch, import_all_stores)
    sync = _leaf(group, "sync", answers.sync_products, "bring imported listings up to date")
    sync.add_argument(
        "--changed", action="store_true", help="ask only for what was modified since the last sync"
    )
    _one_or_all_stores(sync, sync_all_stores)
    export = _leaf(group, "export", answers.export_products, "write imported listings to a file")
    export.add_argument("name")
    export.add_argument("file", type=Path)
    add_link_commands(group, _leaf)


def _one_or_all_stores(leaf: argparse.ArgumentParser, for_all: Callable[..., Answer]) -> None:
    """The store's name, or --all-stores, which runs another command for every store."""
    leaf.add_argument("name", nargs="?")
    leaf.add_argument("--all-stores", action=_AllStores, command=for_all)
    leaf.set_defaults(parser=leaf, all_stores=False)


class _AllStores(argparse.Action):
    """Changes the command to the one for every store."""

    def __init__(
        self, option_strings: list[str], dest: str, command: Callable[..., Answer], **named: Any
    ) -> None:
        super().__init__(option_strings, dest, **{**named, "nargs": 0})
        self._command = command

    def __call__(self, parser: Any, options: Any, values: Any, option: str | None = None) -> None:
        options.run, options.command = _in_workspace(self._command), self._command.__name__
        options.all_stores = True


STORE_TYPES = {"SMARTSTORE": StoreType.SMARTSTORE, "BRAND": StoreType.BRAND_STORE}


def _fees(group: Any) -> None:
    add_fee_ledger_commands(group, _leaf, STORE_TYPES)
    quote = _leaf(group, "quote", fees.quote, "fees and settlement of an order")
    quote.add_argument("--line", type=int, action="append", required=True, metavar="WON")
    quote.add_argument("--delivery", type=int, metavar="WON")
    price = _leaf(group, "price", fees.price, "the price for a margin")
    price.add_argument("--cost", type=int, required=True, metavar="WON")
    price.add_argument("--delivery-income", type=int, default=0, metavar="WON")
    price.add_argument("--tax-mode", **one_of(TaxMode), default=TaxMode.GENERAL)
    price.add_argument("--tax-type", **one_of(TaxType), help="the tax of the goods, where known")
    wanted = price.add_mutually_exclusive_group()
    wanted.add_argument("--margin", type=percent, metavar="PERCENT")
    wanted.add_argument("--price", type=int, metavar="WON")
    for leaf, command in ((quote, fees.quote), (price, fees.price)):
        leaf.add_argument("--on", type=day, default=today(), help="payment date (default: today)")
        leaf.add_argument("--tier", **one_of(FeeTier), required=True)
        leaf.add_argument("--arrival", **one_of(Arrival), default=Arrival.NORMAL)
        leaf.add_argument("--store-type", choices=STORE_TYPES, default="SMARTSTORE")
        leaf.set_defaults(run=_without_engine(command))


def _without_engine(command: Callable[[argparse.Namespace], Answer]) -> Callable[..., Answer]:
    """A command that looks into the workspace by itself, if there is one; the store type is named
    as the fee tables name it.
    """

    def run(options: argparse.Namespace) -> Answer:
        options.store_type = STORE_TYPES[options.store_type]
        return command(options)

    return run


def _group(groups: Any, name: str, text: str) -> Any:
    group = groups.add_parser(name, help=text)
    return group.add_subparsers(dest="action", required=True, metavar="ACTION")


def _leaf(
    group: Any, name: str, command: Callable[..., Answer], text: str, *, below: bool = False
) -> argparse.ArgumentParser:
    """A command; one `below` another takes the same options, and leaves them as they were typed
    before it where they are not typed after it.
    """
    leaf: argparse.ArgumentParser = group.add_parser(name, help=text, description=text)
    _common(leaf, unless=argparse.SUPPRESS if below else None)
    leaf.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS if below else False,
        help="print one JSON object",
    )
    leaf.set_defaults(run=_in_workspace(command), command=command.__name__, new=False)
    return leaf


def _common(parser: argparse.ArgumentParser, unless: str | None = None) -> None:
    """The options every command takes; `unless` is what they are where they are not typed."""
    parser.add_argument(
        "--workspace",
        type=Path,
        default=unless,
        help="folder (default: $STOREBOARD_HOME, else data/)",
    )
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=unless, help="ko or en (default: as the terminal)"
    )


def _demo(options: argparse.Namespace) -> None:
    from dashboard.commands.demo import run_demo

    run_demo(options)


def _work(options: argparse.Namespace) -> None:
    from dashboard.commands.worker import run_worker

    run_worker(options)


def _run(options: argparse.Namespace) -> None:
    from dashboard.commands.demo import run_dashboard

    run_dashboard(options)


def _in_workspace(command: Callable[[Any, argparse.Namespace], Answer]) -> Callable[..., Answer]:
    """The command with the workspace opened before and closed after it; made by those that begin a
    `new` one.
    """

    def run(options: argparse.Namespace) -> Answer:
        with opened(read_config(options.workspace), new=options.new) as engine:
            return command(engine, options)

    return run
