"""What only one store may hold: its name, its application, its address, its channel."""

from __future__ import annotations

from typing import Any

from engine.database.transaction import Transaction
from engine.domain.stores import Store
from engine.errors import BadRequest, HeldByAnother


def refuse_name_twice(transaction: Transaction, name: str, store_id: int | None) -> None:
    """Raises BadRequest for a name another store has."""
    params = {"name": name, "store_id": store_id}
    if transaction.value("stores.name_taken", **params):
        raise BadRequest("There is already a store named {name}. Choose another name.", name=name)


def refuse_client_twice(
    transaction: Transaction, client_id: str, base_url: str, store_id: int | None
) -> None:
    """Raises HeldByAnother for an application another store uses at the same address."""
    params = {"client_id": client_id, "base_url": base_url, "store_id": store_id}
    if other := transaction.row("stores.client_taken", **params):
        raise HeldByAnother(
            "The application id is already used by another store. Each store needs its own.",
            named="The application id is already used by the store {name}."
            " Each store needs its own.",
            **_whose(other),
        )


def refuse_storefront_twice(transaction: Transaction, store: Store) -> None:
    """Raises HeldByAnother for a store address or a channel another store has."""
    params = {"store_id": store.store_id, "base_url": store.base_url}
    front = {"storefront": store.storefront.address}
    if other := transaction.row("stores.address_taken", **params, **front):
        raise HeldByAnother(
            "The store address {address} already belongs to another store. Each store has its own.",
            named="The store address {address} already belongs to the store {name}."
            " Each store has its own.",
            address=str(store.storefront.address),
            **_whose(other),
        )
    channel = {"channel_no": store.storefront.channel_no}
    if other := transaction.row("stores.channel_taken", **params, **channel):
        raise HeldByAnother(
            "The channel {channel_no} already belongs to another store. Each store has its own.",
            named="The channel {channel_no} already belongs to the store {name}."
            " Each store has its own.",
            channel_no=str(store.storefront.channel_no),
            **_whose(other),
        )


def _whose(other: dict[str, Any]) -> dict[str, Any]:
    return {"store_id": other["store_id"], "name": other["name"]}
