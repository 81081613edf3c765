"""A write to NAVER: planned as a difference, confirmed, sent once, settled by reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

Facts = dict[str, str]  # what one thing at NAVER holds: text by field, unknown fields left out

PLAN_LASTS = timedelta(hours=24)  # a plan not confirmed by then is made anew
LATEST_ARRIVAL = timedelta(minutes=3)  # longer than the longest call; what is not there by then
# did not arrive


class WriteKind(StrEnum):
    """What is written. A new kind needs a target (see engine/operations/write_targets.py) and a
    name on the screen; the table takes any.
    """

    THIS_DAY_DISPATCH = "THIS_DAY_DISPATCH"  # 오늘출발 설정
    BUNDLE_GROUP_CREATE = "BUNDLE_GROUP_CREATE"  # 묶음배송그룹 만들기
    BUNDLE_GROUP_EDIT = "BUNDLE_GROUP_EDIT"  # 묶음배송그룹 고치기


class WriteState(StrEnum):
    """Where a write stands. Only PLANNED ever becomes SENT, and only once."""

    PLANNED = "PLANNED"  # 보내기 전: the difference was shown, nothing was sent
    SENT = "SENT"  # 도착 여부 모름: sent, or about to be when the process ended; settled by reading
    DONE = "DONE"  # 반영됨: NAVER said yes, or was seen to hold it
    DIFFERENT = "DIFFERENT"  # 다른 값: NAVER holds neither what was there nor what was asked
    REFUSED = "REFUSED"  # 거절됨: NAVER said no
    NOT_ARRIVED = "NOT_ARRIVED"  # 도착하지 않음: NAVER was seen to hold what was there before
    OUTDATED = "OUTDATED"  # 보내지 않음: NAVER's values had changed since the plan


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs; None: not there."""

    field: str
    before: str | None
    after: str | None


class NewWrite(msgspec.Struct, frozen=True, kw_only=True):
    """What is planned. `subject` is the key of the thing at NAVER: while one write to it has no
    known outcome, no other is sent. `wanted` is the request in the kind's own JSON.
    """

    store_id: int
    kind: WriteKind
    subject: str
    title: str  # the thing as people name it
    wanted: str
    before: Facts
    after: Facts
    asked_by: str

    @property
    def changes(self) -> tuple[Change, ...]:
        """What sending would change, field by field; none: NAVER holds it already."""
        return changes(self.before, self.after)


class Write(NewWrite, frozen=True, kw_only=True):
    """One write with its history. `asked_by` is who confirmed it, before that who planned it."""

    write_id: int
    state: WriteState
    planned_at: datetime
    found: Facts | None = None  # what NAVER held when it was read last after sending
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    trace_id: str | None = None
    error_text: str | None = None  # the sentence of what went wrong, a template
    error_params: dict[str, str] = {}
    replaced_by: int | None = None  # the plan on NAVER's new values, of one that is OUTDATED

    @property
    def unsettled(self) -> bool:
        """Whether it is not known that it arrived."""
        return self.state is WriteState.SENT


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """NAVER's yes."""

    trace_id: str | None


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """The fields that differ, in their order."""
    return tuple(
        Change(field=field, before=before.get(field), after=after.get(field))
        for field in dict.fromkeys((*before, *after))
        if before.get(field) != after.get(field)
    )


def settled_state(write: Write, found: Facts, now: datetime) -> WriteState:
    """What reading `found` at NAVER says of a write whose outcome is not known.

    What is not there yet may still be on its way until LATEST_ARRIVAL has passed: SENT.
    """
    if found == write.after:
        return WriteState.DONE
    if write.sent_at is not None and now - write.sent_at < LATEST_ARRIVAL:
        return WriteState.SENT
    return WriteState.NOT_ARRIVED if found == write.before else WriteState.DIFFERENT
