"""Options of a listing: names, own stock (the listing's in sum), extra price, seller codes."""

from __future__ import annotations

import msgspec

from engine.sandbox.catalogue import Catalogue, Listing, mix
from engine.sandbox.words import AXES

_EXTRAS = (0, 0, 0, 500, 1000, 2000, 3000, 0)


class Option(msgspec.Struct, frozen=True):
    """One combination; `code` is None where the seller gave none, `extra_won` adds to the price."""

    id: int
    name1: str
    name2: str | None
    stock: int
    extra_won: int
    code: str | None
    usable: bool


def group_names(catalogue: Catalogue, listing: Listing) -> tuple[str, ...]:
    """Names of the option groups, one or two."""
    axis = catalogue.theme.goods[listing.goods].axis
    if listing.bits & 3 == 0 and axis != "구성":
        return (axis, "구성")
    return (axis,)


def options_of(catalogue: Catalogue, listing: Listing) -> tuple[Option, ...]:
    """Every option of a listing, in the seller's order; empty for a listing without options."""
    if not listing.has_options:
        return ()
    groups = group_names(catalogue, listing)
    first = AXES[groups[0]][: 2 + (listing.bits >> 2) % 3]
    second: tuple[str | None, ...] = AXES["구성"][:2] if len(groups) == 2 else (None,)
    names = [(one, two) for one in first for two in second]
    stocks = _shares(listing.stock, len(names), listing.bits)
    return tuple(
        Option(
            id=30_000_000_000 + listing.origin_no % 1_000_000_000 * 10 + k,
            name1=one,
            name2=two,
            stock=stocks[k],
            extra_won=0 if k == 0 else _EXTRAS[(listing.bits >> (4 + k)) & 7],
            code=_option_code(catalogue, listing, k),
            usable=(listing.bits >> (20 + k)) & 15 != 9,
        )
        for k, (one, two) in enumerate(names)
    )


def _option_code(catalogue: Catalogue, listing: Listing, k: int) -> str | None:
    if (listing.bits >> (12 + k)) & 15 == 5:
        return None
    return f"{catalogue.base_code(listing.index)}-{'ABCDEFGH'[k]}"


def _shares(total: int, parts: int, bits: int) -> list[int]:
    weights = [1 + (mix(bits + k) & 7) for k in range(parts)]
    shares = [total * weight // sum(weights) for weight in weights]
    shares[0] += total - sum(shares)
    return shares
