"""Fetches what must come before any import: address book, this-day dispatch, bundle delivery
groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from engine.clock import Clock
from engine.database.prerequisites import Prerequisites
from engine.domain.delivery import (
    AddressBookEntry,
    BundleGroup,
    Prerequisite,
    PrerequisiteKind,
    ThisDayDispatch,
    facts,
    missing_prerequisites,
)
from engine.errors import PrerequisitesMissing
from engine.naver import CommerceApi
from engine.vault import mask_phone, mask_text

Row = dict[str, str]
Found = AddressBookEntry | ThisDayDispatch | BundleGroup
_KEYS = {
    PrerequisiteKind.ADDRESS_BOOK: "address_book_no",
    PrerequisiteKind.THIS_DAY_DISPATCH: "",
    PrerequisiteKind.BUNDLE_GROUPS: "bundle_group_id",
}


def require_prerequisites(store_id: int, prerequisites: Prerequisites) -> None:
    """Raises PrerequisitesMissing, naming the kinds never fetched."""
    missing = missing_prerequisites(prerequisites.fetched(store_id))
    if missing:
        raise PrerequisitesMissing(
            "Fetch the prerequisites of this store first; missing: {missing}.",
            missing=", ".join(missing),
        )


def fetched_rows(
    prerequisites: Prerequisites, store_id: int, kind: PrerequisiteKind
) -> tuple[Row, ...] | None:
    """The rows of one kind as they were fetched last; None: never fetched."""
    for one in prerequisites.of_store(store_id):
        if one.kind is kind and one.fetched_at is not None:
            return one.rows
    return None


def fetch_prerequisites(
    api: CommerceApi,
    store_id: int,
    kinds: Iterable[PrerequisiteKind],
    prerequisites: Prerequisites,
    clock: Clock,
) -> None:
    """Fetches the kinds in order and keeps each as it arrives, with what differs from the time
    before.
    """
    held = {one.kind: one for one in prerequisites.of_store(store_id)}
    wanted = set(kinds)
    for kind in PrerequisiteKind:
        if kind in wanted:
            rows = _fetch(api, kind)
            prerequisites.save(store_id, _renewed(held[kind], rows, clock()))


def keep_fetched(
    store_id: int,
    kind: PrerequisiteKind,
    found: Iterable[Found],
    prerequisites: Prerequisites,
    clock: Clock,
    *,
    ours: bool = False,
) -> None:
    """Keeps what was just read at NAVER for another reason, as a fetch of that kind would.

    What is `ours`, sent from here, is no change at NAVER to be told of.
    """
    held = next(one for one in prerequisites.of_store(store_id) if one.kind is kind)
    renewed = _renewed(held, tuple(map(facts, found)), clock())
    if ours:
        renewed = msgspec.structs.replace(renewed, changes=held.changes, changed_at=held.changed_at)
    prerequisites.save(store_id, renewed)


def _fetch(api: CommerceApi, kind: PrerequisiteKind) -> tuple[Row, ...]:
    found: Iterable[Found]
    if kind is PrerequisiteKind.ADDRESS_BOOK:
        found = api.sellers.address_book()
    elif kind is PrerequisiteKind.THIS_DAY_DISPATCH:
        found = (api.sellers.this_day_dispatch(),)
    else:
        found = api.sellers.bundle_groups()
    return tuple(map(facts, found))


def _renewed(held: Prerequisite, rows: tuple[Row, ...], now: datetime) -> Prerequisite:
    if held.fetched_at is None:
        return Prerequisite(kind=held.kind, fetched_at=now, rows=rows)
    changes = differences(held.rows, rows, _KEYS[held.kind])
    return Prerequisite(
        kind=held.kind,
        fetched_at=now,
        rows=rows,
        changes=changes or held.changes,
        changed_at=now if changes else held.changed_at,
    )


def differences(before: Iterable[Row], after: Iterable[Row], key: str) -> tuple[str, ...]:
    """What differs, a line each: "+ name", "- name", "name: field old → new". Rows are told apart
    by `key`.
    """
    old = {row.get(key, ""): row for row in before}
    new = {row.get(key, ""): row for row in after}
    lines = [f"- {_title(old[number])}" for number in old if number not in new]
    for number, row in new.items():
        if number not in old:
            lines.append(f"+ {_title(row)}")
            continue
        title = f"{_title(row)}: " if key else ""  # a single row needs no name
        lines += [
            f"{title}{field} {_shown(old[number], field)} → {_shown(row, field)}"
            for field in dict.fromkeys((*old[number], *row))
            if old[number].get(field) != row.get(field)
        ]
    return tuple(lines)


def masked(fetched: Prerequisite) -> Prerequisite:
    """The same with phone numbers and addresses hidden but for what tells them apart."""
    rows = tuple({field: _shown(row, field) for field in row} for row in fetched.rows)
    return msgspec.structs.replace(fetched, rows=rows)


def _shown(row: Row, field: str) -> str:
    text = row.get(field)
    if text is None:
        return "—"
    if field.startswith("phone_number"):
        return mask_phone(text)
    return mask_text(text) if field == "address" else text


def _title(row: Row) -> str:
    return row.get("name") or next(iter(row.values()), "—")
