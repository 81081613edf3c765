"""Who did what to which store, when, with what was there before and after."""

from __future__ import annotations

from datetime import datetime

import msgspec

Facts = dict[str, str | None]


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the audit: never changed, never deleted; no secret, personal data masked."""

    audit_id: int
    happened_at: datetime
    account_id: int | None  # None: the command line, or nobody who is signed in
    actor: str
    action: str  # such as "store.secret"
    store_id: int | None
    subject: str  # what was touched, as people name it
    before: Facts
    after: Facts
    trace_id: str | None


class AuditSearch(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for; what is None narrows nothing. Moments are [from_at, to_at)."""

    words: str = ""  # in actor, action, subject, before or after
    store_id: int | None = None
    account_id: int | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None


def changed(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """The same two without what is equal in both."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names if name in after},
    )
