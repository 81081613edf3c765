"""The audit: who did what."""

from __future__ import annotations

from collections.abc import Mapping

from engine.clock import KST
from engine.database.audit import Audit
from engine.domain.audit import AuditLine, AuditSearch
from engine.domain.people import Role
from engine.operations.access import Access, needs
from engine.sheets import make_sheet

EVERYTHING = 1_000_000
COLUMNS = (
    "happened_at",
    "actor",
    "action",
    "store_id",
    "subject",
    "before",
    "after",
    "trace_id",
)


class AuditOperations:
    """What is asked of the audit."""

    def __init__(self, access: Access, audit: Audit) -> None:
        self._access, self._audit = access, audit

    @needs(Role.MANAGER)
    def find(self, search: AuditSearch | None = None, *, limit: int = 200) -> tuple[AuditLine, ...]:
        """The newest lines that fit, newest first; of the stores the actor was given."""
        asked = search or AuditSearch()
        return self._audit.find(asked, limit=limit, store_ids=self._access.actor.store_ids)

    @needs(Role.MANAGER)
    def sheet(
        self,
        kind: str,
        search: AuditSearch | None = None,
        headings: Mapping[str, str] | None = None,
    ) -> bytes:
        """The lines that fit as a sheet ("csv" or "xlsx") with the given headings by column; times
        in KST.
        """
        lines = self.find(search, limit=EVERYTHING)
        named = [(headings or {}).get(column, column) for column in COLUMNS]
        return make_sheet(kind, named, map(_cells, lines))


def _cells(line: AuditLine) -> tuple[str, ...]:
    return (
        line.happened_at.astimezone(KST).strftime("%Y-%m-%d %H:%M:%S"),
        line.actor,
        line.action,
        "" if line.store_id is None else str(line.store_id),
        line.subject,
        _facts(line.before),
        _facts(line.after),
        line.trace_id or "",
    )


def _facts(facts: dict[str, str | None]) -> str:
    return "; ".join(f"{name}: {value or '—'}" for name, value in facts.items())
