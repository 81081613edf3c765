"""Names of accounts: each tells one person in the audit, so none may pass for another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from engine.errors import BadRequest

# What acts without an account, as the audit, its screen and its lists of jobs call it.
TAKEN = (
    *("command line", "명령줄", "schedule", "예약", "nobody", "nobody signed in", "로그인 안 함"),
    *("screen", "화면", "storeboard"),
)
MOST_SIGNS = 100
# Letters that look like Latin ones, small, as they are after folding the case: Cyrillic and Greek.
_LOOK = str.maketrans(
    "авекмнорстухіјѕѵԁԛԝһӏ" + "αβγεζηικνορτυχω" + "01ıɩɑɡℓ",
    "abekmhopctyxijsvdqwhl" + "abyezniknoptuxw" + "oliiagl",
)
_BLANK = "\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5"  # letters and signs that show nothing
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def tidy_account_name(text: str) -> str:
    """A name as it is kept: composed letters, single spaces. Raises BadRequest for none, for one
    with signs that nobody sees, and for what acts without an account.
    """
    if any(_is_unseen(sign) for sign in text if not sign.isspace()):
        raise BadRequest("The name has a sign in it that nobody sees. Type it by hand.")
    name = " ".join(unicodedata.normalize("NFC", text).split())[:MOST_SIGNS].rstrip()
    if not name:
        raise BadRequest("The account needs a name.")
    if _passes_for(name, TAKEN):
        raise BadRequest(
            "The name {name} stands for what is done without an account. Choose another one.",
            name=name,
        )
    return name


def refuse_alike(name: str, others: Iterable[str]) -> None:
    """Raises BadRequest for a name that a reader takes for another person's."""
    if _passes_for(name, others):
        raise BadRequest(
            "Somebody is named {name} already, or so alike that one passes for the other."
            " Add something that tells them apart.",
            name=name,
        )


def look(name: str) -> str:
    """What a hasty reader sees: no case, no width, no spaces and dots, letters that look like Latin
    ones as these.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(sign for sign in folded if sign.isalnum() or unicodedata.combining(sign))
    alike = (seen or folded).translate(_LOOK).replace("rn", "m").replace("vv", "w")
    return alike.replace("i", "l")  # as capitals they are one stroke


def _passes_for(name: str, others: Iterable[str]) -> bool:
    return look(name) in map(look, others)


def _is_unseen(sign: str) -> bool:
    is_selector = "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    return unicodedata.category(sign) in _UNSEEN or sign in _BLANK or is_selector
