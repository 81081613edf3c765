"""Passwords that are guessed first, whatever their length."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Our own short list: what stands in every list of passwords that leaked, by Latin and Korean
# keyboards, in rows and in order. Words of ours, too.
WORST = (
    *(
        "password",
        "passwort",
        "passw",
        "qwertyuiop",
        "qwerty",
        "asdfghjkl",
        "asdf",
        "zxcvbnm",
        "zxcv",
    ),
    *("qazwsx", "1q2w3e4r", "q1w2e3r4", "abcdefghijklm", "abcdef", "abcd", "iloveyou", "welcome"),
    *("letmein", "admin", "administrator", "manager", "master", "monkey", "dragon", "football"),
    *("baseball", "sunshine", "princess", "superman", "secret", "changeme", "default", "login"),
    *("dkssudgktpdy", "dkssud", "tkfkdgo", "tkfkd", "qlalfqjsgh", "qlqjs", "rhksflwk"),
    *(
        "storeboard",
        "smartstore",
        "naver",
        "shop",
        "test",
        "guest",
        "user",
        "root",
        "korea",
        "seoul",
    ),
)
LEAST_OWN = 4  # letters beside these
LEAST_WITHOUT_LETTERS = 16
LEAST_DIFFERENT = 5
_LEET = str.maketrans("01345@$!7", "oleasasit")


def is_weak(password: str, own: Iterable[str]) -> bool:
    """Whether little is left of it without the known worst words and `own` (address, name); one of
    digits alone, or of few different signs, is weak too.
    """
    plain = password.casefold()
    if len(set(plain)) < LEAST_DIFFERENT:
        return True
    if not any(map(str.isalpha, plain)):
        return len(plain) < LEAST_WITHOUT_LETTERS
    words = sorted({*WORST, *_parts(own)}, key=len, reverse=True)
    return min(_left(plain, words), _left(plain.translate(_LEET), words)) < LEAST_OWN


def _left(text: str, words: Iterable[str]) -> int:
    """How many letters are left without the words."""
    for word in words:
        text = text.replace(word, " ")
    return sum(map(str.isalpha, text))


def _parts(own: Iterable[str]) -> set[str]:
    found = {part for text in own for part in re.split(r"[\W_]+", text.casefold())}
    return {part for part in found if len(part) >= 3} | {text.casefold() for text in own if text}
