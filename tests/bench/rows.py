"""A row of the table the benchmarks print."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

SHOWN = "shown, no goal"


def row(
    name: str, ours: float, baseline: float, goal: float | str, unit: str = "s", why: str = ""
) -> Row:
    """Ours beside its baseline, both in `unit`. A goal that is a number is the most the ratio may
    be: the row says whether it is missed, and `why`; one that is a text is shown as it is.
    """
    ratio = ours / baseline
    if not isinstance(goal, str):
        missed = f" (missed{f': {why}' if why else ''})" if ratio > goal else ""
        goal = f"{goal:g}x{missed}"
    return {
        "name": name,
        "ours": ours,
        "baseline": baseline,
        "ratio": ratio,
        "goal": goal,
        "unit": unit,
    }
