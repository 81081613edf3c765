"""Whether the name of a listing has something in common with that of the SKU its code leads to.

A code that was copied from a neighbour, given anew or mistyped leads to a SKU of other goods; the
names tell. They are compared by their pairs of neighbouring letters, so that spaces, the order of
words and what a seller adds for buyers do not count: the share of the shorter name's pairs that the
other has too. Columns of names are compared side by side, as an import has a million.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Below this share of common pairs a match is doubtful. Names of one thing, a seller's own and the
# one for buyers, share half of them or more; those of two things of one brand a third at most, a
# common word such as "selection" included (tests/domain/test_likeness.py holds examples of both).
LEAST_ALIKE_PERCENT = 40

Pairs = NDArray[np.int64]  # name's place << 42 | letter << 21 | next letter; ascending, each once
_ROWS = 4_096  # compared at a time, so that the pairs stay in the processor's cache
_END = "\n"
# What stands in brackets is said of the offer: [무료배송], (1+1), 【특가】.
_ASIDE = re.compile(r"[\[(<【〔][^\])>】〕\n]*[\])>】〕]")


def names_differ(
    listings: Sequence[str | None], skus: Sequence[str | None], brands: Sequence[str | None]
) -> NDArray[np.bool_]:
    """Where the name of a listing has little in common with that of its SKU; the listing's brand is
    passed over. A name of which a letter or nothing is left says nothing, so it is no difference.
    """
    parts = [
        _differ(*(_pairs(names[start : start + _ROWS]) for names in (listings, skus, brands)))
        for start in range(0, len(listings), _ROWS)
    ]
    return np.concatenate(parts)[: len(listings)] if parts else np.zeros(0, np.bool_)


def _differ(listings: Pairs, skus: Pairs, brands: Pairs) -> NDArray[np.bool_]:
    ones, others = (_without(pairs, brands) for pairs in (listings, skus))
    both = np.sort(np.concatenate((ones, others)))
    common = _count(both[1:][both[1:] == both[:-1]])
    least = np.minimum(_count(ones), _count(others))
    return (least > 0) & (100 * common < LEAST_ALIKE_PERCENT * least)


def _without(pairs: Pairs, brands: Pairs) -> Pairs:
    return pairs[~np.isin(pairs, brands, assume_unique=True)] if len(brands) else pairs


def _count(pairs: Pairs) -> NDArray[np.int64]:
    """How many pairs each name has."""
    return np.bincount(pairs >> 42, minlength=_ROWS)


def _pairs(names: Sequence[str | None]) -> Pairs:
    """The pairs of neighbouring letters of each name, in one form and case; signs are left out."""
    lines = _END.join([name.replace(_END, " ") if name else "" for name in names])
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", lines)).lower()
    codes = np.frombuffer(plain.encode("utf-32-le", "replace"), np.uint32).astype(np.int64)
    kept = np.flatnonzero(_is_letter(codes))
    places, letters = np.cumsum(codes == ord(_END))[kept], codes[kept]
    keys = places << 42 | letters << 21
    keys[:-1] |= letters[1:]
    every = np.sort(keys[:-1][places[:-1] == places[1:]])
    pairs: Pairs = every[np.diff(every, prepend=-1) != 0]
    return pairs


def _is_letter(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Digits and letters; not the signs of ASCII, nor those from dashes to the CJK comma."""
    small = (codes >= ord("a")) & (codes <= ord("z"))
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    sign = (codes >= 0x2000) & (codes < 0x3040)
    letter: NDArray[np.bool_] = small | digit | (codes >= 0xC0) & ~sign
    return letter
