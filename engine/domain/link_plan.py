"""A sheet of links: what its cells mean, and what saving each row would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from engine.domain.links import LISTING, NewLink, Parts, codes_in, resolve_link
from engine.domain.sheet_headings import Layout
from engine.domain.sheet_rows import SheetRow
from engine.domain.skus import RejectedRow, RowState
from engine.errors import BadRequest

LINK_HEADINGS = {
    "channel_product_no": ("상품번호(스마트스토어)", "채널상품번호", "상품번호"),
    "option_no": ("옵션번호",),
    "sku_code": ("sku", "sku코드", "연결 sku"),
}
LINK_LAYOUT = Layout(LINK_HEADINGS, ("channel_product_no", "sku_code"))
MOST = 2**63

Place = tuple[int, int]  # the number of a listing and of its option, LISTING for the whole
Held = Mapping[Place, tuple[str | None, bool]]  # what is linked there, and whether stock follows


class PlannedLink(msgspec.Struct, frozen=True, kw_only=True):
    """A good row: what its listing or option is linked to now, and would be."""

    row: int
    state: RowState
    channel_product_no: int
    option_id: int
    before: str | None
    sku_code: str | None
    parts: Parts = ()
    stock_linked: bool = False

    @property
    def link(self) -> NewLink:
        """The link as it is saved; the stock link stays as it is."""
        return NewLink(
            channel_product_no=self.channel_product_no,
            option_id=self.option_id,
            parts=self.parts,
            stock_linked=self.stock_linked,
        )


class LinkPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet of links would do; nothing is saved yet."""

    rows: int
    planned: tuple[PlannedLink, ...]
    rejected: tuple[RejectedRow, ...]
    passed_over: tuple[str, ...] = ()  # headings that are not taken

    def count(self, state: RowState) -> int:
        """How many good rows are in that state."""
        return sum(one.state is state for one in self.planned)


def numbers_of(rows: Sequence[SheetRow]) -> set[int]:
    """The numbers of listings that rows name."""
    texts = {row.cells.get("channel_product_no", "").strip() for row in rows}
    return {int(text) for text in texts if _is_number(text)}


def codes_of(rows: Sequence[SheetRow]) -> set[str]:
    """Every code that the links of rows may mean."""
    return {code for row in rows for code in codes_in(row.cells.get("sku_code", ""))}


def plan_links(
    rows: Sequence[SheetRow],
    held: Held,
    known: Collection[str],
    *,
    passed_over: tuple[str, ...] = (),
) -> LinkPlan:
    """What saving the rows would do; `known` are the codes of SKUs among those named. An empty link
    leaves what is held: taking a link off is an act of its own.
    """
    planned: dict[Place, PlannedLink] = {}
    rejected: list[RejectedRow] = []
    for row in rows:
        try:
            one = _planned(row, held, known)
            place = one.channel_product_no, one.option_id
            if place in planned:
                raise BadRequest(
                    "The row {row} is of the same. Keep one.", row=str(planned[place].row)
                )
            planned[place] = one
        except BadRequest as error:
            params = {name: str(value) for name, value in error.params.items()}
            code = row.cells.get("channel_product_no", "").strip()
            rejected.append(RejectedRow(row=row.row, own_code=code, text=error.text, params=params))
    return LinkPlan(
        rows=len(rows),
        planned=tuple(planned.values()),
        rejected=tuple(rejected),
        passed_over=passed_over,
    )


def _planned(row: SheetRow, held: Held, known: Collection[str]) -> PlannedLink:
    for field, cell in row.unread.items():
        raise BadRequest(cell.text, **cell.params, column=field)
    number, option_id = _number(row, "channel_product_no"), _number(row, "option_no")
    if (number, LISTING) not in held:
        raise BadRequest(
            "The listing {number} is not imported yet. Import it first.", number=str(number)
        )
    if (number, option_id) not in held:
        raise BadRequest(
            "The listing {number} has no option {option}, or its options are not read yet.",
            number=str(number),
            option=str(option_id),
        )
    before, stock_linked = held[number, option_id]
    text = row.cells.get("sku_code", "").strip()
    same = not text or text == before
    return PlannedLink(
        row=row.row,
        state=RowState.UNCHANGED if same else RowState.CHANGED if before else RowState.NEW,
        channel_product_no=number,
        option_id=option_id,
        before=before,
        sku_code=text or before,
        parts=() if same else resolve_link(text, known),
        stock_linked=stock_linked,
    )


def _number(row: SheetRow, field: str) -> int:
    text = row.cells.get(field, "").strip()
    if field == "option_no" and not text:
        return LISTING
    digits = text.removeprefix("-") if field == "option_no" else text  # supplements: below zero
    if not _is_number(digits):
        raise BadRequest("{value} in {column} is no number.", value=text or "—", column=field)
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 0 < int(text) < MOST
