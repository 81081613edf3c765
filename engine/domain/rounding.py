"""Rounding to whole won; each function serves one amount and a column alike."""

from __future__ import annotations

from engine.domain.fees import FULL_RATE_MP, Won


def round_half_up(numerator: Won, divisor: Won | int) -> Won:
    """The whole number nearest to the ratio, halves up (-2.5 becomes -2), for a divisor above 0."""
    raised: Won = numerator + (divisor >> 1)  # by less than a half where the divisor is odd
    rounded: Won = raised // divisor
    return rounded


def share_won(amount_won: Won, share_mp: Won | int) -> Won:
    """A share of an amount, in thousandths of a percent, rounded to the nearest won, halves up."""
    return round_half_up(amount_won * share_mp, FULL_RATE_MP)
