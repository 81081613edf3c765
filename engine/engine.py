"""The engine: everything a page or a command can ask, each a step into the room that does it."""

from __future__ import annotations

import copy
import threading
from pathlib import Path

from engine.clock import Clock
from engine.control import Control, ControlRequest
from engine.database.audit import Audit
from engine.database.backups import Backups
from engine.database.boards import Boards
from engine.database.categories import Categories
from engine.database.contacts import Contacts
from engine.database.cost_profiles import CostProfiles
from engine.database.delivery_templates import DeliveryTemplates
from engine.database.fee_rates import FeeRateRoom
from engine.database.history import History
from engine.database.margins import MarginRoom
from engine.database.scenarios import Scenarios
from engine.database.settings import Settings
from engine.database.terms import TermsRoom
from engine.database.writes import Writes
from engine.domain.people import THE_MACHINE, Actor
from engine.domain.schedule import ScheduleKind
from engine.doors.audit import AuditDoor
from engine.doors.boards import BoardDoor
from engine.doors.contacts import ContactDoor
from engine.doors.costs import CostDoor
from engine.doors.delivery import DeliveryDoor
from engine.doors.fees import FeeDoor
from engine.doors.health import HealthDoor
from engine.doors.jobs import JobDoor
from engine.doors.people import PeopleDoor
from engine.doors.prerequisites import PrerequisiteDoor
from engine.doors.products import ProductDoor
from engine.doors.runway import RunwayDoor
from engine.doors.scenarios import ScenarioDoor
from engine.doors.schedule import ScheduleDoor
from engine.doors.settlements import SettlementDoor
from engine.doors.skus import SkuDoor
from engine.doors.store_sheets import StoreSheetDoor
from engine.jobs.clients import Clients
from engine.jobs.context import Rooms
from engine.jobs.people import People
from engine.jobs.runner import JobRunner
from engine.jobs.schedule import Schedule
from engine.jobs.skus import Suggester
from engine.notify.desk import AlertDesk, Translate


class Engine(
    StoreSheetDoor,
    ContactDoor,
    BoardDoor,
    PrerequisiteDoor,
    DeliveryDoor,
    SkuDoor,
    CostDoor,
    ProductDoor,
    JobDoor,
    ScheduleDoor,
    ScenarioDoor,
    FeeDoor,
    SettlementDoor,
    RunwayDoor,
    AuditDoor,
    PeopleDoor,
    HealthDoor,
):
    """One open workspace. Every method may be called from any thread.

    Each operation (see engine/doors) takes a role: a page asks on behalf of the account that is
    signed in, see `acting_as`; who holds the key file, as the command line does, may do everything.
    """

    def __init__(
        self,
        rooms: Rooms,
        boards: Boards,
        fee_rates: FeeRateRoom,
        clock: Clock,
        *,
        snapshot_file: Path,
        contacts: Contacts,
        people: People,
        backups: Backups,
        alerts: AlertDesk,
        control: Control,
    ) -> None:
        self._people, self._backups, self._control = people, backups, control
        self._alerts = alerts
        self._snapshot_file = snapshot_file
        self._rooms, self._boards, self._fee_rates, self._clock = rooms, boards, fee_rates, clock
        self._clients = Clients(rooms.stores, clock)
        self._history = History(rooms.database)
        self._settings = Settings(rooms.database)
        self._audit = Audit(rooms.database, clock)
        self._writes = Writes(rooms.database, clock)
        self._templates = DeliveryTemplates(rooms.database, clock)
        self._contacts = contacts
        self._terms = TermsRoom(rooms.database)
        self._cost_profiles = CostProfiles(rooms.database, clock)
        self._margins = MarginRoom(rooms.database)
        self._scenarios = Scenarios(rooms.database, clock)
        self._categories = Categories(rooms.database, clock)
        self._actor = THE_MACHINE
        self._suggester = Suggester(rooms.skus)
        self._runner = JobRunner(rooms, self._clients.of, clock)
        self._snapshot_lock = threading.Lock()
        self._schedule_clock = Schedule(rooms, self._runner, self.write_snapshot, clock)
        self._schedule_clock.use(ScheduleKind.BACKUP, backups.write_daily)

    def acting_as(self, actor: Actor) -> Engine:
        """The same open workspace, asked on behalf of `actor`."""
        engine = copy.copy(self)
        engine._actor = actor
        return engine

    @property
    def actor(self) -> Actor:
        """On whose behalf this engine is asked."""
        return self._actor

    def serve(self, translate: Translate | None = None) -> None:
        """Lets interrupted jobs go on, starts the schedule and the alerts (said by `translate`);
        for the one process that stays.
        """
        if self.resumes_on_start:
            self._runner.resume_interrupted()
        self._schedule_clock.start()
        self._alerts.start(translate)
        self._control.start(self._answer)

    def _answer(self, request: ControlRequest) -> object:
        """What the command line asks of the one process that holds the workspace."""
        file = Path(request.file)
        match request.do:
            case "examine":
                return self.examine()
            case "fee_rates":
                return self._fee_rates.schedule().rows
            case "schedule":
                return self.schedule_lines()
            case "snapshot":
                return self.write_snapshot(file)
            case "parquet":
                return self.write_parquet(file)
            case "jobs":
                return self.job_lines(request.store, limit=request.limit)
            case "cancel":
                self.cancel(request.job)
                return self.job_line(request.job)
            case "resume":
                self.resume(request.job)
                return self.job_line(request.job)
            case "retry":
                return self.job_line(self.retry_failed(request.job))
            case "backup":
                return self.backup(file, with_key=request.with_key)

    def close(self) -> None:
        """Lets running jobs finish the page at hand (five seconds at most) and closes the
        workspace.
        """
        self._control.stop()
        self._alerts.stop()
        self._schedule_clock.stop()
        self._runner.close()
        self._clients.close()
        self._rooms.database.close()
