"""Every sealed column there is, and how all of them are sealed anew with another key.

A new sealed column is entered here; a test compares this list with the database's own.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec

from engine.database.transaction import Transaction
from engine.errors import CannotDecrypt
from engine.vault import Vault


class SealedColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column of sealed texts: what names its row, and the place each text is bound to."""

    table: str
    column: str
    keys: tuple[str, ...]
    place: str  # such as "store/{store_id}/secret", filled from the keys
    fingerprint: str | None = None  # the column that holds the fingerprint of the same text
    fingerprint_place: str = ""


SEALED = (
    SealedColumn(
        table="store",
        column="secret_sealed",
        keys=("store_id",),
        place="store/{store_id}/secret",
    ),
    *(
        SealedColumn(
            table="prerequisite",
            column=column,
            keys=("store_id", "kind"),
            place="prerequisite/{store_id}/{kind}",
        )
        for column in ("rows_sealed", "changes_sealed")
    ),
    *(
        SealedColumn(
            table="contact",
            column=f"{field}_sealed",
            keys=("contact_id",),
            place=f"contact/{{contact_id}}/{field}",
        )
        for field in ("name", "title", "email", "phone", "mobile", "chat_address")
    ),
    SealedColumn(
        table="account",
        column="email_sealed",
        keys=("account_id",),
        place="account/{account_id}/email",
        fingerprint="email_fingerprint",
        fingerprint_place="account/email",
    ),
    SealedColumn(
        table="alert",
        column="payload_sealed",
        keys=("alert_id",),
        place="alert/{alert_id}",
    ),
    SealedColumn(
        table="sealed_setting",
        column="value_sealed",
        keys=("name",),
        place="sealed_setting/{name}",
    ),
)


def reseal(transaction: Transaction, old: Vault, new: Vault) -> int:
    """Seals every text with the new key inside a transaction; how many. Raises CannotDecrypt,
    naming the table, when one does not open with the old key.
    """
    by_table: dict[str, list[SealedColumn]] = defaultdict(list)
    for column in SEALED:
        by_table[column.table].append(column)
    return sum(_reseal_table(transaction, columns, old, new) for columns in by_table.values())


def _reseal_table(
    transaction: Transaction, columns: list[SealedColumn], old: Vault, new: Vault
) -> int:
    """All sealed columns of one table in one statement: DuckDB refuses a row changed twice."""
    table, keys = columns[0].table, columns[0].keys
    names = [*keys, *(one.column for one in columns)]
    rows = transaction.execute(f"select {', '.join(names)} from {table}")
    fresh = [_renewed(dict(zip(names, row, strict=True)), columns, old, new) for row in rows]
    if fresh:
        transaction.execute(_update(table, keys, list(fresh[0])), _by_column(fresh))
    return sum(row[one.column] is not None for row in fresh for one in columns)


def _renewed(
    row: dict[str, Any], columns: list[SealedColumn], old: Vault, new: Vault
) -> dict[str, Any]:
    """The row with its texts sealed anew, and their fingerprints."""
    fresh = dict(row)
    for one in columns:
        sealed, place = row[one.column], one.place.format(**row)
        text = None if sealed is None else _opened(old, sealed, place, one.table)
        fresh[one.column] = None if text is None else new.seal(text, place)
        if one.fingerprint:
            fresh[one.fingerprint] = (
                None if text is None else new.fingerprint(text, one.fingerprint_place)
            )
    return fresh


def _opened(vault: Vault, sealed: str, place: str, table: str) -> str:
    try:
        return vault.open(sealed, place)
    except CannotDecrypt as error:
        raise CannotDecrypt(
            "A sealed value in the table {table} does not open with the present key."
            " Enter it again or restore a backup; nothing was changed.",
            table=table,
        ) from error


def _update(table: str, keys: tuple[str, ...], names: list[str]) -> str:
    """The statement that sets all columns of all rows; its parameters are lists by column."""
    lists = ", ".join(f"unnest(${name}) as {name}" for name in names)
    sets = ", ".join(f"{name} = fresh.{name}" for name in names if name not in keys)
    same = " and ".join(f"{table}.{key} = fresh.{key}" for key in keys)
    return f"update {table} set {sets} from (select {lists}) as fresh where {same}"


def _by_column(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}
