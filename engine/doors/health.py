"""The part of the doctor that needs the open workspace."""

from __future__ import annotations

from engine.clock import KST
from engine.domain import findings
from engine.domain.findings import Finding, FindingState
from engine.domain.people import Role
from engine.doors.alerts import AlertDoor
from engine.doors.backups import BackupDoor
from engine.doors.door import needs
from engine.doors.stores import StoreDoor
from engine.errors import EngineError


class HealthDoor(StoreDoor, BackupDoor, AlertDoor):
    """What is asked about how things are."""

    @needs(Role.MANAGER)
    def examine(self) -> tuple[Finding, ...]:
        """Checks every store at NAVER, the backups and the alerts."""
        self._permit_every_store()
        now = self._clock().astimezone(KST)
        stores = [store for store in self.stores() if store.archived_at is None]
        began_at = min((store.created_at for store in stores), default=None)
        held = self.backups()
        return (
            *(one for store in stores for one in self._store_findings(store.store_id, store.name)),
            findings.backup(held[0] if held else None, began_at, now),
            findings.alerts(self._alerts.outbox.waiting_since(), now),
        )

    def _store_findings(self, store_id: int, name: str) -> tuple[Finding, ...]:
        try:
            return findings.of_store(self.check_store(store_id))
        except EngineError as error:
            wrong = Finding(
                check="store",
                state=FindingState.WRONG,
                text=error.text,
                params={part: str(value) for part, value in error.params.items()},
                store=name,
            )
            return (wrong,)
