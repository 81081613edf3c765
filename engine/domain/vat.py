"""VAT: what it leaves of a sale, by the tax of the goods, else by the tax mode of the store.

With R what the buyer pays and G what fees and costs leave of it, all with VAT inside:

- taxed goods of a general taxpayer: VAT is in both, so that ten elevenths of G are left;
- taxed goods of a simplified taxpayer: 1.5 % of R is paid, nothing of the costs comes back;
- zero-rated goods of a general taxpayer: R holds no VAT, that of fees and costs (R - G) comes
  back: G + (R - G) / 11 = (10 G + R) / 11;
- exempt goods: R holds no VAT and none of the costs comes back, so that G is left; so it is for
  zero-rated goods of a simplified taxpayer, to whom nothing is paid back.

The rules stand here and nowhere else. Source: docs/reference/fees.md section 9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.domain.fees import TaxMode, Won


class TaxType(StrEnum):
    """The tax of goods, in NAVER's words. Source: docs/reference/commerce-api.md section 5."""

    TAX = "TAX"  # 과세
    DUTYFREE = "DUTYFREE"  # 면세
    SMALL = "SMALL"  # 영세율: zero-rated

    @property
    def place(self) -> int:
        """What stands for it in a column, where 0 is not known."""
        return list(TaxType).index(self) + 1


def tax_type_at(place: int) -> TaxType | None:
    """The tax that a number stands for in a column, None where it is not known."""
    return list(TaxType)[place - 1] if place else None


class VatRule(NamedTuple):
    """Profit is (gross x G + revenue x R) / divisor; whole numbers, or int64 columns of them."""

    gross: Any
    revenue: Any
    divisor: Any


WITHOUT_VAT = VatRule(1, 0, 1)  # G
_GENERAL = VatRule(10, 0, 11)  # G x 10/11
_ZERO_RATED = VatRule(10, 1, 11)  # (10 G + R) / 11
_SIMPLIFIED = VatRule(200, -3, 200)  # G - 0.015 x R: retail 15 % x 10 %

_OF_MODE = {
    TaxMode.GENERAL: {TaxType.TAX: _GENERAL, TaxType.SMALL: _ZERO_RATED},
    TaxMode.SIMPLIFIED: {TaxType.TAX: _SIMPLIFIED},
    # whose goods are taxed is no exempt seller, whatever the store says
    TaxMode.EXEMPT: {TaxType.TAX: _GENERAL, TaxType.SMALL: _ZERO_RATED},
}
_PRESUMED = {
    TaxMode.GENERAL: TaxType.TAX,
    TaxMode.SIMPLIFIED: TaxType.TAX,
    TaxMode.EXEMPT: TaxType.DUTYFREE,
}


def vat_rule(tax_mode: TaxMode, tax_type: TaxType | None = None) -> VatRule:
    """The rule of a sale; where the tax of the goods is not known, by what the store mostly sells.

    Source: docs/reference/fees.md section 9.
    """
    goods = _PRESUMED[tax_mode] if tax_type is None else tax_type
    return _OF_MODE[tax_mode].get(goods, WITHOUT_VAT)


def profit_ratio(gross_won: Won, revenue_won: Won, rule: VatRule) -> tuple[Won, Any]:
    """Profit after VAT as an exact numerator and divisor, of one sale or of a column."""
    numerator: Won = gross_won * rule.gross
    if np.any(rule.revenue):
        numerator = numerator + revenue_won * rule.revenue
    return numerator, rule.divisor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaxColumn:
    """The tax of many goods of one store, the place of its type a row (0: not known); without
    `places` it is known of none.
    """

    mode: TaxMode
    places: NDArray[np.int8] | None = None

    def rule(self, rows: Any = None) -> VatRule:
        """The rule of these rows, or of all: whole numbers where one serves them all."""
        if self.places is None:
            return vat_rule(self.mode)
        places = self.places if rows is None else self.places[rows]
        lowest, highest = int(places.min(initial=3)), int(places.max(initial=0))
        if lowest >= highest:
            return vat_rule(self.mode, tax_type_at(highest))
        rules = [vat_rule(self.mode, tax_type_at(place)) for place in range(len(TaxType) + 1)]
        return VatRule(*(np.array(parts, np.int64)[places] for parts in zip(*rules, strict=True)))

    def take(self, rows: Any) -> TaxColumn:
        """These rows alone, in their order."""
        return self if self.places is None else replace(self, places=self.places[rows])

    def of(self, row: int) -> TaxType | None:
        """The tax of the goods of one row, None where it is not known."""
        return None if self.places is None else tax_type_at(int(self.places[row]))

    def rule_of(self, row: int) -> VatRule:
        """The rule of one row."""
        return vat_rule(self.mode, self.of(row))

    @property
    def all_taxed(self) -> bool:
        """Whether all goods are known to be taxed: nothing to be told."""
        return self.places is not None and bool((self.places == TaxType.TAX.place).all())

    @property
    def unknown(self) -> int:
        """How many rows rest on the mode of the store."""
        return 0 if self.places is None else int(np.count_nonzero(self.places == 0))
