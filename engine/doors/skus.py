"""The seller's own catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from engine.domain.people import Role
from engine.domain.skus import Sku, SkuPlan, SkuSuggestion
from engine.doors.door import Door, needs
from engine.jobs.skus import plan_upload, save_plan
from engine.sheets import SKU_COLUMNS, make_sheet


class SkuDoor(Door):
    """What is asked of SKUs."""

    @needs(Role.OPERATOR)
    def plan_skus(self, filename: str, content: bytes) -> SkuPlan:
        """What saving a sheet would do; nothing is saved. Raises BadFile for one that cannot be
        used.
        """
        return plan_upload(self._rooms.skus, filename, content)

    @needs(Role.OPERATOR)
    def save_skus(self, plan: SkuPlan) -> None:
        """Saves the new and changed rows of a plan."""
        save_plan(self._rooms.skus, plan)
        self._note("sku.save", after={"rows": str(plan.rows)})

    @needs(Role.ANALYST)
    def skus(self, query: str = "", *, limit: int = 100, offset: int = 0) -> tuple[Sku, ...]:
        """SKUs whose code or name holds the words, by own code; codes that begin so first."""
        return self._rooms.skus.find(query, limit, offset)

    @needs(Role.ANALYST)
    def sku_count(self, query: str = "") -> int:
        """How many SKUs there are, or hold the words."""
        return self._rooms.skus.count(query)

    @needs(Role.ANALYST)
    def sku(self, sku_id: int) -> Sku:
        """One SKU. Raises BadRequest where there is none."""
        return self._rooms.skus.get(sku_id)

    @needs(Role.ANALYST)
    def suggest_skus(self, name: str, *, limit: int = 5) -> tuple[SkuSuggestion, ...]:
        """The SKUs whose names are most like `name`, best first."""
        return self._suggester.suggest(name, limit)

    @needs(Role.ANALYST)
    def sku_template(self, kind: str, headings: Mapping[str, str] | None = None) -> bytes:
        """An empty SKU sheet ("csv" or "xlsx") with the given headings by column."""
        return make_sheet(
            kind, [(headings or {}).get(column, column) for column in SKU_COLUMNS], []
        )
