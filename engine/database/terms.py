"""Quick settlement and the starter waiver of the stores, dated."""

from __future__ import annotations

from datetime import date

from engine.database.database import Database
from engine.domain.terms import QuickSettlement, Waiver


class StoreTerms:
    """Loads and saves what a store and NAVER agreed on; fee tiers are with the stores."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def quick_settlement(self, store_id: int) -> tuple[QuickSettlement, ...]:
        """Since when it is used or not, newest first."""
        rows = self._db.rows("terms.quick_settlement", store_id=store_id)
        return tuple(QuickSettlement(starts_on=row["starts_on"], used=row["used"]) for row in rows)

    def save_quick_settlement(self, store_id: int, starts_on: date, *, used: bool) -> None:
        """Keeps that it is used, or not, from a day on."""
        params = {"store_id": store_id, "starts_on": starts_on, "used": used}
        with self._db.write() as transaction:
            transaction.run("terms.save_quick_settlement", **params)

    def waiver(self, store_id: int) -> Waiver | None:
        """The starter waiver, None without one."""
        return self._db.cache.get((), "terms.waivers", self._waivers).get(store_id)

    def _waivers(self) -> dict[int, Waiver]:
        rows = self._db.rows("terms.waivers")
        return {row.pop("store_id"): Waiver(**row) for row in rows}

    def save_waiver(self, store_id: int, waiver: Waiver | None) -> None:
        """Keeps the waiver; None forgets it."""
        with self._db.write() as transaction:
            if waiver is None:
                transaction.run("terms.remove_waiver", store_id=store_id)
                return
            params = {
                "store_id": store_id,
                "starts_on": waiver.starts_on,
                "ends_on": waiver.ends_on,
                "monthly_cap_won": waiver.monthly_cap_won,
                "pays_back": waiver.pays_back,
            }
            transaction.run("terms.save_waiver", **params)
