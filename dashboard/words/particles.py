"""Korean particles after what is filled into a sentence: 이(가), 은(는), 을(를), 와(과), (으)로.

Which one fits depends on how the word before it ends when it is read aloud, so that it is chosen
once the sentence is filled in. Where that is not known (a word in Latin letters may be read in many
ways) both stay, as people write it.
"""

from __future__ import annotations

import re
from typing import Any

PAIRS = {  # as a sentence writes it: after a consonant, after a vowel
    "이(가)": ("이", "가"),
    "은(는)": ("은", "는"),
    "을(를)": ("을", "를"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
BOTH = re.compile("|".join(map(re.escape, PAIRS)))
CLOSING = "\"'”’)]}*_`›〉》\\ "  # signs that are not read aloud
DIGITS = "영일이삼사오육칠팔구"
FIRST, LAST, FINALS, RIEUL = ord("가"), ord("힣"), 28, 8


class Sentence(str):
    """A Korean text that chooses its particles when it is filled in."""

    __slots__ = ()

    def format(self, *args: Any, **kwargs: Any) -> str:
        """The filled text."""
        return fitted(super().format(*args, **kwargs))


def marked(text: str) -> str:
    """The same text, able to choose where it writes a particle both ways."""
    return Sentence(text) if BOTH.search(text) else text


def fitted(text: str) -> str:
    """The text with each particle as the word before it wants it."""
    return BOTH.sub(lambda found: _fitting(found[0], text[: found.start()]), text)


def _fitting(both: str, before: str) -> str:
    final = _final(before.rstrip(CLOSING)[-1:])
    if final is None:
        return both
    after_consonant, after_vowel = PAIRS[both]
    light = final == 0 or (both == "(으)로" and final == RIEUL)
    return after_vowel if light else after_consonant


def _final(sign: str) -> int | None:
    """Which consonant a sign ends in when read aloud, 0 for none; None where that is not known."""
    read = DIGITS[int(sign)] if sign.isascii() and sign.isdigit() else sign
    if len(read) != 1 or not FIRST <= ord(read) <= LAST:
        return None
    return (ord(read) - FIRST) % FINALS
