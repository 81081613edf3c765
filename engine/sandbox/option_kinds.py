"""Which kind of options a listing has, and its supplements (추가상품).

Source: docs/reference/commerce-api.md section 5, optionInfo and supplementProductInfo.
"""

from __future__ import annotations

from typing import Any

from engine.sandbox.catalogue import Catalogue, Listing, mix
from engine.sandbox.options import Option, group_names, options_of

Record = dict[str, Any]


def option_info(catalogue: Catalogue, listing: Listing) -> Record | None:
    """The optionInfo of a listing: combinations (조합형), or standard options (표준형) where none
    costs more; some listings without such options let a buyer pick (단독형) or type something
    (직접입력형). None for no options.
    """
    options = options_of(catalogue, listing)
    kind = mix(listing.bits) >> 16 & 7
    if not options:
        return {1: _picked(listing), 2: _typed(listing)}.get(kind)
    if kind < 4 and not any(option.extra_won for option in options):
        return _standard(catalogue, listing, options)
    return _combined(catalogue, listing, options)


def supplement_info(catalogue: Catalogue, listing: Listing) -> Record | None:
    """What is sold beside one listing in eight: wrapping without a code, and the goods before it in
    the catalogue, with their code.
    """
    roll = mix(listing.bits)
    if roll & 7 != 3 or listing.index == 0:
        return None
    other = catalogue.listing(listing.index - 1)
    rows: list[Record] = [
        {"id": 1, "groupName": "포장", "name": "선물포장", "price": 2_000, "usable": True},
        {
            **{"id": 2, "groupName": "함께 사기", "name": other.name},
            **{"price": other.discounted_won, "usable": roll >> 3 & 3 != 0},
            "sellerManagementCode": catalogue.base_code(other.index),
        },
    ]
    stocked = [{**row, "stockQuantity": 100 + (roll >> 5 & 63)} for row in rows]
    return {"sortType": "CREATE", "supplementProducts": stocked}


def _combined(catalogue: Catalogue, listing: Listing, options: tuple[Option, ...]) -> Record:
    return {
        "optionCombinationSortType": "CREATE",
        "optionCombinationGroupNames": {
            f"optionGroupName{k}": name
            for k, name in enumerate(group_names(catalogue, listing), start=1)
        },
        "optionCombinations": [{**_row(option), "price": option.extra_won} for option in options],
        "useStockManagement": True,
    }


def _standard(catalogue: Catalogue, listing: Listing, options: tuple[Option, ...]) -> Record:
    return {
        "standardOptionGroups": [{"groupName": name} for name in group_names(catalogue, listing)],
        "optionStandards": [_row(option) for option in options],
        "useStockManagement": True,
    }


def _row(option: Option) -> Record:
    row: Record = {"id": option.id, "optionName1": option.name1}
    if option.name2 is not None:
        row["optionName2"] = option.name2
    row |= {"stockQuantity": option.stock, "usable": option.usable}
    if option.code is not None:
        row["sellerManagerCode"] = option.code
    return row


def _picked(listing: Listing) -> Record:
    names = ("문 앞", "경비실", "택배함")
    rows = [
        {"id": _number(listing, k), "groupName": "받는 곳", "name": name, "usable": True}
        for k, name in enumerate(names)
    ]
    return {"simpleOptionSortType": "CREATE", "optionSimple": rows}


def _typed(listing: Listing) -> Record:
    return {"optionCustom": [{"id": _number(listing, 0), "groupName": "각인 문구", "usable": True}]}


def _number(listing: Listing, k: int) -> int:
    return 30_000_000_000 + listing.origin_no % 1_000_000_000 * 10 + k
