"""What only one store may hold: its name, its application, its address, its channel."""

from __future__ import annotations

from typing import Any

from engine.database.database import Database
from engine.domain.stores import Store
from engine.errors import BadRequest


def refuse_name_twice(cursor: Any, db: Database, name: str, store_id: int | None) -> None:
    """Raises BadRequest for a name another store has."""
    params = {"name": name, "store_id": store_id}
    if cursor.execute(db.sql("stores.name_taken"), params).fetchone():
        raise BadRequest("There is already a store named {name}. Choose another name.", name=name)


def refuse_client_twice(
    cursor: Any, db: Database, client_id: str, base_url: str, store_id: int | None
) -> None:
    """Raises BadRequest for an application another store uses at the same address."""
    params = {"client_id": client_id, "base_url": base_url, "store_id": store_id}
    other = cursor.execute(db.sql("stores.client_taken"), params).fetchone()
    if other:
        raise BadRequest(
            "The application id is already used by the store {name}. Each store needs its own.",
            name=other[0],
        )


def refuse_storefront_twice(cursor: Any, db: Database, store: Store) -> None:
    """Raises BadRequest for a store address or a channel another store has."""
    params = {"store_id": store.store_id, "base_url": store.base_url}
    front = {"storefront": store.storefront.address}
    other = cursor.execute(db.sql("stores.address_taken"), params | front).fetchone()
    if other:
        raise BadRequest(
            "The store address {address} already belongs to the store {name}."
            " Each store has its own.",
            address=store.storefront.address,
            name=other[0],
        )
    channel = {"channel_no": store.storefront.channel_no}
    other = cursor.execute(db.sql("stores.channel_taken"), params | channel).fetchone()
    if other:
        raise BadRequest(
            "The channel {channel_no} already belongs to the store {name}. Each store has its own.",
            channel_no=str(store.storefront.channel_no),
            name=other[0],
        )
