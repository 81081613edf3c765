"""Runs the benchmarks and prints one table; `make bench` or `make bench BENCH="margins
matching"`.
"""

from __future__ import annotations

import sys
from typing import Any

from tests.bench import crowd, hour, imports, kills, load, margins, matching, pages, quota, starts

ALL = {
    "imports": imports.run,
    "million": imports.run_million,
    "quota": quota.run,
    "matching": matching.run,
    "margins": margins.run,
    "pages": pages.run,
    "crowd": crowd.run,
    "starts": starts.run,
    "load": load.run,
    "catalogues": load.run_catalogues,
    "hour": hour.run,
    "kills": kills.run,
}


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    lines = ["| work | ours | baseline | ratio | goal |", "|---|---|---|---|---|"]
    lines += [
        f"| {row['name']} | {_number(row['ours'])} {row['unit']} | {_number(row['baseline'])}"
        f" {row['unit']} | {row['ratio']:.2f} | {row['goal']} |"
        for row in rows
    ]
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def main(names: list[str]) -> int:
    """Runs the named benchmarks, all when none is named."""
    unknown = set(names) - set(ALL)
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(ALL)}")
        return 2
    rows: list[dict[str, Any]] = []
    for name in names or ALL:
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows += ALL[name]()
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
