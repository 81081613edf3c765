"""Plugs the real parts together."""

from __future__ import annotations

from engine.clock import Clock, now
from engine.config import ROOT, Config
from engine.control import Control
from engine.database.accounts import Accounts
from engine.database.alerts import Outbox
from engine.database.backups import Backups
from engine.database.boards import Boards
from engine.database.contacts import Contacts
from engine.database.database import Database
from engine.database.fee_rates import FeeRateRoom
from engine.database.jobs import Jobs
from engine.database.prerequisites import PrerequisiteRoom
from engine.database.products import Products
from engine.database.sessions import Sessions
from engine.database.settings import Settings
from engine.database.settlements import SettlementRoom
from engine.database.skus import Skus
from engine.database.stores import Stores
from engine.database.wrong_tries import WrongTries
from engine.domain.fee_schedule import FeeSchedule, fee_schedule, parse_fee_rates
from engine.engine import Engine
from engine.errors import WorkspaceUnusable
from engine.jobs.context import Rooms
from engine.jobs.people import People
from engine.keyring import open_vault
from engine.notify.causes import Causes
from engine.notify.desk import AlertDesk, Translate


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
        vault = open_vault(database, config)
        stores = Stores(database, vault, clock)
        rooms = Rooms(
            database=database,
            stores=stores,
            prerequisites=PrerequisiteRoom(database, vault),
            skus=Skus(database, clock),
            products=Products(database, clock),
            jobs=Jobs(database, clock),
            settlements=SettlementRoom(database, clock),
        )
        engine = Engine(
            rooms,
            Boards(database, clock),
            FeeRateRoom(database, shipped_schedule().rows, clock),
            clock,
            snapshot_file=config.workspace / "snapshot.duckdb",
            contacts=Contacts(database, vault),
            people=People(
                accounts=Accounts(database, vault, clock),
                sessions=Sessions(database, clock),
                wrong_tries=WrongTries(database, vault, clock),
                settings=Settings(database),
                vault=vault,
                clock=clock,
                password_cost=config.password_cost,
            ),
            backups=Backups(database, vault, config.backup_folder, clock),
            alerts=AlertDesk(
                Outbox(database, vault, clock),
                Causes(database, stores, clock),
                Contacts(database, vault),
                clock,
            ),
            control=Control(config.control_folder),
        )
    except BaseException:
        database.close()
        raise
    if serve:
        engine.serve(translate)
    return engine


def shipped_schedule() -> FeeSchedule:
    """The fee rates that come with this version. Source: data/fee_rates.csv, from fees.md."""
    text = (ROOT / "data" / "fee_rates.csv").read_text(encoding="utf-8")
    return fee_schedule(parse_fee_rates(text))


def _make_folder(config: Config) -> None:
    try:
        config.workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceUnusable(
            "The workspace folder {folder} cannot be made. Check the path and its rights.",
            folder=config.workspace.name,
        ) from error
