"""Plans changes of NAVER's delivery settings, and knows how each is read and sent."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from engine.clock import Clock, today
from engine.database.prerequisites import Prerequisites
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
from engine.naver import CommerceApi
from engine.operations.confirmation import Target
from engine.operations.prerequisite_fetch import keep_fetched

THIS_DAY_DISPATCH = "this-day dispatch"  # what the write is about, where people read it


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettings:
    """One store's delivery settings at NAVER. Whatever is read here is kept as a fetch is."""

    store_id: int
    api: CommerceApi
    prerequisites: Prerequisites
    clock: Clock

    def this_day_dispatch(self, sent: Facts | None = None) -> ThisDayDispatch:
        """The setting as NAVER holds it now; `sent` is what it holds if changed from here."""
        found = self.api.sellers.this_day_dispatch()
        ours = sent == _dispatch_facts(found)
        self._keep(PrerequisiteKind.THIS_DAY_DISPATCH, (found,), ours=ours)
        return found

    def bundle_groups(self, sent: Facts | None = None) -> tuple[BundleGroup, ...]:
        """The groups as NAVER holds them now; `sent` is what one of them holds if changed from
        here.
        """
        found = self.api.sellers.bundle_groups()
        ours = any(sent == facts(group.settings) for group in found)
        self._keep(PrerequisiteKind.BUNDLE_GROUPS, found, ours=ours)
        return found

    def _keep(
        self,
        kind: PrerequisiteKind,
        found: tuple[ThisDayDispatch | BundleGroup, ...],
        *,
        ours: bool,
    ) -> None:
        keep_fetched(self.store_id, kind, found, self.prerequisites, self.clock, ours=ours)

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
            raise _taken(tidy.name)
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
        return _Setting(self, write)


class _Setting:
    """What one write changes."""

    def __init__(self, settings: DeliverySettings, write: Write) -> None:
        self._settings, self._write = settings, write
        self._sent = write.after if write.unsettled else None  # what NAVER may hold of it

    def read(self) -> Facts:
        if self._write.kind is WriteKind.THIS_DAY_DISPATCH:
            return _dispatch_facts(self._settings.this_day_dispatch(self._sent))
        groups = self._settings.bundle_groups(self._sent)
        if self._write.kind is WriteKind.BUNDLE_GROUP_EDIT:
            return facts(_numbered(groups, self._number()).settings)
        named = [group for group in groups if group.name == self._write.title]
        if named and self._sent is None:  # made by somebody else meanwhile
            raise _taken(self._write.title)
        return facts(named[0].settings) if named else {}

    def send(self) -> Receipt:
        self._sent = self._write.after
        sellers, wanted = self._settings.api.sellers, self._write.wanted
        if self._write.kind is WriteKind.THIS_DAY_DISPATCH:
            setting = msgspec.json.decode(wanted, type=ThisDayDispatch)
            return sellers.set_this_day_dispatch(setting)
        group = msgspec.json.decode(wanted, type=BundleGroupSettings)
        if self._write.kind is WriteKind.BUNDLE_GROUP_EDIT:
            return sellers.replace_bundle_group(self._number(), group)
        return sellers.create_bundle_group(group)

    def _number(self) -> int:
        return int(self._write.subject.rpartition("/")[2])


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


def _taken(name: str) -> BadRequest:
    return BadRequest(
        "There is already a bundle delivery group {name}. Choose another name.", name=name
    )


def _json(record: msgspec.Struct) -> str:
    return msgspec.json.encode(record).decode()
