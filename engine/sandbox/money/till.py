"""A store's till: the settlement rows of any day as NAVER would tell them at this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec

from engine.sandbox.catalogue import Catalogue
from engine.sandbox.moments import day_number, day_text
from engine.sandbox.money.entries import ORIGINAL, Entry, entries_of
from engine.sandbox.money.mistakes import CHANGES, Mistake, Unclear, bears
from engine.sandbox.money.rates import TIERS
from engine.sandbox.money.sales import LONGEST_DAYS, orders_on

_SEARCHED_DAYS = 14  # how far a mistake of one row may slip to a day that has such a row


class Terms(msgspec.Struct):
    """What NAVER holds of a store and tells nobody: tier, store type, quick settlement."""

    tier: str
    brand: bool = False
    quick: bool = False


class Till:
    """Makes a store's rows on demand; `today` is the server's day number."""

    def __init__(
        self, catalogue: Catalogue, seed: int, store: int, a_day: int, today: Callable[[], int]
    ) -> None:
        self._catalogue, self._seed, self._store, self._a_day = catalogue, seed, store, a_day
        self._today = today
        self.days_ahead = 0  # money may be looked at on a later day than the server's clock shows
        tier = ("SMALL_1", "MICRO", "GENERAL")[store % 3]
        self.terms = Terms(tier, brand=store % 3 == 2, quick=store % 2 == 1)
        self.mistakes: list[Mistake] = []
        self._planted: dict[str, list[Mistake]] = {}
        self._days: dict[int, tuple[Entry, ...]] = {}

    def today(self) -> int:
        """The day number of which the rows are told."""
        return self._today() + self.days_ahead

    def set_terms(self, given: dict[str, Any]) -> Terms:
        """Changes what is given of the terms, for all days; planted mistakes are forgotten."""
        self.terms = msgspec.convert({**msgspec.to_builtins(self.terms), **given}, Terms)
        if self.terms.tier not in TIERS:
            raise Unclear(f"tier must be one of {', '.join(TIERS)}")
        self.forget_mistakes()
        return self.terms

    def plant(self, mistake: Mistake) -> None:
        """Plants a mistake; Unclear where no row can bear it."""
        if mistake.kind != "wrong_tier":
            first = day_number(mistake.on)
            for day in range(first, first + _SEARCHED_DAYS):
                for entry in self.expected(day, day, as_of=day + LONGEST_DAYS):
                    if bears(entry) and entry.number not in self._planted:
                        self._planted[entry.number] = [mistake]
                        break
                else:
                    continue
                break
            else:
                raise Unclear(f"no row near {mistake.on} can bear a mistake")
        self.mistakes.append(mistake)
        self._days.clear()

    def forget_mistakes(self) -> None:
        """Tells the truth again."""
        self.mistakes.clear()
        self._planted.clear()
        self._days.clear()

    def places(self) -> list[dict[str, Any]]:
        """Every row of the last 60 days and the coming ones that a mistake changed: how, and by how
        many won its fees differ from what is right.
        """
        today = self.today()
        return [
            place
            for paid in range(today - 60 - LONGEST_DAYS, today + 1)
            for place in self._places_paid(paid, today)
            if place["expected"] >= day_text(today - 60)
        ]

    def _places_paid(self, paid: int, now: int) -> Iterator[dict[str, Any]]:
        right = {(e.number, e.type, e.since): e for e in self._true_entries(paid, self.terms.tier)}
        tier = self._tier(paid)
        for wrong in self._true_entries(paid, tier):
            if not _stands(wrong, now):
                continue
            entry = right[wrong.number, wrong.type, wrong.since]
            if wrong.expect_won != entry.expect_won:
                yield self._place("wrong_tier", entry, entry.expect_won - wrong.expect_won)
            for mistake in self._planted.get(entry.number, ()):
                if bears(entry):
                    changed = CHANGES[mistake.kind](wrong)
                    off = wrong.expect_won - changed[0].expect_won
                    yield self._place(mistake.kind, changed[-1], off)

    def _place(self, kind: str, entry: Entry, off_won: int) -> dict[str, Any]:
        return {
            "kind": kind,
            "store": self._store,
            "expected": day_text(entry.expected),
            "order": entry.order,
            "number": entry.number,
            "settle_type": entry.type,
            "off_won": off_won,
        }

    def expected(self, first: int, last: int, *, as_of: int | None = None) -> list[Entry]:
        """The rows whose money is expected on a day from `first` to `last`, as told now or on
        another day.
        """
        return [e for e in self._told(first, last, as_of) if first <= e.expected <= last]

    def based(self, first: int, last: int) -> list[Entry]:
        """The rows with a settlement basis day from `first` to `last`."""
        return [e for e in self._told(first, last, None) if first <= e.basis <= last]

    def paid_on(self, day: int) -> list[Entry]:
        """The rows of what buyers paid on a day, those without dates yet among them."""
        now = self.today()
        told = {(e.number, e.type): e for e in self.entries(day) if _stands(e, now)}
        numbers = {number for number, _type in told}
        for entry in self.entries(day):
            if entry.number not in numbers and entry.since == 0 and day <= now:
                told.setdefault(
                    (entry.number, ORIGINAL), msgspec.structs.replace(entry, type=ORIGINAL)
                )
        return list(told.values())

    def of_order(self, number: str) -> list[Entry]:
        """The rows of an order or of a product order, by its number, which begins with its day."""
        try:
            day = day_number(date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:8]}"))
        except ValueError:
            return []
        return [e for e in self.paid_on(day) if number in (e.order, e.number)]

    def _told(self, first: int, last: int, as_of: int | None) -> list[Entry]:
        now = self.today() if as_of is None else as_of
        return [
            entry
            for paid in range(first - LONGEST_DAYS, min(last, now) + 1)
            for entry in self.entries(paid)
            if _stands(entry, now)
        ]

    def entries(self, paid: int) -> tuple[Entry, ...]:
        """Every row that orders paid on a day make at any time, mistakes included."""
        if paid not in self._days:
            made: list[Entry] = []
            for entry in self._true_entries(paid, self._tier(paid)):
                mistakes = self._planted.get(entry.number, []) if bears(entry) else []
                made += CHANGES[mistakes[0].kind](entry) if mistakes else (entry,)
            self._days[paid] = tuple(made)
        return self._days[paid]

    def _true_entries(self, paid: int, tier: str) -> list[Entry]:
        terms = self.terms
        return [
            entry
            for order in orders_on(self._catalogue, self._seed, self._store, paid, self._a_day)
            for entry in entries_of(order, tier, brand=terms.brand, quick=terms.quick)
        ]

    def _tier(self, paid: int) -> str:
        """The tier NAVER takes for a day of payment: the last wrong one, else the right one."""
        wrong = [m for m in self.mistakes if m.kind == "wrong_tier" and day_number(m.on) <= paid]
        return str(max(wrong, key=lambda m: m.on).tier) if wrong else self.terms.tier


def _stands(entry: Entry, now: int) -> bool:
    return entry.known <= now and entry.since <= now < entry.until
