"""How many pieces a listing's name speaks of."""

from __future__ import annotations

import re

from engine.domain.links import MAX_PIECES

_ADDED = re.compile(r"(?<![\d.,+A-Za-z])\d{1,2}(?:\s?\+\s?\d{1,2})+(?![\d.,+A-Za-z%]|\s?[a-zA-Z%])")
_COUNTED = re.compile(
    r"(?<![\d.,~\-])(\d{1,2})\s?(?:개(?!월|입|년|국|호|점)|팩|세트|묶음|ea(?![a-z])|pcs(?![a-z])|packs?(?![a-z]))",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<![\w.])[x×*]\s?(\d{1,2})(?![\d.,]|\s?(?:cm|mm|m|g|kg|ml|l)\b)", re.IGNORECASE
)


def pieces_in_name(name: str) -> tuple[int, ...]:
    """The numbers of pieces a name speaks of (`1+1`, `2개`, `3팩`, `x2`), as it tells them; one
    piece says nothing. They are to be proposed: a name is no proof.
    """
    told = [sum(map(int, re.findall(r"\d+", found[0]))) for found in _ADDED.finditer(name)]
    told += [int(found[1]) for pattern in (_COUNTED, _TIMES) for found in pattern.finditer(name)]
    return tuple(dict.fromkeys(count for count in told if 1 < count <= MAX_PIECES))
