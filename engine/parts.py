"""What one open workspace is made of, shared by all who ask."""

from __future__ import annotations

from dataclasses import dataclass

from engine.clock import Clock
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
from engine.database.settings import Settings
from engine.database.settlements import Settlements
from engine.database.skus import Skus
from engine.database.snapshot import SnapshotFile
from engine.database.stores import Stores
from engine.database.terms import StoreTerms
from engine.database.writes import Writes
from engine.notify.desk import AlertDesk
from engine.operations.signing_in import SigningIn
from engine.operations.sku_suggestions import Suggester


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The tables by noun, and what keeps something between calls."""

    clock: Clock
    database: Database
    stores: Stores
    prerequisites: Prerequisites
    skus: Skus
    products: Products
    jobs: Jobs
    settlements: Settlements
    audit: Audit
    backups: Backups
    boards: Boards
    categories: Categories
    contacts: Contacts
    cost_profiles: CostProfiles
    delivery_templates: DeliveryTemplates
    fee_rates: RateLedger
    history: History
    margins: MarginInputs
    scenarios: Scenarios
    settings: Settings
    snapshot: SnapshotFile
    terms: StoreTerms
    writes: Writes
    alerts: AlertDesk
    suggester: Suggester
    signing_in: SigningIn
