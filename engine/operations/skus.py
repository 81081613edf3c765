"""The seller's own catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.database.skus import Skus
from engine.domain.costs import CostSaid
from engine.domain.number_formats import without_zeros
from engine.domain.people import Role
from engine.domain.sku_cells import clean, day_told
from engine.domain.sku_losses import Loss
from engine.domain.skus import RowState, Sku, SkuPlan, SkuSuggestion, plan_skus
from engine.domain.vat import TaxType
from engine.errors import BadRequest
from engine.operations.access import Access, needs
from engine.operations.sku_suggestions import Suggester
from engine.sheets import SKU_COLUMNS, make_sheet, read_sheet

EVERYTHING = 10_000_000


class SkuOperations:
    """What is asked of SKUs."""

    def __init__(self, access: Access, skus: Skus, suggester: Suggester) -> None:
        self._access, self._skus, self._suggester = access, skus, suggester

    @needs(Role.OPERATOR)
    def plan(self, filename: str, content: bytes) -> SkuPlan:
        """What saving a sheet would do; nothing is saved. Raises BadFile for one that cannot be
        used.
        """
        return _planned(self._skus, filename, content)

    @needs(Role.OPERATOR)
    def save(self, plan: SkuPlan, *, losses_allowed: bool = False) -> None:
        """Saves the new and changed rows of a plan. Raises BadRequest where more than a tenth of
        the known costs in a column would become unknown, unless that is allowed.
        """
        if plan.to_allow and not losses_allowed:
            raise _loss_refused(plan.to_allow[0])
        _save(self._skus, plan)
        self._access.note("sku.save", after={"rows": str(plan.rows)})

    @needs(Role.ANALYST)
    def find(self, query: str = "", *, limit: int = 100, offset: int = 0) -> tuple[Sku, ...]:
        """SKUs whose code or name holds the words, by own code; codes that begin so first."""
        return self._skus.find(query, limit, offset)

    @needs(Role.ANALYST)
    def count(self, query: str = "") -> int:
        """How many SKUs there are, or hold the words."""
        return self._skus.count(query)

    @needs(Role.ANALYST)
    def named(self, own_codes: Collection[str]) -> dict[str, Sku]:
        """The SKUs among these own codes, by code: for names beside codes."""
        return self._skus.held(own_codes)

    @needs(Role.ANALYST)
    def get(self, sku_id: int) -> Sku:
        """One SKU. Raises BadRequest where there is none."""
        return self._skus.get(sku_id)

    @needs(Role.ANALYST)
    def suggest(
        self, name: str, *, code: str | None = None, limit: int = 5
    ) -> tuple[SkuSuggestion, ...]:
        """The SKUs that have the code but for separators, then those whose names are most like
        `name`, best first.
        """
        return self._suggester.suggest(name, code, limit)

    @needs(Role.ANALYST)
    def sheet(
        self,
        kind: str,
        headings: Mapping[str, str] | None = None,
        taxes: Mapping[TaxType, str] | None = None,
    ) -> bytes:
        """Every SKU as a sheet ("csv" or "xlsx") with the given headings by column and words by
        tax, which changes nothing when it is imported again.
        """
        named = [(headings or {}).get(column, column) for column in SKU_COLUMNS]
        rows = (_cells(sku, taxes or {}) for sku in self._skus.find("", EVERYTHING, 0))
        return make_sheet(kind, named, rows)

    @needs(Role.ANALYST)
    def template(self, kind: str, headings: Mapping[str, str] | None = None) -> bytes:
        """An empty SKU sheet ("csv" or "xlsx") with the given headings by column."""
        return make_sheet(
            kind, [(headings or {}).get(column, column) for column in SKU_COLUMNS], []
        )


def _loss_refused(loss: Loss) -> BadRequest:
    return BadRequest(
        "Saving would make {lost} of {known} known values in {column} unknown. Fill the column or"
        " take it out of the sheet; if it is meant, allow the losses (on the command line:"
        " --allow-losses).",
        lost=str(loss.lost),
        known=str(loss.known),
        column=loss.column,
    )


def _planned(skus: Skus, filename: str, content: bytes) -> SkuPlan:
    """What saving an uploaded sheet would do; nothing is saved. Raises BadFile for a file that
    cannot be used.
    """
    sheet = read_sheet(filename, content)
    rows = list(sheet)
    codes = {clean(row.cells["own_code"]) for row in rows}
    days = {day for row in rows if (day := day_told(row.cells)) is not None}
    return plan_skus(
        rows,
        skus.held(codes),
        {day: skus.held(codes, day) for day in days},
        zeroed={
            text: code
            for code in skus.codes_with_zeros()
            if code not in codes and (text := without_zeros(code))
        },
        known=skus.known_costs(),
        passed_over=sheet.passed_over,
    )


def _save(skus: Skus, plan: SkuPlan) -> None:
    """Saves the new and changed rows of a plan in one transaction."""
    rows = [row for row in plan.planned if row.state is not RowState.UNCHANGED]
    skus.save([row.sku for row in rows], [row.costs_from for row in rows])


def _cells(sku: Sku, taxes: Mapping[TaxType, str]) -> list[object]:
    """A SKU as a row of a sheet, without a day: its costs are those of today."""
    tax = sku.tax_type
    values = {
        "ads": _said(sku.ads),
        "returns": _said(sku.returns),
        "tax_type": None if tax is None else taxes.get(tax, str(tax)),
        "costs_from": None,
    }
    return [values[column] if column in values else getattr(sku, column) for column in SKU_COLUMNS]


def _said(cost: CostSaid | None) -> int | str | None:
    return None if cost is None else cost.won if cost.mp is None else str(cost)
