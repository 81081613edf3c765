"""The business number of a store (사업자등록번호): NAVER sets a fee tier by the sales of all stores
of one number (docs/reference/fees.md section 4). No call of NAVER's tells it, so it is typed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from engine.domain.stores import Store
from engine.errors import BadRequest

_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


class BusinessGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The stores of one business number by name, archived ones too; one without a number stands
    alone.
    """

    business_no: str | None
    stores: tuple[str, ...]


def business_groups(stores: Iterable[Store]) -> tuple[BusinessGroup, ...]:
    """Stores by business number, the number of most stores in use first; then each store in use
    without one. An archived store counts with its number: what it sold was sold by the business.
    """
    named: defaultdict[str, list[Store]] = defaultdict(list)
    alone: list[BusinessGroup] = []
    for store in sorted(stores, key=lambda store: store.name):
        if store.basics.business_no is not None:
            named[store.basics.business_no].append(store)
        elif store.archived_at is None:
            alone.append(BusinessGroup(business_no=None, stores=(store.name,)))
    numbers = sorted(named, key=lambda number: (-_in_use(named[number]), number))
    groups = [
        BusinessGroup(business_no=number, stores=tuple(store.name for store in named[number]))
        for number in numbers
    ]
    return (*groups, *alone)


def _in_use(stores: Iterable[Store]) -> int:
    return sum(store.archived_at is None for store in stores)


def tidy_business_no(text: str) -> str | None:
    """The ten digits of a business number, None for none. Raises BadRequest for another number of
    digits, or a check digit that does not fit.

    The check digit is that of the National Tax Service: nine digits weighted 1 3 7 1 3 7 1 3 5, the
    tens of the last product added, up to the next ten.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise BadRequest("A business number has ten digits, such as 000-00-00000. Check it.")
    figures = [int(digit) for digit in digits]
    weighed = sum(figure * weight for figure, weight in zip(figures, _WEIGHTS, strict=False))
    if (weighed + figures[8] * 5 // 10 + figures[9]) % 10:
        raise BadRequest("The last digit of the business number does not fit. Check the digits.")
    return digits


def business_no_text(business_no: str) -> str:
    """A business number as people write it."""
    return f"{business_no[:3]}-{business_no[3:5]}-{business_no[5:]}"
