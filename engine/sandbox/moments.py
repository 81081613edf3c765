"""Moments as seconds of KST wall time, and their spelling as NAVER spells them."""

from __future__ import annotations

import time
from datetime import date, timedelta
from email.utils import formatdate
from functools import cache, lru_cache

DAY = 86_400
_EPOCH = date(1970, 1, 1)
_MINUTES = tuple(f"T{m // 60:02d}:{m % 60:02d}:" for m in range(1440))
_SECONDS = tuple(f"{s:02d}" for s in range(60))


def kst_seconds(utc_seconds: float) -> int:
    """Seconds of KST wall time since 1970 for a Unix time."""
    return int(utc_seconds) + 9 * 3600


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return (day - _EPOCH).days


def today(utc_seconds: float) -> date:
    """The KST day of a Unix time."""
    return _EPOCH + timedelta(days=kst_seconds(utc_seconds) // DAY)


@cache
def day_text(day: int) -> str:
    """A day number as yyyy-MM-dd."""
    return (_EPOCH + timedelta(days=day)).isoformat()


def moment_text(kst: int, fraction: str = "") -> str:
    """A KST moment with offset; `fraction` is "", ".0", ".001" and so on, as answers mix them."""
    day, second = divmod(kst, DAY)
    return f"{day_text(day)}{_MINUTES[second // 60]}{_SECONDS[second % 60]}{fraction}+09:00"


def stamp(utc_seconds: float | None = None) -> str:
    """A moment of now with milliseconds, for error bodies."""
    utc = time.time() if utc_seconds is None else utc_seconds
    return moment_text(kst_seconds(utc), f".{int(utc * 1000) % 1000:03d}")


def http_date(utc_seconds: float) -> str:
    """A Unix time as the Date header spells it."""
    return _http_date(int(utc_seconds))


@lru_cache(maxsize=4)
def _http_date(utc_seconds: int) -> str:
    return formatdate(utc_seconds, usegmt=True)
