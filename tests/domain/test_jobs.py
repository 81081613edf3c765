"""What stretches of a job took together, and which jobs wait for each other."""

from __future__ import annotations

from engine.domain.job_kinds import JobKind, lane
from engine.domain.jobs import Used


def test_what_two_stretches_took_is_added_up() -> None:
    first = Used(requests=10, refused=1, seconds=2.5)

    both = first.and_also(Used(requests=5, refused=2, seconds=1.0))

    assert both == Used(requests=15, refused=3, seconds=3.5)


def test_imports_and_syncs_of_a_store_wait_for_each_other_and_settlements_do_not() -> None:
    products = {JobKind.PRODUCT_IMPORT, JobKind.PRODUCT_SYNC}

    assert {kind: lane(kind) for kind in JobKind} == {
        JobKind.PRODUCT_IMPORT: products,
        JobKind.PRODUCT_SYNC: products,
        JobKind.SETTLEMENT_READ: {JobKind.SETTLEMENT_READ},
    }
