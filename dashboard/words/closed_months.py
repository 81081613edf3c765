"""Which closed months a change of terms prices anew, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.words.i18n import _
from dashboard.words.phrases import month
from engine import TierChange, WaiverChange


def repriced(change: TierChange | WaiverChange) -> str:
    """Which closed months a change prices anew, in a sentence."""
    return _("{count} closed months would be priced anew: {months}.").format(
        count=len(change.months), months=months_text(change.months)
    )


def months_text(months: Sequence[date]) -> str:
    """Months as people write them; a long row by its ends."""
    told = [month(one) for one in months]
    return ", ".join(told) if len(told) <= 6 else f"{told[0]} – {told[-1]}"
