"""The sandbox's own fee rates and its own cut below one won: nothing is shared with the engine.

Source: docs/reference/fees.md sections 2, 3 and 5. Rates are thousandths of a percent with VAT
inside.
"""

from __future__ import annotations

from datetime import date

from engine.sandbox.moments import day_number

TIERS = ("MICRO", "SMALL_1", "SMALL_2", "SMALL_3", "GENERAL")
_ORDER = (  # from the newest; section 2
    (date(2025, 10, 1), (1947, 2563, 2728, 3003, 3630)),
    (date(2022, 1, 31), (1980, 2585, 2750, 3025, 3630)),
    (date.min, (2200, 2750, 2860, 3080, 3630)),
)
PLATFORM_FROM = day_number(date(2025, 6, 2))  # the sales fee of today; section 3


def order_rate(day: int, tier: str) -> int:
    """The order management rate of a payment on a day (day number)."""
    return next(
        rates[TIERS.index(tier)]
        for since, rates in _ORDER
        if since == date.min or day >= day_number(since)
    )


def sales_rate(day: int, *, brand: bool, marketing: bool) -> int:
    """The sales rate of a payment; before 2025-06-02 `marketing` stands for not through NAVER
    Shopping.
    """
    if day < PLATFORM_FROM:
        return 0 if marketing else 2000
    return (1000 if marketing else 3000) + (1000 if brand else 0)


def cut(won: int, rate: int) -> int:
    """The fee in won of an amount above zero, cut below one won.

    Source: docs/reference/fees.md section 5.
    """
    whole, _rest = divmod(won * rate, 100 * 1000)
    return whole
