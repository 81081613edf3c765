"""The engine: everything a page or a command can ask, by the noun it is about.

Each noun is handed here exactly what it may touch, when it is first asked for.
"""

from __future__ import annotations

from functools import cached_property

from engine.domain.people import Actor
from engine.operations.access import Access
from engine.operations.alerts import AlertOperations
from engine.operations.audit import AuditOperations
from engine.operations.backups import BackupOperations
from engine.operations.boards import BoardOperations
from engine.operations.categories import CategoryOperations
from engine.operations.contacts import ContactOperations
from engine.operations.cost_profiles import CostProfileOperations
from engine.operations.delivery import DeliveryOperations
from engine.operations.delivery_templates import DeliveryTemplateOperations
from engine.operations.fees import FeeOperations
from engine.operations.health import HealthOperations
from engine.operations.imports import ImportOperations
from engine.operations.job_start import JobStart
from engine.operations.jobs import JobOperations
from engine.operations.link_sheets import LinkSheetOperations
from engine.operations.links import LinkOperations
from engine.operations.margins import MarginOperations
from engine.operations.people import PeopleOperations
from engine.operations.prerequisites import PrerequisiteOperations
from engine.operations.products import ProductOperations
from engine.operations.runway import RunwayOperations
from engine.operations.scenarios import ScenarioOperations
from engine.operations.schedule import ScheduleOperations
from engine.operations.sessions import SessionOperations
from engine.operations.settlements import SettlementOperations
from engine.operations.skus import SkuOperations
from engine.operations.snapshots import SnapshotOperations
from engine.operations.store_changes import StoreChanges
from engine.operations.store_sections import StoreSectionOperations
from engine.operations.store_sheets import StoreSheetOperations
from engine.operations.stores import StoreOperations
from engine.operations.terms import TermsOperations
from engine.operations.write_targets import WriteTargets
from engine.operations.writes import WriteOperations
from engine.parts import Parts
from engine.service import Service


class Engine:
    """One open workspace. Every operation may be called from any thread.

    Each operation takes a role: a page asks on behalf of the account that is signed in, see
    `acting_as`; who holds the key file, as the command line does, may do everything.
    """

    def __init__(self, parts: Parts, service: Service, actor: Actor) -> None:
        self._parts, self.service = parts, service
        self._access = Access(actor, parts.stores, parts.jobs, parts.audit)

    @property
    def actor(self) -> Actor:
        """On whose behalf this engine is asked."""
        return self._access.actor

    def acting_as(self, actor: Actor) -> Engine:
        """The same open workspace, asked on behalf of `actor`."""
        return Engine(self._parts, self.service, actor)

    def close(self) -> None:
        """Lets running jobs finish the page at hand (five seconds at most) and closes the
        workspace.
        """
        self.service.close()

    @cached_property
    def alerts(self) -> AlertOperations:
        """Who hears of what goes wrong, and the outbox."""
        return AlertOperations(self._access, self._parts.alerts)

    @cached_property
    def audit(self) -> AuditOperations:
        """Who did what."""
        return AuditOperations(self._access, self._parts.audit)

    @cached_property
    def backups(self) -> BackupOperations:
        """Copies of everything."""
        return BackupOperations(self._access, self._parts.backups)

    @cached_property
    def boards(self) -> BoardOperations:
        """Where every store stands."""
        p = self._parts
        return BoardOperations(
            self._access,
            p.boards,
            p.prerequisites,
            p.jobs,
            p.margins,
            p.terms,
            p.fee_rates,
            p.clock,
        )

    @cached_property
    def categories(self) -> CategoryOperations:
        """NAVER's categories."""
        p, s = self._parts, self.service
        return CategoryOperations(self._access, p.categories, s.clients, p.clock)

    @cached_property
    def contacts(self) -> ContactOperations:
        """The people of a store."""
        return ContactOperations(self._access, self._parts.contacts)

    @cached_property
    def cost_profiles(self) -> CostProfileOperations:
        """What fills the costs a SKU does not say."""
        p = self._parts
        return CostProfileOperations(self._access, p.cost_profiles, p.clock)

    @cached_property
    def delivery(self) -> DeliveryOperations:
        """Delivery settings at NAVER."""
        p = self._parts
        return DeliveryOperations(self._access, p.writes, p.prerequisites, self._write_targets)

    @cached_property
    def delivery_templates(self) -> DeliveryTemplateOperations:
        """Named delivery settings."""
        p = self._parts
        return DeliveryTemplateOperations(
            self._access, p.delivery_templates, p.prerequisites, self.delivery
        )

    @cached_property
    def fees(self) -> FeeOperations:
        """The fee rates that count."""
        p = self._parts
        return FeeOperations(self._access, p.fee_rates, p.clock)

    @cached_property
    def health(self) -> HealthOperations:
        """Whether all is well."""
        p = self._parts
        return HealthOperations(self._access, self.stores, self.backups, p.alerts, p.clock)

    @cached_property
    def imports(self) -> ImportOperations:
        """Imports and syncs of listings."""
        p = self._parts
        return ImportOperations(
            self._access, p.prerequisites, p.skus, p.boards, self._job_start, p.clock
        )

    @cached_property
    def jobs(self) -> JobOperations:
        """What runs and what ran."""
        p, s = self._parts, self.service
        return JobOperations(self._access, p.jobs, s.runner, s.clients, self._job_start)

    @cached_property
    def links(self) -> LinkOperations:
        """What listings are linked to."""
        p = self._parts
        return LinkOperations(self._access, p.products, p.skus, self.margins)

    @cached_property
    def link_sheets(self) -> LinkSheetOperations:
        """Links of many listings from a sheet, and as one."""
        p = self._parts
        return LinkSheetOperations(self._access, p.products, p.skus)

    @cached_property
    def margins(self) -> MarginOperations:
        """What a sale leaves, and prices."""
        p = self._parts
        return MarginOperations(self._access, p.stores, p.margins, p.terms, p.fee_rates, p.clock)

    @cached_property
    def people(self) -> PeopleOperations:
        """Accounts."""
        p = self._parts
        return PeopleOperations(self._access, p.signing_in, p.clock)

    @cached_property
    def prerequisites(self) -> PrerequisiteOperations:
        """What must be fetched before an import."""
        p, s = self._parts, self.service
        return PrerequisiteOperations(self._access, p.prerequisites, s.clients, p.clock)

    @cached_property
    def products(self) -> ProductOperations:
        """Listings: preview, links, past."""
        p, s = self._parts, self.service
        return ProductOperations(self._access, p.products, p.skus, p.history, s.clients)

    @cached_property
    def runway(self) -> RunwayOperations:
        """How far businesses are from the next fee tier."""
        p = self._parts
        return RunwayOperations(self._access, p.settlements, p.fee_rates, p.clock)

    @cached_property
    def scenarios(self) -> ScenarioOperations:
        """What listings would leave if something changed."""
        return ScenarioOperations(self._access, self._parts.scenarios, self.margins)

    @cached_property
    def schedule(self) -> ScheduleOperations:
        """What runs by itself."""
        p, s = self._parts, self.service
        return ScheduleOperations(self._access, s.schedule, p.settings, s.clients)

    @cached_property
    def sessions(self) -> SessionOperations:
        """Signing in and out."""
        p = self._parts
        return SessionOperations(self._access, p.signing_in, p.audit)

    @cached_property
    def settlements(self) -> SettlementOperations:
        """What NAVER paid, against the rates."""
        p = self._parts
        return SettlementOperations(
            self._access, p.stores, p.settlements, p.terms, p.fee_rates, self._job_start, p.clock
        )

    @cached_property
    def skus(self) -> SkuOperations:
        """The seller's own catalogue."""
        p = self._parts
        return SkuOperations(self._access, p.skus, p.suggester)

    @cached_property
    def snapshots(self) -> SnapshotOperations:
        """The copy for other tools."""
        return SnapshotOperations(self._access, self._parts.snapshot)

    @cached_property
    def store_sections(self) -> StoreSectionOperations:
        """The sections of the store form."""
        p = self._parts
        return StoreSectionOperations(self._access, self._store_changes, p.categories)

    @cached_property
    def store_sheets(self) -> StoreSheetOperations:
        """Many stores from a sheet, and as one."""
        p = self._parts
        return StoreSheetOperations(
            self._access, p.stores, p.jobs, self._store_changes, self.stores, self.terms, p.clock
        )

    @cached_property
    def stores(self) -> StoreOperations:
        """Stores: registering, checking, archiving."""
        p, s = self._parts, self.service
        return StoreOperations(
            self._access, p.stores, p.jobs, s.clients, s.runner, self._store_changes, p.clock
        )

    @cached_property
    def terms(self) -> TermsOperations:
        """Fee tier, quick settlement, starter waiver."""
        p = self._parts
        return TermsOperations(self._access, p.stores, p.terms, p.clock)

    @cached_property
    def writes(self) -> WriteOperations:
        """Writes to NAVER."""
        p = self._parts
        return WriteOperations(self._access, p.writes, self._write_targets, p.clock)

    @cached_property
    def _job_start(self) -> JobStart:
        return JobStart(self._access, self.service.clients, self.service.runner)

    @cached_property
    def _store_changes(self) -> StoreChanges:
        p = self._parts
        return StoreChanges(self._access, p.stores, p.jobs, self.service.clients)

    @cached_property
    def _write_targets(self) -> WriteTargets:
        p = self._parts
        return WriteTargets(self.service.clients, p.prerequisites, p.clock)
