"""A store as a row of its table, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.clock import to_kst
from engine.domain.fees import FeeTier, StoreType, TaxMode
from engine.domain.storefront import Basics, Storefront, WindowKind
from engine.domain.stores import ConnectionState, Store
from engine.domain.switches import OrderConfirm, Switches


def store_of(row: dict[str, Any]) -> Store:
    """A row of the query `stores.all` as a record."""
    return Store(
        store_id=row["store_id"],
        name=row["name"],
        client_id=row["client_id"],
        base_url=row["base_url"],
        fee_tier=FeeTier(row["fee_tier"]),
        tier_starts_on=row["tier_starts_on"],
        store_type=StoreType(row["store_type"]),
        tax_mode=TaxMode(row["tax_mode"]),
        secret_set_at=to_kst(row["secret_set_at"]),
        account_id=row["account_id"],
        connection=ConnectionState(row["connection"]),
        problem_code=row["problem_code"],
        checked_at=to_kst(row["checked_at"]),
        created_at=to_kst(row["created_at"]) or datetime.min,
        basics=Basics(
            seller_id=row["seller_id"],
            window_kind=None if row["window_kind"] is None else WindowKind(row["window_kind"]),
            category_id=row["category_id"],
            category_name=row["category_name"],
            memo=row["memo"],
            business_no=row["business_no"],
        ),
        storefront=Storefront(
            address=row["storefront"],
            channel_no=row["channel_no"],
            channel_name=row["channel_name"],
        ),
        switches=Switches(
            master=row["master_on"],
            product=row["product_on"],
            order=row["order_on"],
            cs=row["cs_on"],
            stock=row["stock_on"],
            settlement=row["settlement_on"],
            order_confirm=OrderConfirm(row["order_confirm"]),
            extend_days=row["extend_days"],
        ),
        linked_seller_id=row["linked_seller_id"],
        valid_until=row["valid_until"],
        approved_at=to_kst(row["approved_at"]),
        archived_at=to_kst(row["archived_at"]),
    )


def columns_of(store: Store) -> dict[str, Any]:
    """What a form may change of a store, by column."""
    basics, front, switches = store.basics, store.storefront, store.switches
    return {
        "store_id": store.store_id,
        "name": store.name,
        "client_id": store.client_id,
        "base_url": store.base_url,
        "store_type": store.store_type,
        "tax_mode": store.tax_mode,
        "seller_id": basics.seller_id,
        "window_kind": basics.window_kind,
        "category_id": basics.category_id,
        "category_name": basics.category_name,
        "memo": basics.memo,
        "business_no": basics.business_no,
        "storefront": front.address,
        "channel_no": front.channel_no,
        "channel_name": front.channel_name,
        "linked_seller_id": store.linked_seller_id,
        "valid_until": store.valid_until,
        "master_on": switches.master,
        "product_on": switches.product,
        "order_on": switches.order,
        "cs_on": switches.cs,
        "stock_on": switches.stock,
        "settlement_on": switches.settlement,
        "order_confirm": switches.order_confirm,
        "extend_days": switches.extend_days,
    }


def api_data(store: Store) -> tuple[object, ...]:
    """What a check compares with NAVER: any other needs a new check."""
    front = store.storefront
    return (
        store.client_id,
        store.base_url,
        store.linked_seller_id,
        front.address,
        front.channel_no,
    )
