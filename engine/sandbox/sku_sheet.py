"""The seller's own SKU list that fits an invented catalogue, for the demo and for tests.

It is what a seller would have typed: most codes as on the listings, some spelled differently, some
on two rows, some products missing, some costs unknown, a few products sold at a loss.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypedDict

from engine.sandbox.catalogue import Catalogue, Listing, mix, respelled
from engine.sandbox.options import options_of


class SkuRow(TypedDict):
    """One row of the sheet; `cost_won` is None where the seller does not know it."""

    own_code: str
    unique_code: str
    name: str
    option: str
    cost_won: int | None
    stock: int
    packaging_won: int
    shipping_won: int


def sku_rows(seed: int, store_index: int, products: int) -> Iterator[SkuRow]:
    """Rows for one store's catalogue; own codes are unique over all stores, unique codes are not.

    Of the products 7 % have no row, 2 % have their code on two rows (ambiguous), 10 % carry the
    listing's code as own code, 8 % spell it differently. Of the costs 5 % exceed the price and
    4 % are unknown; the others are 45 to 75 % of the price.
    """
    # Neither names, codes, prices nor options depend on the day.
    catalogue = Catalogue(seed, store_index, products, date(2026, 1, 1))
    for index in range(products):
        kind = mix(seed * 1_000_003 + store_index * 7919 + (index << 20)) & 0xFFFFFFFF
        if kind & 127 >= 9:
            yield from _rows_of(catalogue, catalogue.listing(index), store_index, kind)


def _rows_of(
    catalogue: Catalogue, listing: Listing, store_index: int, kind: int
) -> Iterator[SkuRow]:
    own = f"SKU-{store_index + 1}{listing.index:06d}"
    for option in options_of(catalogue, listing):
        label = option.name1 if option.name2 is None else f"{option.name1} / {option.name2}"
        letter = chr(ord("A") + option.id % 10)
        code = option.code or _barcode(listing, option.id % 10 + 1)
        price = listing.discounted_won + option.extra_won
        yield _row(f"{own}-{letter}", code, listing.name, label, price, option.stock, kind)
    if listing.has_options and (listing.code is None or kind >> 20 & 1):
        return
    base = catalogue.base_code(listing.index)
    share = kind & 127
    code = base
    if share < 22 and share >= 12:
        own, code = base, _barcode(listing, 0)
    elif share < 35 and share >= 25:
        code = respelled(base, share)
    row = _row(own, code, listing.name, "", listing.discounted_won, listing.stock, kind)
    yield row
    if share < 12:
        yield {**row, "own_code": f"{own}-2", "name": f"{listing.name} (구)"}


def _row(
    own: str, code: str, name: str, option: str, price_won: int, stock: int, kind: int
) -> SkuRow:
    return {
        "own_code": own,
        "unique_code": code.strip(),
        "name": name,
        "option": option,
        "cost_won": _cost(price_won, kind),
        "stock": stock + (kind >> 16 & 15),
        "packaging_won": (0, 200, 300, 500)[kind >> 21 & 3],
        "shipping_won": (0, 2200, 2500, 2900)[kind >> 23 & 3],
    }


def _cost(price_won: int, kind: int) -> int | None:
    roll = kind >> 7 & 127
    if roll < 5:
        return None
    percent = 100 + roll if roll < 12 else 45 + (kind >> 14) % 31
    return max(10, price_won * percent // 1000 * 10)


def _barcode(listing: Listing, option: int) -> str:
    return f"880{listing.origin_no % 100_000_000:08d}{option:02d}"
