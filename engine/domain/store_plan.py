"""A sheet of stores: what its cells mean, and what saving each row would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from engine.domain.business import tidy_business_no
from engine.domain.fees import FeeTier, StoreType, TaxMode
from engine.domain.sheet_rows import SheetRow
from engine.domain.skus import RejectedRow, RowState
from engine.domain.store_cells import day, given, member
from engine.domain.storefront import (
    Basics,
    Storefront,
    WindowKind,
    tidy_channel,
    tidy_memo,
    tidy_seller_id,
    typed_address,
)
from engine.domain.stores import NewStore, Store, tidy_address, tidy_client_id, tidy_name
from engine.errors import BadRequest


class PlannedStore(msgspec.Struct, frozen=True, kw_only=True):
    """A good row: the store as saving it would leave it. `changes` tell what is held and what comes
    by field; a new store has none.
    """

    row: int
    state: RowState
    new: NewStore
    basics: Basics
    storefront: Storefront
    linked_seller_id: str | None
    valid_until: date | None
    held: Store | None = None
    changes: dict[str, tuple[str | None, str | None]] = {}

    @property
    def tier_changes(self) -> bool:
        """Whether saving dates a new fee tier."""
        return self.held is not None and (self.new.fee_tier, self.new.tier_starts_on) != (
            self.held.fee_tier,
            self.held.tier_starts_on,
        )


class StorePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet of stores would do; nothing is saved yet."""

    rows: int
    planned: tuple[PlannedStore, ...]
    rejected: tuple[RejectedRow, ...]
    passed_over: tuple[str, ...] = ()  # headings that are not taken

    def count(self, state: RowState) -> int:
        """How many rows would be of that state."""
        return sum(one.state is state for one in self.planned)


def plan_stores(
    rows: Sequence[SheetRow],
    held: Sequence[Store],
    *,
    today: date,
    base_url: str,
    passed_over: tuple[str, ...] = (),
) -> StorePlan:
    """What saving the rows would do. A row means the store of its name; an empty cell leaves what
    is held. `base_url` and `today` stand where a new store's row says neither.
    """
    by_name = {store.name.casefold(): store for store in held}
    planned: list[PlannedStore] = []
    rejected: list[RejectedRow] = []
    for row in rows:
        try:
            one = _planned(row, by_name, today, base_url)
            _refuse_twice(one, planned, held)
            planned.append(one)
        except BadRequest as error:
            params = {name: str(value) for name, value in error.params.items()}
            name = row.cells.get("name", "").strip()
            rejected.append(RejectedRow(row=row.row, own_code=name, text=error.text, params=params))
    return StorePlan(
        rows=len(rows),
        planned=tuple(planned),
        rejected=tuple(rejected),
        passed_over=passed_over,
    )


def _planned(
    row: SheetRow, by_name: Mapping[str, Store], today: date, base_url: str
) -> PlannedStore:
    cells = {field: text.strip() for field, text in row.cells.items()}
    _refuse_row(row, cells)
    name = tidy_name(cells.get("name", ""))
    held = by_name.get(name.casefold())
    typed = typed_address(cells.get("storefront", ""))
    front = held.storefront if held else Storefront()
    one = PlannedStore(
        row=row.row,
        state=RowState.UNCHANGED if held else RowState.NEW,
        new=_new_store(cells, held, typed.store_type, name=name, today=today, base_url=base_url),
        basics=_basics(cells, held.basics if held else Basics()),
        storefront=msgspec.structs.replace(
            front,
            address=typed.address or front.address,
            channel_no=tidy_channel(cells.get("channel_no", "")) or front.channel_no,
        ),
        linked_seller_id=tidy_seller_id(cells.get("linked_seller_id", ""))
        or (held.linked_seller_id if held else None),
        valid_until=day(cells, "valid_until") or (held.valid_until if held else None),
        held=held,
    )
    return one if held is None else _compared(one, held)


def _refuse_row(row: SheetRow, cells: Mapping[str, str]) -> None:
    for field, cell in row.unread.items():
        raise BadRequest(cell.text, **cell.params, column=field)
    if cells.get("secret"):
        raise BadRequest(
            "A secret does not belong in a sheet. Empty the cell, and enter the secret in the store"
            " form."
        )
    if row.surplus:
        raise BadRequest(
            'The row has more cells than the heading; "{found}" stands right of it.'
            " Quote cells that hold a comma.",
            found=row.surplus[:30],
        )


def _new_store(
    cells: Mapping[str, str],
    held: Store | None,
    typed: StoreType | None,
    *,
    name: str,
    today: date,
    base_url: str,
) -> NewStore:
    """What the row says of the store itself; a cell left empty leaves what is held."""
    tier = member(cells, "fee_tier", FeeTier, held.fee_tier if held else None)
    kind = typed or (held.store_type if held else StoreType.SMARTSTORE)
    return NewStore(
        name=held.name if held else name,
        client_id=given(cells, "client_id", tidy_client_id, held.client_id if held else None),
        base_url=_address(cells, held, base_url),
        fee_tier=tier,
        tier_starts_on=day(cells, "tier_starts_on")
        or (held.tier_starts_on if held and held.fee_tier is tier else today),
        store_type=member(cells, "store_type", StoreType, kind),
        tax_mode=member(cells, "tax_mode", TaxMode, held.tax_mode if held else TaxMode.GENERAL),
    )


def _address(cells: Mapping[str, str], held: Store | None, base_url: str) -> str:
    address = given(cells, "base_url", tidy_address, held.base_url if held else base_url)
    if held is not None and address != held.base_url:
        raise BadRequest(
            "A sheet does not move the API address of a store that is there: whoever holds the"
            " address reads the secret. Change it in the store form."
        )
    return address


def _basics(cells: Mapping[str, str], held: Basics) -> Basics:
    window = cells.get("window_kind") and member(cells, "window_kind", WindowKind, None)
    return msgspec.structs.replace(
        held,
        seller_id=tidy_seller_id(cells.get("seller_id", "")) or held.seller_id,
        window_kind=window or held.window_kind,
        memo=tidy_memo(cells.get("memo", "")) or held.memo,
        business_no=tidy_business_no(cells.get("business_no", "")) or held.business_no,
    )


def _compared(one: PlannedStore, held: Store) -> PlannedStore:
    changes = {
        field: (_text(old), _text(new))
        for field, old, new in (
            ("client_id", held.client_id, one.new.client_id),
            ("fee_tier", held.fee_tier, one.new.fee_tier),
            ("tier_starts_on", held.tier_starts_on, one.new.tier_starts_on),
            ("store_type", held.store_type, one.new.store_type),
            ("tax_mode", held.tax_mode, one.new.tax_mode),
            ("seller_id", held.basics.seller_id, one.basics.seller_id),
            ("window_kind", held.basics.window_kind, one.basics.window_kind),
            ("memo", held.basics.memo, one.basics.memo),
            ("business_no", held.basics.business_no, one.basics.business_no),
            ("storefront", held.storefront.address, one.storefront.address),
            ("channel_no", held.storefront.channel_no, one.storefront.channel_no),
            ("linked_seller_id", held.linked_seller_id, one.linked_seller_id),
            ("valid_until", held.valid_until, one.valid_until),
        )
        if old != new
    }
    if one.tier_changes and one.new.tier_starts_on < held.tier_starts_on:
        raise BadRequest(
            "The fee tier already changed on {last}; a change cannot be dated before that."
            " Choose that day or a later one, or remove the last change first.",
            last=held.tier_starts_on.isoformat(),
        )
    state = RowState.CHANGED if changes else RowState.UNCHANGED
    return msgspec.structs.replace(one, state=state, changes=changes)


def _refuse_twice(
    one: PlannedStore, planned: Sequence[PlannedStore], held: Sequence[Store]
) -> None:
    """Raises BadRequest for a name, application, address or channel of another row or store."""
    kept = {plan.held.store_id for plan in planned if plan.held}
    own = one.held.store_id if one.held else None
    others = [
        *((plan.new.name, _keys_of(plan)) for plan in planned),
        *(
            (store.name, _keys(store.name, store.client_id, store.base_url, store.storefront))
            for store in held
            if store.store_id not in kept and store.store_id != own
        ),
    ]
    for name, keys in others:
        for field, value in _keys_of(one).items():
            if value is not None and keys[field] == value:
                raise BadRequest(_TWICE[field], name=name)


_TWICE = {
    "name": "The store {name} stands in the sheet twice. Keep one row.",
    "client_id": "The application id is already used by the store {name}."
    " Each store needs its own.",
    "storefront": "The store address already belongs to the store {name}. Each store has its own.",
    "channel_no": "The channel already belongs to the store {name}. Each store has its own.",
}


def _keys_of(plan: PlannedStore) -> dict[str, object]:
    return _keys(plan.new.name, plan.new.client_id, plan.new.base_url, plan.storefront)


def _keys(name: str, client_id: str, base_url: str, front: Storefront) -> dict[str, object]:
    return {
        "name": name.casefold(),
        "client_id": (client_id, base_url),
        "storefront": front.address and (front.address, base_url),
        "channel_no": front.channel_no and (front.channel_no, base_url),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
