"""The part of the doctor that needs the open workspace."""

from __future__ import annotations

from engine.clock import KST, Clock
from engine.domain import findings
from engine.domain.findings import Finding, FindingState
from engine.domain.people import Role
from engine.errors import EngineError
from engine.notify.desk import AlertDesk
from engine.operations.access import Access, needs
from engine.operations.backups import BackupOperations
from engine.operations.stores import StoreOperations


class HealthOperations:
    """What is asked about how things are."""

    def __init__(
        self,
        access: Access,
        stores: StoreOperations,
        backups: BackupOperations,
        alerts: AlertDesk,
        clock: Clock,
    ) -> None:
        self._access, self._stores, self._backups = access, stores, backups
        self._alerts, self._clock = alerts, clock

    @needs(Role.MANAGER)
    def examine(self) -> tuple[Finding, ...]:
        """Checks every store at NAVER, the backups and the alerts."""
        self._access.permit_every_store()
        now = self._clock().astimezone(KST)
        stores = [store for store in self._stores.all() if store.archived_at is None]
        began_at = min((store.created_at for store in stores), default=None)
        held = self._backups.held()
        return (
            *(one for store in stores for one in self._store_findings(store.store_id, store.name)),
            findings.backup(held[0] if held else None, began_at, now),
            findings.alerts(self._alerts.outbox.waiting_since(), now),
        )

    def _store_findings(self, store_id: int, name: str) -> tuple[Finding, ...]:
        try:
            return findings.of_store(self._stores.check(store_id))
        except EngineError as error:
            wrong = Finding(
                check="store",
                state=FindingState.WRONG,
                text=error.text,
                params={part: str(value) for part, value in error.params.items()},
                store=name,
            )
            return (wrong,)
