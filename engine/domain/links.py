"""What a listing is linked to: one or more SKUs, each with the pieces of it that one sale takes.

`CUP-1*2+GIFT` is how people and sheets write it: two pieces of CUP-1 and one of GIFT.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from engine.domain.matching import MatchKind
from engine.errors import BadRequest

MAX_PIECES, MAX_SKUS = 999, 20
LISTING = 0  # in place of an option's number: the link of the listing as a whole

_CODE = r'\s*(?:"((?:[^"]|"")+)"\s*|([^"+＋*＊×]*[^"+＋*＊×\s]\s*))'
_TERM = re.compile(_CODE + r"(?:[*＊×]([^+＋]*))?(?:[+＋]|\Z)")
_SIGNS = re.compile(r'[+＋*＊×"]')
_WHOLE = re.compile(r"[1-9][0-9]{0,2}")


class LinkPart(msgspec.Struct, frozen=True, kw_only=True):
    """One SKU of a link, by its own code, and how many pieces of it one sale takes."""

    code: str
    quantity: int = 1


Parts = tuple[LinkPart, ...]


class NewLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link that a person makes, of a listing (LISTING) or of an option."""

    channel_product_no: int
    option_id: int = LISTING
    parts: Parts
    stock_linked: bool

    @property
    def only(self) -> str | None:
        """The code where it is one piece of one SKU."""
        one = self.parts[0] if len(self.parts) == 1 else None
        return one.code if one and one.quantity == 1 else None


class LinkedOption(msgspec.Struct, frozen=True, kw_only=True):
    """An option of a listing that was read; `sku_code` is the link a person made of it, None where
    its own code, or its listing, says what it is.
    """

    option_id: int
    name: str
    seller_code: str | None
    in_use: bool
    sku_code: str | None


class PastLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link that was taken off and can be put back: of a listing (LISTING) or of an option. It
    had one SKU (`sku_id`) or parts (`sku_code`); neither where each option has its own.
    """

    option_id: int
    match_kind: MatchKind
    sku_id: int | None
    sku_code: str | None
    stock_linked: bool
    unlinked_by: str
    unlinked_at: datetime


class Unlinking(msgspec.Struct, frozen=True, kw_only=True):
    """What goes when a link is taken off: the link as it is written, the stock link, the links of
    options, and what one sale leaves as far as that is known (at the store's tier of today).
    """

    sku_code: str | None
    match_kind: MatchKind
    stock_linked: bool
    option_links: int
    profit_won: int | None


def parse_link(text: str) -> Parts:
    """The parts of `code*2+code`; a code that holds such a sign stands in quotation marks. A code
    named twice counts together. Raises BadRequest, which says what is wrong.
    """
    pieces: dict[str, int] = {}
    for code, said in _terms(text):
        pieces[code] = pieces.get(code, 0) + _quantity(said, text)
    return checked(LinkPart(code=code, quantity=count) for code, count in pieces.items())


def checked(parts: Iterable[LinkPart]) -> Parts:
    """The same parts. Raises BadRequest where there is none, a SKU twice, too many, or a number of
    pieces that cannot be.
    """
    found = tuple(parts)
    if not found:
        raise BadRequest("A link needs a SKU. Choose at least one.")
    if len(found) > MAX_SKUS or len({part.code for part in found}) < len(found):
        raise BadRequest("A link holds each SKU once, and {most} at most.", most=str(MAX_SKUS))
    for part in found:
        if not 1 <= part.quantity <= MAX_PIECES:
            raise _not_pieces(str(part.quantity), part.code)
    return found


def resolve_link(text: str, known: Collection[str]) -> Parts:
    """The parts of a text, all of them SKUs among `known`; a code of such a SKU may be written as
    it is, whatever signs it holds. Raises BadRequest where it means nothing, or two things.
    """
    whole = (LinkPart(code=text.strip()),)
    if text.strip() not in known:
        parts = parse_link(text)
    else:
        try:
            parts = parse_link(text)
        except BadRequest:
            return whole
        if parts == whole or any(part.code not in known for part in parts):
            return whole
        raise BadRequest(
            "{link} is the code of a SKU, and pieces of others too. Put the code that is meant in"
            " quotation marks.",
            link=text.strip(),
        )
    for part in parts:
        if part.code not in known:
            raise BadRequest("There is no SKU {code}. Check the code.", code=part.code)
    return parts


def spells_pieces(text: str) -> bool:
    """Whether a text is written as several pieces or SKUs, whatever its codes are."""
    try:
        parts = parse_link(text)
    except BadRequest:
        return False
    return len(parts) > 1 or parts[0].quantity > 1


def codes_in(text: str) -> set[str]:
    """Every code that a text may mean, held or not."""
    try:
        return {text.strip(), *(part.code for part in parse_link(text))}
    except BadRequest:
        return {text.strip()}


def spell_link(parts: Sequence[LinkPart]) -> str:
    """The parts as `parse_link` reads them, in their order."""
    return "+".join(
        _spelled(part.code) + (f"*{part.quantity}" if part.quantity > 1 else "") for part in parts
    )


def stock_to_sell(parts: Sequence[LinkPart], available: Mapping[str, int | None]) -> int | None:
    """How many can be sold: the fewest that any SKU is enough for, never below zero; None where the
    stock of one is not known.
    """
    fewest: list[int] = []
    for part in parts:
        stock = available.get(part.code)
        if stock is None:
            return None
        fewest.append(max(0, stock) // part.quantity)
    return min(fewest, default=None)


def _terms(text: str) -> Iterator[tuple[str, str | None]]:
    """Each code with the number of pieces said beside it."""
    at, ended = 0, False
    while not ended:
        term = _TERM.match(text, at)
        if term is None:
            raise BadRequest(
                "{link} is no link. Write codes as CODE, CODE*2 or CODE*2+CODE.", link=text
            )
        quoted, bare, pieces = term.groups()
        yield (quoted.replace('""', '"') if quoted else bare.strip()), pieces
        at, ended = term.end(), not term[0].endswith(("+", "＋"))


def _quantity(said: str | None, text: str) -> int:
    if said is None:
        return 1
    if not _WHOLE.fullmatch(said.strip()):
        raise _not_pieces(said.strip(), text)
    return int(said)


def _not_pieces(said: str, of: str) -> BadRequest:
    return BadRequest(
        "{said} in {of} is no number of pieces. Write a whole number from 1 to {most}.",
        said=said,
        of=of,
        most=str(MAX_PIECES),
    )


def _spelled(code: str) -> str:
    if not _SIGNS.search(code):
        return code
    doubled = code.replace('"', '""')
    return f'"{doubled}"'
