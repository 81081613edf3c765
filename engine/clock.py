"""The only place that asks the time; people and NAVER speak KST, the store keeps UTC without a
zone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

KST = timezone(timedelta(hours=9), "KST")

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, aware, in KST."""
    return datetime.now(KST)


def today(clock: Clock = now) -> date:
    """The present day in KST."""
    return clock().astimezone(KST).date()


def to_utc(moment: datetime | None) -> datetime | None:
    """A moment as the store keeps it: UTC, without a zone. None stays None."""
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None)


def to_kst(moment: datetime | None) -> datetime | None:
    """A moment the store kept (UTC, without a zone), aware, in KST. None stays None."""
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(KST)
