"""What NAVER adds to the sum of a day beyond its rows: benefits, deductions and their restoring,
money held back and released in parts, charge money. A function of the seed, the store and the day.

Source: docs/reference/corrections.md (settle/daily identity, holdback, settleMethodType).
"""

from __future__ import annotations

import msgspec

from engine.sandbox.catalogue import mix
from engine.sandbox.money.workdays import is_workday, same_or_next_workday

LONGEST_HOLD = 45  # from the day money is held back to the day its last part is released
_DEDUCTIONS = (3_000, 5_500, 12_000)
_BENEFITS = (1_000, 2_500)


class Extra(msgspec.Struct, frozen=True):
    """The parts of a day as NAVER writes them; `charge`: the money stays with NAVER."""

    benefit_won: int = 0
    deduction_won: int = 0
    held_won: int = 0
    minus_charge_won: int = 0
    difference_won: int = 0  # these four are told beside the sum
    return_care_won: int = 0
    preferential_won: int = 0
    limit_won: int = 0
    charge: bool = False
    released: bool = False


class Hold(msgspec.Struct, frozen=True):
    """Money of a day that is held back: its share in sevenths, and when parts of it come."""

    share: int
    first: int
    last: int | None

    def parts(self, won: int) -> dict[int, int]:
        """What is released by day number."""
        if self.last is None:
            return {self.first: won}
        return {self.first: won // 3, self.last: won - won // 3}


def hold_on(seed: int, store: int, day: int) -> Hold | None:
    """What is held back of the money of a day: seldom anything, at times all of it."""
    h = _stir(seed, store, day, 1)
    if not is_workday(day) or h % 9:
        return None
    first = same_or_next_workday(day + 10 + (h >> 8) % 12)
    later = same_or_next_workday(first + 6 + (h >> 16) % 10)
    return Hold(share=(7, 3, 5, 2)[(h >> 24) & 3], first=first, last=later if h >> 27 & 1 else None)


def extra_on(seed: int, store: int, day: int, rows_won: int, released_won: int) -> Extra:
    """The parts of a day beyond rows that come to so much. Nothing is taken of a day that pays
    nothing, but a deduction.
    """
    h = _stir(seed, store, day, 2)
    benefit = _BENEFITS[(h >> 4) & 1] if h % 5 == 0 and rows_won > 0 else 0
    deduction = _deduction(seed, store, day)
    hold = hold_on(seed, store, day)
    held = -(max(rows_won, 0) * hold.share // 7) if hold else 0
    charge = (h >> 20) % 11 == 0
    minus = -2_000 if (h >> 28) % 12 == 0 and rows_won + held > 50_000 else 0
    return Extra(
        *(benefit, deduction, held + released_won, minus),
        *_beside(_stir(seed, store, day, 4)),
        charge=charge,
        released=released_won > 0,
    )


def _beside(h: int) -> tuple[int, int, int, int]:
    """Correction, care for returns, order fees given back, limit: seldom any."""
    return (
        900 if h % 7 == 0 else 0,
        -450 if h % 5 == 0 else 0,
        3_300 if h % 11 == 0 else 0,
        30_000_000 if h % 6 == 0 else 0,
    )


def _deduction(seed: int, store: int, day: int) -> int:
    """Taken off on one day, half of the times restored on the workday a week later."""
    taken = _taken_on(seed, store, day)
    restored = sum(
        _taken_on(seed, store, earlier)
        for earlier in range(day - 12, day - 6)
        if earlier & 1 and same_or_next_workday(earlier + 7) == day
    )
    return restored - taken


def _taken_on(seed: int, store: int, day: int) -> int:
    h = _stir(seed, store, day, 3)
    return _DEDUCTIONS[(h >> 8) % 3] if is_workday(day) and h % 9 == 0 else 0


def _stir(seed: int, store: int, day: int, what: int) -> int:
    return mix(mix(seed + what) ^ mix(store * 7919 + 101 * what) ^ mix(day))
