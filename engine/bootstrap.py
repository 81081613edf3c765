"""Plugs the real parts together."""

from __future__ import annotations

from engine.clock import Clock, now
from engine.config import ROOT, Config
from engine.control import Control
from engine.database.accounts import Accounts
from engine.database.alerts import Outbox
from engine.database.audit import Audit
from engine.database.backups import Backups
from engine.database.boards import Boards
from engine.database.categories import Categories
from engine.database.contacts import Contacts
from engine.database.cost_profiles import CostProfiles
from engine.database.database import Database
from engine.database.delivery_templates import DeliveryTemplates
from engine.database.fee_rates import RateLedger
from engine.database.history import History
from engine.database.jobs import Jobs
from engine.database.margins import MarginInputs
from engine.database.prerequisites import Prerequisites
from engine.database.products import Products
from engine.database.scenarios import Scenarios
from engine.database.sessions import Sessions
from engine.database.settings import Settings
from engine.database.settlements import Settlements
from engine.database.skus import Skus
from engine.database.snapshot import SnapshotFile
from engine.database.stores import Stores
from engine.database.terms import StoreTerms
from engine.database.writes import Writes
from engine.database.wrong_tries import WrongTries
from engine.domain.fee_schedule import FeeSchedule, fee_schedule, parse_fee_rates
from engine.domain.people import THE_MACHINE
from engine.domain.schedule import ScheduleKind
from engine.engine import Engine
from engine.errors import WorkspaceUnusable
from engine.jobs.clients import Clients
from engine.jobs.context import Tables
from engine.jobs.runner import JobRunner
from engine.jobs.schedule import Schedule
from engine.keyring import open_vault
from engine.notify.causes import Causes
from engine.notify.desk import AlertDesk, Translate
from engine.operations.door_book import DoorBook
from engine.operations.signing_in import SigningIn
from engine.operations.sku_suggestions import Suggester
from engine.parts import Parts
from engine.service import Service
from engine.serving import serve as start_serving
from engine.vault import Vault


def open_engine(
    config: Config,
    *,
    serve: bool = False,
    clock: Clock = now,
    translate: Translate | None = None,
) -> Engine:
    """Opens the workspace, making it where there is none; with `serve` interrupted jobs go on
    at once, and alerts are said by `translate`.

    Raises WorkspaceBusy while another process holds it, WorkspaceUnusable, StoreTooNew or
    KeyMissing.
    """
    _make_folder(config)
    database = Database(config.database_file)
    try:
        parts = _parts(config, database, open_vault(database, config), clock)
        parts.products.doubts.tell_untold()
        engine = Engine(parts, _service(config, parts), THE_MACHINE)
    except BaseException:
        database.close()
        raise
    if serve:
        start_serving(engine, translate)
    return engine


def _parts(config: Config, database: Database, vault: Vault, clock: Clock) -> Parts:
    """What is held in the database, each noun by its own."""
    stores = Stores(database, vault, clock)
    contacts = Contacts(database, vault)
    outbox = Outbox(database, vault, clock)
    skus = Skus(database, clock)
    settings, audit = Settings(database), Audit(database, clock)
    return Parts(
        clock=clock,
        database=database,
        stores=stores,
        prerequisites=Prerequisites(database, vault),
        skus=skus,
        products=Products(database, clock),
        jobs=Jobs(database, clock),
        settlements=Settlements(database, clock),
        audit=audit,
        backups=Backups(database, vault, config.backup_folder, clock),
        boards=Boards(database, clock),
        categories=Categories(database, clock),
        contacts=contacts,
        cost_profiles=CostProfiles(database, clock),
        delivery_templates=DeliveryTemplates(database, clock),
        fee_rates=RateLedger(database, shipped_schedule().rows, clock),
        history=History(database),
        margins=MarginInputs(database),
        scenarios=Scenarios(database, clock),
        settings=settings,
        snapshot=SnapshotFile(database, config.workspace / "snapshot.duckdb", clock),
        terms=StoreTerms(database),
        writes=Writes(database, clock),
        alerts=AlertDesk(outbox, Causes(database, stores, clock), contacts, clock),
        suggester=Suggester(skus),
        signing_in=_signing_in(config, database, vault, settings, audit, clock),
    )


def _signing_in(
    config: Config,
    database: Database,
    vault: Vault,
    settings: Settings,
    audit: Audit,
    clock: Clock,
) -> SigningIn:
    return SigningIn(
        accounts=Accounts(database, vault, clock),
        sessions=Sessions(database, clock),
        wrong_tries=WrongTries(database, vault, clock),
        settings=settings,
        book=DoorBook(audit),
        vault=vault,
        clock=clock,
        password_cost=config.password_cost,
    )


def _service(config: Config, parts: Parts) -> Service:
    """What runs."""
    tables = Tables(
        database=parts.database,
        stores=parts.stores,
        prerequisites=parts.prerequisites,
        skus=parts.skus,
        products=parts.products,
        jobs=parts.jobs,
        settlements=parts.settlements,
    )
    clients = Clients(parts.stores, parts.clock, config.outgoing)
    runner = JobRunner(tables, clients.of, parts.clock, workers=config.workers)
    schedule = Schedule(tables, runner, parts.snapshot.write, parts.clock)
    schedule.use(ScheduleKind.BACKUP, parts.backups.write_daily)
    return Service(
        tables=tables,
        clients=clients,
        runner=runner,
        schedule=schedule,
        alerts=parts.alerts,
        control=Control(config.control_folder),
    )


def shipped_schedule() -> FeeSchedule:
    """The fee rates that come with this version.

    Source: data/fee_rates.csv, from docs/reference/fees.md.
    """
    text = (ROOT / "data" / "fee_rates.csv").read_text(encoding="utf-8")
    return fee_schedule(parse_fee_rates(text))


def _make_folder(config: Config) -> None:
    try:
        config.workspace.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceUnusable(
            "The workspace folder {folder} cannot be made. Check the path and its rights.",
            folder=config.workspace.name,
        ) from error
