"""Small makers of records and tables, so that a test says only what it is about."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from engine.clock import KST, Clock, now
from engine.database.database import Database
from engine.database.jobs import Jobs
from engine.database.pages import Page, PageDecision
from engine.database.prerequisites import Prerequisites
from engine.database.products import Products
from engine.database.settlements import Settlements
from engine.database.skus import Skus
from engine.database.staging import stage
from engine.database.stores import Stores
from engine.domain.contacts import Contact
from engine.domain.fees import FeeTier
from engine.domain.products import ChannelProduct
from engine.domain.skus import Sku
from engine.domain.stores import NewStore
from engine.jobs.context import Tables
from engine.naver import CommerceApi
from engine.naver.bucket import PROBE_WAIT_SECONDS
from engine.vault import Vault
from tests.sandbox_process import Sandbox

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=KST)
KEY = bytes(range(32))


def listing(number: int, code: str | None = None, **fields: Any) -> ChannelProduct:
    """A listing on sale for 10,000 won; its origin product is `number` too unless said."""
    defaults: dict[str, Any] = {
        "origin_product_no": number,
        "channel_product_no": number,
        "name": f"상품 {number}",
        "seller_management_code": code,
        "sale_status": "SALE",
        "sale_price_won": 10_000,
        "discounted_price_won": 10_000,
        "stock_quantity": 5,
        "modified_at": NOON,
    }
    return ChannelProduct(**(defaults | fields))


def sku(own_code: str, unique_code: str | None = None, **fields: Any) -> Sku:
    """A SKU whose name, of one letter, is at odds with no listing's."""
    return Sku(**({"own_code": own_code, "unique_code": unique_code, "name": "품"} | fields))


def decision(mode: str = "BY_CODE", **fields: Any) -> PageDecision:
    """How a page of store 1 is saved by job 1."""
    defaults: dict[str, Any] = {
        "job_id": 1,
        "store_id": 1,
        "mode": mode,
        "link_stock": False,
        "sku_id": None,
    }
    return PageDecision(**(defaults | fields))


def open_tables(file: Path | str = ":memory:", clock: Clock = now) -> Tables:
    """The tables of a real database."""
    database, vault = Database(file), Vault(KEY)
    return Tables(
        database=database,
        stores=Stores(database, vault, clock),
        prerequisites=Prerequisites(database, vault),
        skus=Skus(database, clock),
        products=Products(database, clock),
        jobs=Jobs(database, clock),
        settlements=Settlements(database, clock),
    )


def save_page(
    tables: Tables, listings: Iterable[ChannelProduct], how: PageDecision | None = None
) -> None:
    """Saves listings in a transaction of their own, matched by code unless said."""
    with tables.database.write() as cursor:
        page = Page(listings=stage(listings), decision=how or decision())
        tables.products.pages.save_page(cursor, page)


def new_store(sandbox: Sandbox, index: int = 0, **fields: Any) -> NewStore:
    """What registers a store of a sandbox."""
    told = sandbox.stores[index]
    defaults: dict[str, Any] = {
        "name": told.name,
        "client_id": told.client_id,
        "base_url": sandbox.base_url,
        "fee_tier": FeeTier.SMALL_1,
        "tier_starts_on": date(2026, 8, 14),
    }
    return NewStore(**(defaults | fields))


def contact(**fields: Any) -> Contact:
    """A contact not saved yet, 홍길동 of the warehouse."""
    defaults: dict[str, Any] = {
        "contact_id": 0,
        "store_id": 0,
        "name": "홍길동",
        "title": "물류팀",
        "email": "hong@example.com",
        "mobile": "01098765432",
    }
    return Contact(**(defaults | fields))


class Hourglass:
    """Time that passes only by sleeping, for waits of minutes in a test of milliseconds."""

    def __init__(self) -> None:
        self.seconds = time.monotonic()

    def monotonic(self) -> float:
        """The time as it stands."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Lets time pass at once; a look at what another thread does takes its time, or minutes
        would pass between two of them.
        """
        if seconds <= PROBE_WAIT_SECONDS:
            time.sleep(seconds)
        self.seconds += seconds


def connect(sandbox: Sandbox, index: int = 0, **options: Any) -> CommerceApi:
    """A client of one store of a sandbox that waits by an hourglass; `options` override."""
    told, glass = sandbox.stores[index], Hourglass()
    defaults: dict[str, Any] = {
        "client_id": told.client_id,
        "client_secret": told.client_secret,
        "base_url": sandbox.base_url,
        "sleep": glass.sleep,
        "monotonic": glass.monotonic,
    }
    return CommerceApi(**(defaults | options))


def wait_for(true: Callable[[], bool], *, seconds: float = 20.0) -> None:
    """Asks until something is so; fails after `seconds`."""
    deadline, never = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        never.wait(0.01)  # leaves the processor to what is waited for
