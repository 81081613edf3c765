"""What each kind of job does. One that is not here is not run: it is never another kind's work."""

from __future__ import annotations

from engine.domain.job_kinds import JobKind
from engine.jobs import products, settlements

WORK = {
    JobKind.PRODUCT_IMPORT: products.IMPORT,
    JobKind.PRODUCT_SYNC: products.SYNC,
    JobKind.SETTLEMENT_READ: settlements.READING,
}
