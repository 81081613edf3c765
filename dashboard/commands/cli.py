"""The command line: `storeboard ...`, every job without a browser.

What runs it is imported here, as that takes most of a second, in which Ctrl-C may come too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.umask(0o077)  # what a command or a program it starts makes is for its owner alone
    try:
        if arguments[:1] == ["sandbox"]:
            from engine.sandbox.app import main as sandbox_main

            return sandbox_main(arguments[1:]) or 0
        from dashboard.commands.program import run

        return run(arguments)
    except KeyboardInterrupt:  # before anything was begun
        return 130


if __name__ == "__main__":
    sys.exit(main())
