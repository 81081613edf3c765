"""Plans changes of NAVER's delivery settings, and knows how each is read and sent."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from engine.api import CommerceApi
from engine.clock import Clock, today
from engine.domain.delivery import (
    BundleGroup,
    BundleGroupSettings,
    PrerequisiteKind,
    ThisDayDispatch,
    facts,
)
from engine.domain.delivery_rules import tidy_dispatch, tidy_group
from engine.domain.writes import Facts, NewWrite, Receipt, Write, WriteKind
from engine.errors import BadRequest
from engine.jobs.prerequisites import keep_fetched
from engine.jobs.writes import Target
from engine.store.stores import Stores

THIS_DAY_DISPATCH = "this-day dispatch"  # what the write is about, where people read it


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettings:
    """One store's delivery settings at NAVER. Whatever is read here is kept as a fetch is."""

    store_id: int
    api: CommerceApi
    stores: Stores
    clock: Clock

    def this_day_dispatch(self) -> ThisDayDispatch:
        """The setting as NAVER holds it now."""
        found = self.api.sellers.this_day_dispatch()
        self._keep(PrerequisiteKind.THIS_DAY_DISPATCH, (found,))
        return found

    def bundle_groups(self) -> tuple[BundleGroup, ...]:
        """The groups as NAVER holds them now."""
        found = self.api.sellers.bundle_groups()
        self._keep(PrerequisiteKind.BUNDLE_GROUPS, found)
        return found

    def _keep(
        self, kind: PrerequisiteKind, found: tuple[ThisDayDispatch | BundleGroup, ...]
    ) -> None:
        keep_fetched(self.store_id, kind, found, self.stores, self.clock)

    def plan_this_day_dispatch(self, wanted: ThisDayDispatch, asked_by: str) -> NewWrite:
        """What setting it so would change. Raises BadRequest for what NAVER would refuse."""
        tidy = tidy_dispatch(wanted, today(self.clock))
        return NewWrite(
            store_id=self.store_id,
            kind=WriteKind.THIS_DAY_DISPATCH,
            subject="this_day_dispatch",
            title=THIS_DAY_DISPATCH,
            wanted=_json(tidy),
            before=_dispatch_facts(self.this_day_dispatch()),
            after=_dispatch_facts(tidy),
            asked_by=asked_by,
        )

    def plan_bundle_group(
        self, wanted: BundleGroupSettings, number: int | None, asked_by: str
    ) -> NewWrite:
        """What making a group, or changing group `number`, would change.

        Raises BadRequest for what NAVER would refuse, for a group that is gone, and for a name
        that another group has: by its name a new group is found again.
        """
        groups = self.bundle_groups()
        held = None if number is None else _numbered(groups, number)
        tidy = tidy_group(wanted, None if held is None else held.settings)
        if any(one.name == tidy.name and one.bundle_group_id != number for one in groups):
            raise BadRequest(
                "There is already a bundle delivery group {name}. Choose another name.",
                name=tidy.name,
            )
        return NewWrite(
            store_id=self.store_id,
            kind=WriteKind.BUNDLE_GROUP_CREATE if held is None else WriteKind.BUNDLE_GROUP_EDIT,
            subject="bundle_group" if held is None else f"bundle_group/{number}",
            title=tidy.name if held is None else held.name,
            wanted=_json(tidy),
            before={} if held is None else facts(held.settings),
            after=facts(tidy),
            asked_by=asked_by,
        )

    def target(self, write: Write) -> Target:
        """The thing that a planned write changes."""
        match write.kind:
            case WriteKind.THIS_DAY_DISPATCH:
                wanted = msgspec.json.decode(write.wanted, type=ThisDayDispatch)
                return _Dispatch(self, wanted)
            case WriteKind.BUNDLE_GROUP_CREATE:
                return _NewGroup(self, _wanted_group(write))
            case WriteKind.BUNDLE_GROUP_EDIT:
                number = int(write.subject.rpartition("/")[2])
                return _HeldGroup(self, _wanted_group(write), number)


@dataclass(frozen=True, slots=True)
class _Dispatch:
    settings: DeliverySettings
    wanted: ThisDayDispatch

    def read(self) -> Facts:
        return _dispatch_facts(self.settings.this_day_dispatch())

    def send(self) -> Receipt:
        return self.settings.api.sellers.set_this_day_dispatch(self.wanted)


@dataclass(frozen=True, slots=True)
class _NewGroup:
    settings: DeliverySettings
    wanted: BundleGroupSettings

    def read(self) -> Facts:
        """The group of that name: names are unique here, numbers come from NAVER."""
        for group in self.settings.bundle_groups():
            if group.name == self.wanted.name:
                return facts(group.settings)
        return {}

    def send(self) -> Receipt:
        return self.settings.api.sellers.create_bundle_group(self.wanted)


@dataclass(frozen=True, slots=True)
class _HeldGroup:
    settings: DeliverySettings
    wanted: BundleGroupSettings
    number: int

    def read(self) -> Facts:
        return facts(_numbered(self.settings.bundle_groups(), self.number).settings)

    def send(self) -> Receipt:
        return self.settings.api.sellers.replace_bundle_group(self.number, self.wanted)


def _dispatch_facts(setting: ThisDayDispatch) -> Facts:
    """Its facts with the days off in order, which is no difference."""
    days = tuple(sorted(setting.seller_holidays))
    return facts(msgspec.structs.replace(setting, seller_holidays=days))


def _numbered(groups: tuple[BundleGroup, ...], number: int) -> BundleGroup:
    for group in groups:
        if group.bundle_group_id == number:
            return group
    raise BadRequest(
        "NAVER no longer has the bundle delivery group {number}. Fetch the groups again.",
        number=number,
    )


def _wanted_group(write: Write) -> BundleGroupSettings:
    return msgspec.json.decode(write.wanted, type=BundleGroupSettings)


def _json(record: msgspec.Struct) -> str:
    return msgspec.json.encode(record).decode()
