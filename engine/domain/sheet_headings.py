"""The heading of a sheet: which column is which, and what units and tax its words tell.

A number without its unit is another number: costs are won with VAT, stock is single pieces. A
heading that says otherwise, or says what we do not know, is refused and never dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

import msgspec

from engine.domain.heading_words import (
    PLAIN_WORDS,
    VAT_INCLUDED,
    WON_WORDS,
    is_known,
    without_vat,
)
from engine.domain.heading_words import words as words_of
from engine.errors import BadFile

WITHOUT_VAT = (
    "The heading {heading} says that VAT is not included, but costs are kept with VAT."
    " Add the VAT to the numbers (goods without VAT stay as they are), then name the column"
    " {column} (VAT included)."
)
NOT_WON = (
    "The heading {heading} tells a unit that cannot be taken over: {unit}."
    " Convert the numbers to won with VAT, then name the column {column}."
)
NOT_PIECES = (
    "The heading {heading} tells a unit that cannot be taken over: {unit}."
    " Convert the numbers to single pieces, then name the column {column}."
)
_BRACKETS = re.compile(r"[(\[{<【〔《「](.*?)[)\]}>】〕》」]")
_LISTING_MARKS = frozenset(("전시상태", "옵션형태", "상품번호(스마트스토어)", "channelproductno"))
_OF_A_LISTING = {  # there it says whether there are options, and what buyers pay
    "option_name": frozenset(("옵션", "옵션명", "option")),
    "shipping_won": frozenset(("배송비", "shipping")),
}


class Layout:
    """The columns of a kind of sheet: what each may be called, and which must be there. `second`
    tells names that count where no column has one of the first; `won`, `pieces` and `shares` tell
    what the numbers of a column are.
    """

    def __init__(
        self,
        headings: Mapping[str, Sequence[str]],
        required: Sequence[str],
        *,
        second: Mapping[str, Sequence[str]] | None = None,
        won: Collection[str] = (),
        pieces: Collection[str] = (),
        shares: Collection[str] = (),
    ) -> None:
        self.columns, self.required = tuple(headings), tuple(required)
        self.won, self.pieces, self.shares = frozenset(won), frozenset(pieces), frozenset(shares)
        self._second = {
            _bare(text): field for field, texts in (second or {}).items() for text in texts
        }
        self._first = {
            _bare(text): field for field, texts in headings.items() for text in (field, *texts)
        }

    def column(self, heading: str) -> Column | None:
        """What a heading means, None for one that is not ours."""
        text = _tidy(heading)
        word, told = _bare(_BRACKETS.sub("", text)), _BRACKETS.findall(text)
        for rank, names in enumerate((self._first, self._second)):
            if word in names:
                return self._told(names[word], heading, told, rank)
        for rank, names in enumerate((self._first, self._second)):
            for name, field in names.items():
                unit = _affix(word, name) if field in self.won | self.pieces | self.shares else None
                if unit is not None:
                    return self._told(field, heading, [*told, unit], rank)
        return None

    def _told(self, field: str, heading: str, told: Sequence[str], rank: int) -> Column:
        words = [word for text in told for word in words_of(text)]
        column = Column(field=field, heading=heading.strip()[:60], rank=rank)
        if field in self.shares and words and set(words) <= PLAIN_WORDS | {"%", "퍼센트"}:
            return msgspec.structs.replace(column, percent="%" in words or "퍼센트" in words)
        if field not in self.won | self.pieces | self.shares:
            return column
        known = PLAIN_WORDS if field in self.pieces else PLAIN_WORDS | WON_WORDS
        known = known | {"%"} if field in self.shares else known
        strange = [word for word in words if word not in known]
        unit = NOT_PIECES if field in self.pieces else NOT_WON
        untaxed = field not in self.pieces and any(map(without_vat, strange))
        if rank and field in self.won and not VAT_INCLUDED & set(words):
            untaxed = True
        return msgspec.structs.replace(
            column,
            refusal=WITHOUT_VAT if untaxed else unit if strange else "",
            unit=", ".join(strange),
        )


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """What one heading means."""

    field: str
    heading: str
    rank: int = 0  # 1 for a name that counts only where there is no first one
    percent: bool = False  # bare numbers below it are shares
    refusal: str = ""  # why its numbers cannot be taken
    unit: str = ""


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where our columns stand. Of several places the first cell that is not empty counts."""

    fields: dict[str, tuple[int, ...]]
    percent: frozenset[str]
    passed_over: tuple[str, ...]  # headings that are not ours, or not taken


def placed(heading: Sequence[str], layout: Layout) -> Places:
    """Which of our columns stands where. Raises BadFile for a heading that cannot be used."""
    of_listings = any(
        _bare(_tidy(text)) in _LISTING_MARKS
        or _bare(_BRACKETS.sub("", _tidy(text))) in _LISTING_MARKS
        for text in heading
    )
    found: dict[str, list[tuple[int, Column]]] = {}
    for place, text in enumerate(heading):
        column = layout.column(text)
        if column and not (
            of_listings and _bare(_tidy(text)) in _OF_A_LISTING.get(column.field, ())
        ):
            found.setdefault(column.field, []).append((place, column))
    chosen = {field: _chosen(columns, of_listings) for field, columns in found.items()}
    _refuse_missing(heading, layout, chosen)
    taken = {place for columns in chosen.values() for place, _column in columns}
    return Places(
        fields={field: tuple(place for place, _ in columns) for field, columns in chosen.items()},
        percent=frozenset(field for field, columns in chosen.items() if columns[0][1].percent),
        passed_over=tuple(
            text.strip()[:60]
            for place, text in enumerate(heading)
            if place not in taken and text.strip()
        ),
    )


def _chosen(columns: Sequence[tuple[int, Column]], of_listings: bool) -> list[tuple[int, Column]]:
    """The column that counts of those that mean one field; in a list of listings the listing's own
    code stands in for that of a SKU that is missing.
    """
    good = [one for one in columns if not one[1].refusal]
    if not good:
        column = columns[0][1]
        raise BadFile(
            column.refusal,
            heading=column.heading,
            column=column.field,
            unit=column.unit,
        )
    good.sort(key=lambda one: one[1].rank)
    best = [one for one in good if one[1].rank == good[0][1].rank]
    if len(best) > 1:
        raise BadFile(
            "The column {column} stands twice in the heading. Keep one of them.",
            column=best[1][1].heading,
        )
    return good[:2] if of_listings and good[0][1].field == "own_code" else best


def _refuse_missing(heading: Sequence[str], layout: Layout, found: Collection[str]) -> None:
    missing = [field for field in layout.required if field not in found]
    if missing:
        raise BadFile(
            "The sheet lacks the column {missing}; its heading is: {heading}."
            " Start from the template.",
            missing=", ".join(missing),
            heading=", ".join(text.strip()[:30] for text in heading[:12] if text.strip()) or "—",
        )


def _affix(word: str, name: str) -> str | None:
    """What a heading says beside a name of ours without brackets, where that is a unit or tax."""
    if word.startswith(name):
        rest = word[len(name) :]
    elif word.endswith(name):
        rest = word[: -len(name)]
    else:
        return None
    rest = rest.strip("/:·,.|()[]")
    return rest if is_known(rest) else None


def _tidy(heading: str) -> str:
    plain = unicodedata.normalize("NFKC", heading).strip().lower().lstrip("\ufeff")
    return plain.replace("￦", "₩")


def _bare(text: str) -> str:
    return re.sub(r"[\s_\-*]", "", text)
