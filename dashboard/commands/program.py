"""Runs one command of the command line.

Answers go to standard output (with --json exactly one JSON object), errors to standard error with
status 1, wrong usage with status 2.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import threading
from collections.abc import Sequence

import msgspec

from dashboard.commands.parser import Answer, read_options
from dashboard.commands.processes import Ended, stopping_on_signals
from dashboard.commands.tell import error_line, tell
from dashboard.commands.usage import ask_our_catalogue, language_typed
from dashboard.words.i18n import _, speak
from engine import EngineError, disk_full, is_full


def run(arguments: Sequence[str]) -> int:
    """Runs the command that was typed; the exit status."""
    try:
        return _run(arguments)
    except BrokenPipeError:  # whoever read along, such as `head`, has had enough
        _let_go_of_output()
        return 1
    except OSError as error:
        if not is_full(error):
            raise
        _let_go_of_output()
        print(error_line(disk_full()), file=sys.stderr)
        return 1


def _let_go_of_output() -> None:
    """What could not be written is not tried again at the end of the program."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str]) -> int:
    terminal = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    speak(language_typed(arguments) or _language(terminal))
    ask_our_catalogue()
    options = read_options(arguments)
    try:
        with stopping_on_signals():
            answer = options.run(options)
    except EngineError as error:
        print(error_line(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt as stop:
        return _stopped(stop)
    if answer is not None:
        _print(answer, options)
    return int(getattr(options, "failed", False))


def _stopped(stop: KeyboardInterrupt) -> int:
    """After Ctrl-C or SIGTERM, with the workspace closed: a read that hangs must not hold the
    program. The exit status is that of a shell.
    """
    sentence = _("Stopped. What was saved stays; run the same command again to go on.")
    print(sentence, file=sys.stderr, flush=True)
    status = 128 + (stop.number if isinstance(stop, Ended) else signal.SIGINT)
    if threading.active_count() > 1:
        os._exit(status)
    return status


def _print(answer: Answer, options: argparse.Namespace) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal's own encoding may lack Korean
        sys.stdout.reconfigure(encoding="utf-8" if options.json else None, errors="replace")
    if options.json:
        print(msgspec.json.encode(answer).decode(), flush=True)
    else:
        print(tell(options.command, answer), flush=True)


def _language(locale: str) -> str:
    return "ko" if locale.startswith("ko") else "en"
