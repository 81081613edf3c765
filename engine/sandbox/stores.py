"""The stores of this sandbox and their applications: names, ids, secrets, what they may call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from engine.sandbox import words
from engine.sandbox.catalogue import Catalogue, mix
from engine.sandbox.delivery import DeliverySettings, make_settings
from engine.sandbox.moments import day_number
from engine.sandbox.money import Till
from engine.sandbox.rows import RowWriter
from engine.sandbox.shelf import Shelf

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BCRYPT64 = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_GRADES = ("03", "01", "04", "05", "02")
LOOPBACK = frozenset({"127.0.0.1", "::1"})
ORDERS = 8  # a day and store


@dataclass(slots=True)
class Store:
    """One store with its own-store application and everything the API tells about it."""

    index: int
    name: str
    client_id: str
    client_secret: str
    account_id: str
    account_uid: str
    grade: str
    shelf: Shelf
    rows: RowWriter
    delivery: DeliverySettings
    till: Till
    allowed_ips: frozenset[str] = LOOPBACK
    missing_groups: frozenset[str] = frozenset()
    requests: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    token_rule_breaks: int = 0


def api_groups(names: Iterable[str]) -> frozenset[str]:
    """API groups by NAVER's name or its first word: product, seller(-info), order(-seller)."""
    longer = {"seller": "seller-info", "order": "order-seller"}
    return frozenset(longer.get(name, name) for name in names)


def make_stores(
    seed: int,
    stores: int,
    products: int,
    today: date,
    public_url: str,
    allowed_ips: frozenset[str] = LOOPBACK,
    missing_groups: frozenset[str] = frozenset(),
    *,
    orders: int = ORDERS,
    day: Callable[[], int] | None = None,
    stray_secrets: bool = False,
) -> list[Store]:
    """All stores from the seed; with four or more the last one has no products.

    `orders` is about how many each store has a day, `day` tells the server's day number.
    With `stray_secrets` every second store has a secret whose last character has stray bits, which
    Python's bcrypt refuses.
    """
    first_day = day_number(today)
    made = []
    for index in range(stores):
        count = 0 if stores >= 4 and index == stores - 1 else products
        catalogue = Catalogue(seed, index, count, today)
        account = words.theme(index).account + (f"{index + 1}" if index >= 3 else "")
        made.append(
            Store(
                index=index,
                name=words.store_name(index),
                client_id=_text(seed, index, 1, _BASE62, 22),
                client_secret=_secret(seed, index, stray_secrets and index % 2 == 1),
                account_id=account,
                account_uid="ncp_" + _text(seed, index, 2, _BASE62, 14),
                grade=_GRADES[index % len(_GRADES)],
                shelf=Shelf(catalogue),
                rows=RowWriter(catalogue, public_url),
                delivery=make_settings(seed, index, account, today),
                till=Till(catalogue, seed, index, orders, day or (lambda: first_day)),
                allowed_ips=allowed_ips,
                missing_groups=missing_groups,
            )
        )
    return made


def _secret(seed: int, index: int, stray: bool) -> str:
    """A bcrypt salt of cost 4, with stray bits in its last character where asked."""
    last = "vKt9"[index // 2 % 4] if stray else "uOe."[index % 4]
    return "$2a$04$" + _text(seed, index, 3, _BCRYPT64, 21) + last


def _text(seed: int, index: int, purpose: int, alphabet: str, length: int) -> str:
    key = mix(mix(mix(seed & (1 << 64) - 1) + index) + purpose)
    return "".join(alphabet[mix(key + k) % len(alphabet)] for k in range(length))
