"""Delivery settings at NAVER, changed by a plan that is confirmed."""

from __future__ import annotations

from engine.database.prerequisites import Prerequisites
from engine.database.writes import Writes
from engine.domain.delivery import (
    BundleGroup,
    BundleGroupSettings,
    PrerequisiteKind,
    ThisDayDispatch,
    record_of,
)
from engine.domain.people import Role
from engine.domain.writes import Write
from engine.operations.access import Access, needs
from engine.operations.prerequisite_fetch import fetched_rows
from engine.operations.write_targets import WriteTargets


class DeliveryOperations:
    """What is asked of NAVER's delivery settings."""

    def __init__(
        self, access: Access, writes: Writes, prerequisites: Prerequisites, targets: WriteTargets
    ) -> None:
        self._access, self._writes = access, writes
        self._prerequisites, self._targets = prerequisites, targets

    @needs(Role.OPERATOR)
    def this_day_dispatch(self, store_id: int) -> ThisDayDispatch | None:
        """The setting as it was fetched last; None: never fetched."""
        rows = fetched_rows(self._prerequisites, store_id, PrerequisiteKind.THIS_DAY_DISPATCH)
        return None if rows is None else record_of(ThisDayDispatch, rows[0] if rows else {})

    @needs(Role.OPERATOR)
    def bundle_groups(self, store_id: int) -> tuple[BundleGroup, ...]:
        """The groups as they were fetched last; none where they never were."""
        rows = fetched_rows(self._prerequisites, store_id, PrerequisiteKind.BUNDLE_GROUPS)
        return tuple(record_of(BundleGroup, row) for row in rows or ())

    @needs(Role.MANAGER)
    def plan_this_day_dispatch(self, store_id: int, wanted: ThisDayDispatch) -> Write:
        """Reads NAVER and plans the change; send it with `engine.writes.confirm`. Raises
        BadRequest for what NAVER would refuse.
        """
        settings = self._targets.delivery(store_id)
        return self._writes.plan(settings.plan_this_day_dispatch(wanted, self._access.actor.name))

    @needs(Role.MANAGER)
    def plan_bundle_group(
        self, store_id: int, wanted: BundleGroupSettings, bundle_group_id: int | None = None
    ) -> Write:
        """Reads NAVER and plans a new group, or the change of one; as `plan_this_day_dispatch`."""
        settings = self._targets.delivery(store_id)
        return self._writes.plan(
            settings.plan_bundle_group(wanted, bundle_group_id, self._access.actor.name)
        )
