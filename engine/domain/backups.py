"""What a backup says about itself, and which of the daily ones are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

FORMAT = 1
DAILY = "daily-"
DAILY_KEPT = 7
TOO_OLD = timedelta(days=2)


class BackupManifest(msgspec.Struct, frozen=True, kw_only=True):
    """The first thing in a backup: what it holds and how to tell that it is whole."""

    format: int
    made_at: datetime
    migration: int  # the last one the database has seen
    key_id: str  # names the key that opens it
    with_key: bool
    size: int  # bytes of the database
    sha256: str
    rows: dict[str, int]  # by table


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """One backup in the workspace's own folder."""

    name: str
    made_at: datetime
    size: int  # bytes of the file
    daily: bool


def daily_name(now: datetime) -> str:
    """The file of the daily backup of a moment (KST)."""
    return f"{DAILY}{now:%Y-%m-%d}.zip"


def too_many(names: Iterable[str]) -> tuple[str, ...]:
    """The daily backups to let go of: all but the newest seven. Others are never named."""
    daily = sorted((name for name in names if name.startswith(DAILY)), reverse=True)
    return tuple(daily[DAILY_KEPT:])
