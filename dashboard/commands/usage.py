"""What was typed wrong, told in the reader's language: argparse has texts of its own."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from dashboard.words.i18n import N_, _
from dashboard.words.languages import LANGUAGES

TOLD = (
    N_("usage: "),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
)


def ask_our_catalogue() -> None:
    """Lets argparse find its texts in our catalogue; those that are not in it stay English.

    It asks gettext, whose files would have to be compiled ones and whose language the
    environment's; so its name for that is bound to ours.
    """
    vars(argparse)["_"] = _


def language_typed(arguments: Sequence[str]) -> str | None:
    """The language asked for by --lang, needed before anything else is understood; None where
    there is none.
    """
    for place, typed in enumerate(arguments):
        option, equals, value = typed.partition("=")
        if option == "--lang":
            lang = value if equals else "".join(arguments[place + 1 : place + 2])
            return lang if lang in LANGUAGES else None
    return None
