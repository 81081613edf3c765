"""What was fetched of a store before any import, sealed, in the database."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from engine.clock import to_kst, to_utc
from engine.database.database import Database
from engine.domain.delivery import Prerequisite, PrerequisiteKind
from engine.vault import Vault


class Prerequisites:
    """Loads and saves prerequisites."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._db, self._vault = database, vault

    def of_store(self, store_id: int) -> tuple[Prerequisite, ...]:
        """All three kinds in order; those never fetched have no moment."""
        held = {row["kind"]: row for row in self._sealed(store_id)}
        return tuple(self._opened(store_id, kind, held.get(kind)) for kind in PrerequisiteKind)

    def _opened(
        self, store_id: int, kind: PrerequisiteKind, row: dict[str, Any] | None
    ) -> Prerequisite:
        if row is None:
            return Prerequisite(kind=kind)
        place = f"prerequisite/{store_id}/{kind}"
        rows = msgspec.json.decode(self._vault.open(row["rows_sealed"], place))
        changes = msgspec.json.decode(self._vault.open(row["changes_sealed"], place))
        return Prerequisite(
            kind=kind,
            fetched_at=to_kst(row["fetched_at"]),
            rows=tuple(rows),
            changes=tuple(changes),
            changed_at=to_kst(row["changed_at"]),
        )

    def fetched(self, store_id: int) -> dict[PrerequisiteKind, datetime | None]:
        """When each kind was fetched; kinds never fetched are absent."""
        return {
            PrerequisiteKind(row["kind"]): to_kst(row["fetched_at"])
            for row in self._sealed(store_id)
        }

    def _sealed(self, store_id: int) -> list[dict[str, Any]]:
        """The rows of a store as they are stored: what is held in between stays sealed."""
        read = partial(self._db.rows, "prerequisites.of_store", store_id=store_id)
        return self._db.cache.get((), ("prerequisites.of_store", store_id), read)

    def save(self, store_id: int, fetched: Prerequisite) -> None:
        """Seals and saves what was fetched of one kind."""
        place = f"prerequisite/{store_id}/{fetched.kind}"
        params = {
            "store_id": store_id,
            "kind": fetched.kind,
            "fetched_at": to_utc(fetched.fetched_at),
            "row_count": len(fetched.rows),
            "rows_sealed": self._vault.seal(msgspec.json.encode(fetched.rows).decode(), place),
            "changes_sealed": self._vault.seal(
                msgspec.json.encode(fetched.changes).decode(), place
            ),
            "changed_at": to_utc(fetched.changed_at),
        }
        with self._db.write() as transaction:
            transaction.run("prerequisites.save", **params)
