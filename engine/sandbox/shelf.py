"""A store's listings as they stand: the catalogue with what was changed, added and removed."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import msgspec

from engine.sandbox.catalogue import Catalogue, Listing, discounted
from engine.sandbox.moments import DAY

ASCENDING = {"NAME", "SELLER_CODE", "LOW_PRICE", "LOW_DISCOUNT_PRICE"}
_LONG_PAST, _FAR_FUTURE = -1, 1 << 40
_KEYS: dict[str, Callable[[Listing], Any]] = {
    "NAME": lambda listing: listing.name,
    "SELLER_CODE": lambda listing: listing.code or "",
    "LOW_PRICE": lambda listing: listing.price_won,
    "HIGH_PRICE": lambda listing: listing.price_won,
    "MOD_DATE": lambda listing: listing.modified_at,
    "SALE_START": lambda listing: _LONG_PAST if listing.start_on is None else listing.start_on,
    "SALE_END": lambda listing: _FAR_FUTURE if listing.end_on is None else listing.end_on,
    "POPULARITY": lambda listing: listing.bits & 0xFFFF,
    "ACCUMULATE_SALE": lambda listing: listing.bits >> 8 & 0xFFFF,
    "LOW_DISCOUNT_PRICE": lambda listing: listing.discounted_won,
    "TOTAL_REVIEW_COUNT": lambda listing: listing.bits >> 4 & 0xFFF,
    "AVERAGE_REVIEW_SCORE": lambda listing: listing.bits >> 16 & 0x1F,
}
_PERIODS: dict[str, Callable[[Listing], int | None]] = {
    "PROD_REG_DAY": lambda listing: listing.registered_at // DAY,
    "PROD_MOD_DAY": lambda listing: listing.modified_at // DAY,
    "SALE_START_DAY": lambda listing: listing.start_on,
    "SALE_END_DAY": lambda listing: listing.end_on,
}


class Query(msgspec.Struct, frozen=True):
    """A search: numbers or code, statuses, days (KST day numbers, both inclusive), order."""

    channel_nos: tuple[int, ...] | None = None
    origin_nos: tuple[int, ...] | None = None
    group_nos: tuple[int, ...] | None = None
    code: str | None = None
    statuses: frozenset[str] = frozenset()
    period: str | None = None
    from_day: int | None = None
    to_day: int | None = None
    order: str = "REG_DATE"


class Shelf:
    """Listings by index and number, with searches that are index arithmetic where they can be."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.count = catalogue.products
        self._changed: dict[int, Listing] = {}
        self._removed: set[int] = set()
        self._windows_removed: set[int] = set()
        self._searches: dict[Query, Sequence[int]] = {}
        self._codes: list[str] | None = None

    def __len__(self) -> int:
        return self.count - len(self._removed)

    def listing(self, index: int) -> Listing:
        """The listing at `index` as it stands."""
        return self._changed.get(index) or self.catalogue.listing(index)

    def shows_window(self, index: int) -> bool:
        """Whether the WINDOW listing, if there is one, is still there."""
        return index not in self._windows_removed

    def by_origin(self, number: int) -> int | None:
        """Index of an origin product number, None where there is no such product."""
        index, odd = divmod(number - self.catalogue.origin_base, 3)
        return index if odd == 0 and self._is_there(index) else None

    def by_channel(self, number: int) -> int | None:
        """Index of a channel product number of either channel."""
        index, window = divmod(number - self.catalogue.channel_base, 3)
        if window == 2 or not self._is_there(index):
            return None
        if window and (self.listing(index).window_no is None or index in self._windows_removed):
            return None
        return index

    def by_group(self, number: int) -> Iterable[int]:
        """Indices of the products of a group."""
        first = 4 * (number - self.catalogue.group_base)
        near = (index for index in range(first, first + 4) if self._is_there(index))
        return [index for index in near if self.listing(index).group_no == number]

    def search(self, query: Query) -> Sequence[int]:
        """Indices found, in the order asked for; kept until something changes."""
        if query in (Query(), Query(order="NO")) and not self._removed:
            return range(self.count - 1, -1, -1)
        if query not in self._searches:
            if len(self._searches) >= 8:
                self._searches.clear()
            self._searches[query] = self._find(query)
        return self._searches[query]

    def remove(self, numbers: Iterable[int]) -> int:
        """Removes listings by channel product number; a STOREFARM one takes its product along."""
        removed = 0
        for number in numbers:
            index = self.by_channel(number)
            if index is None:
                continue
            window = number != self.catalogue.channel_base + 3 * index
            (self._windows_removed if window else self._removed).add(index)
            removed += 1
        self._forget()
        return removed

    def add(self, count: int, now: int) -> list[int]:
        """Registers new products, modified `now`; answers their channel product numbers."""
        added = range(self.count, self.count + count)
        self.count += count
        for index in added:
            made = self.catalogue.listing(index)
            self._changed[index] = msgspec.structs.replace(made, modified_at=now)
        self._forget()
        return [self.catalogue.listing(index).channel_no for index in added]

    def change(self, number: int, changes: dict[str, Any], now: int) -> bool:
        """Changes fields (names of Listing) and the modified time; False if unknown."""
        index = self.by_channel(number)
        if index is None:
            return False
        values = {"modified_at": now, **changes, "changed": True}
        listing = msgspec.structs.replace(self.listing(index), **values)
        if "discounted_won" not in changes:
            listing.discounted_won = discounted(listing.price_won, listing.discount)
        if "status" not in changes and listing.stock == 0 and listing.status == "SALE":
            listing.status = "OUTOFSTOCK"
        self._changed[index] = listing
        self._forget()
        return True

    def _is_there(self, index: int) -> bool:
        return 0 <= index < self.count and index not in self._removed

    def _forget(self) -> None:
        self._searches.clear()
        self._codes = None

    def _find(self, query: Query) -> Sequence[int]:
        indices: Iterable[int] = self._candidates(query)
        if query.statuses:
            indices = (i for i in indices if self._status(i) in query.statuses)
        if query.period is not None:
            indices = (i for i in indices if self._in_period(i, query))
        found = array("q", indices)
        key = _KEYS.get(query.order)
        if key is None:
            return found
        down = query.order not in ASCENDING
        return array("q", sorted(found, key=lambda i: key(self.listing(i)), reverse=down))

    def _candidates(self, query: Query) -> Iterable[int]:
        """Indices by keyword, newest first."""
        found: set[int] | None = None
        if query.channel_nos is not None:
            found = {i for n in query.channel_nos if (i := self.by_channel(n)) is not None}
        elif query.origin_nos is not None:
            found = {i for n in query.origin_nos if (i := self.by_origin(n)) is not None}
        elif query.group_nos is not None:
            found = {i for n in query.group_nos for i in self.by_group(n)}
        elif query.code is not None:
            found = {i for i, code in enumerate(self._all_codes()) if query.code in code}
        if found is not None:
            return sorted((i for i in found if self._is_there(i)), reverse=True)
        newest_first: Iterable[int] = range(self.count - 1, -1, -1)
        if query.period == "PROD_REG_DAY":
            newest_first = self._registered_between(query.from_day, query.to_day)
        elif query.period == "PROD_MOD_DAY" and query.from_day is not None:
            newest_first = self._perhaps_modified_since(query.from_day * DAY)
        return (i for i in newest_first if i not in self._removed)

    def _registered_between(self, first: int | None, last: int | None) -> Iterable[int]:
        all_of_them, moment = range(self.count), self.catalogue.registered_at
        low = 0 if first is None else bisect_left(all_of_them, first * DAY, key=moment)
        high = self.count
        if last is not None:
            high = bisect_left(all_of_them, (last + 1) * DAY, key=moment)
        return range(high - 1, low - 1, -1)

    def _perhaps_modified_since(self, moment: int) -> Iterable[int]:
        """All that were modified at `moment` or later, and some more."""
        registered = self.catalogue.registered_if_modified(moment)
        low = bisect_left(range(self.count), registered, key=self.catalogue.registered_at)
        older = sorted((index for index in self._changed if index < low), reverse=True)
        return chain(range(self.count - 1, low - 1, -1), older)

    def _in_period(self, index: int, query: Query) -> bool:
        if query.period == "PROD_MOD_DAY" and index not in self._changed:
            day: int | None = self.catalogue.modified_at(index) // DAY
        else:
            day = _PERIODS[query.period or "PROD_REG_DAY"](self.listing(index))
        if day is None:
            return False
        if query.from_day is not None and day < query.from_day:
            return False
        return query.to_day is None or day <= query.to_day

    def _status(self, index: int) -> str:
        changed = self._changed.get(index)
        return self.catalogue.status(index) if changed is None else changed.status

    def _all_codes(self) -> list[str]:
        if self._codes is None:
            self._codes = [self.listing(i).code or "" for i in range(self.count)]
        return self._codes
