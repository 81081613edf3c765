"""Tries every attack anew and writes the table of docs/access.md: `python -m tests.attacks`."""

from __future__ import annotations

import sys

from tests.attacks.aims import AIMS
from tests.attacks.table import table, write


def main() -> None:
    """Tries them, telling what happened, then writes the table."""
    seen: dict[str, str] = {}
    for attacks, trying in AIMS:
        with trying() as act:
            for attack in attacks.all:
                seen[attack.tried] = act(attack)
                sys.stderr.write(f"{attacks.aim}: {attack.tried}: {seen[attack.tried]}\n")
    write(table([attacks for attacks, _trying in AIMS], seen))


if __name__ == "__main__":
    main()
