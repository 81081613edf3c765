"""A store's till: the settlement rows of any day as NAVER would tell them at this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec

from engine.sandbox.catalogue import Catalogue
from engine.sandbox.moments import day_number, day_text
from engine.sandbox.money.days import LONGEST_HOLD, Extra, extra_on, hold_on
from engine.sandbox.money.entries import (
    BEFORE_CANCEL,
    DEDUCTION,
    ORIGINAL,
    RESTORE,
    Entry,
    entries_of,
)
from engine.sandbox.money.mistakes import (
    CHANGES,
    DAY_SPLIT_WON,
    DAY_SUM_WON,
    OF_DAYS,
    Mistake,
    Unclear,
    bears,
)
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
        self._planted: dict[tuple[str, str], Mistake] = {}  # by number and type of a row
        self._planted_days: dict[int, Mistake] = {}
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
        """Plants a mistake; Unclear where no row or day can bear it."""
        if mistake.kind != "wrong_tier" and not self._planted_near(mistake):
            raise Unclear(f"no row near {mistake.on} can bear a mistake")
        self.mistakes.append(mistake)
        self._days.clear()

    def _planted_near(self, mistake: Mistake) -> bool:
        first = day_number(mistake.on)
        for day in range(first, first + _SEARCHED_DAYS):
            found = self.expected(day, day, as_of=day + LONGEST_DAYS)
            if mistake.kind in OF_DAYS:
                if found and day not in self._planted_days:
                    self._planted_days[day] = mistake
                    return True
                continue
            for entry in found:
                key = (entry.number, entry.type)
                if bears(entry, mistake.kind) and key not in self._planted:
                    self._planted[key] = mistake
                    return True
        return False

    def forget_mistakes(self) -> None:
        """Tells the truth again."""
        self.mistakes.clear()
        self._planted.clear()
        self._planted_days.clear()
        self._days.clear()

    def places(self) -> list[dict[str, Any]]:
        """Every row of the last 60 days and the coming ones that a mistake changed: how, and by how
        many won its fees differ from what is right.
        """
        today = self.today()
        of_rows = (
            place
            for paid in range(today - 60 - LONGEST_DAYS, today + 1)
            for place in self._places_paid(paid, today)
        )
        of_days = (self._place_day(day) for day in sorted(self._planted_days) if day <= today)
        return [
            place for place in (*of_rows, *of_days) if place["expected"] >= day_text(today - 60)
        ]

    def _place_day(self, day: int) -> dict[str, Any]:
        kind = self._planted_days[day].kind
        off_won = {"day_sum": DAY_SUM_WON, "day_split": -DAY_SPLIT_WON}.get(kind, 0)
        place = {"kind": kind, "store": self._store, "expected": day_text(day)}
        return place | {"order": None, "number": None, "settle_type": None, "off_won": off_won}

    def day_off_won(self, day: int) -> tuple[int, int]:
        """By how much the sum of a day, and its ordinary part, are told too high by a mistake."""
        mistake = self._planted_days.get(day)
        if mistake is None or mistake.kind == "sum_untold":
            return 0, 0
        return (DAY_SUM_WON,) * 2 if mistake.kind == "day_sum" else (0, DAY_SPLIT_WON)

    def untold(self, day: int) -> tuple[str, ...]:
        """What a mistake leaves out of the sum of a day."""
        mistake = self._planted_days.get(day)
        return ("settleAmount",) if mistake and mistake.kind == "sum_untold" else ()

    def extra(self, day: int) -> Extra:
        """What the sum of a day holds beyond its rows; nothing before the day has come."""
        if day > self.today() or not self._a_day:
            return Extra()
        rows_won, released = self._rows_won(day), self._released(day)
        return extra_on(self._seed, self._store, day, rows_won, released)

    def _released(self, day: int) -> int:
        """What was held back earlier and is let go of on that day."""
        released = 0
        for earlier in range(day - LONGEST_HOLD, day):
            hold = hold_on(self._seed, self._store, earlier)
            if hold is not None and day in (hold.first, hold.last):
                held = max(self._rows_won(earlier), 0) * hold.share // 7
                released += hold.parts(held).get(day, 0)
        return released

    def _rows_won(self, day: int) -> int:
        """What the rows of a day made on that day."""
        return sum(entry.expect_won for entry in self.expected(day, day, as_of=day))

    def _places_paid(self, paid: int, now: int) -> Iterator[dict[str, Any]]:
        right = {(e.number, e.type, e.since): e for e in self._true_entries(paid, self.terms.tier)}
        tier = self._tier(paid)
        for wrong in self._true_entries(paid, tier):
            if not _stands(wrong, now):
                continue
            entry = right[wrong.number, wrong.type, wrong.since]
            off = entry.expect_won - wrong.expect_won
            by_rate = wrong.type not in (DEDUCTION, RESTORE) and wrong.kind != "EXTRAFEE"
            if off and by_rate:  # parts follow their original, of extra fees no rate is published
                yield self._place("wrong_tier", entry, off)
            mistake = self._planted.get((entry.number, entry.type))
            if mistake is not None and bears(entry, mistake.kind):
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
        told = {(e.number, e.type): e for e in self.entries(day) if _stands(e, now) and e.told}
        numbers = {number for number, _type in told}
        for entry in self.entries(day):
            if entry.number not in numbers and entry.since == 0 and day <= now and entry.told:
                kind = BEFORE_CANCEL if entry.type == BEFORE_CANCEL else ORIGINAL
                told.setdefault((entry.number, kind), msgspec.structs.replace(entry, type=kind))
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
                mistake = self._planted.get((entry.number, entry.type))
                borne = mistake is not None and bears(entry, mistake.kind)
                made += CHANGES[mistake.kind](entry) if mistake and borne else (entry,)
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
