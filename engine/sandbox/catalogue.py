"""Listings made on demand from (seed, store, index): nothing is kept, so a million cost nothing.

Channel products are mostly 1:1 with origin products. Every third store is a window seller: there
one origin product in 32 has a WINDOW listing beside its STOREFARM one. Counts are of origin
products.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from engine.sandbox import words
from engine.sandbox.moments import DAY, day_number

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
SPAN = 900 * DAY  # listings were registered over the last 900 days
PICTURES = 40

FRACTIONS = ("", ".0", ".001", ".123", ".47", ".0", "", ".9")
STATUS_SHARES = (
    *(("SALE", 199), ("OUTOFSTOCK", 18), ("SUSPENSION", 14), ("CLOSE", 8), ("WAIT", 5)),
    *(("UNADMISSION", 3), ("REJECTION", 3), ("PROHIBITION", 3), ("DELETE", 3)),
)
_STATUSES = tuple(status for status, share in STATUS_SHARES for _ in range(share))
# So that even a store of forty listings has every status.
_FIXED = {4 * k + 3: status for k, (status, _) in enumerate(STATUS_SHARES)}
_STOCKS = (3, 8, 12, 15, 20, 24, 30, 36, 42, 50, 60, 75, 80, 99, 120, 150, 200, 240, 300, 480, 999)
_DISCOUNTS: tuple[tuple[str, int] | None, ...] = (
    *(None,) * 17,
    *(("PERCENT", 5), ("PERCENT", 10), ("PERCENT", 10), ("PERCENT", 15), ("PERCENT", 20)),
    *(("PERCENT", 25), ("PERCENT", 30), ("PERCENT", 40), ("PERCENT", 7)),
    *(("WON", 500), ("WON", 1000), ("WON", 1500), ("WON", 2000), ("WON", 1000), ("WON", 700)),
)


class Delivery(msgspec.Struct, frozen=True):
    """A way of delivering: fee rule, base fee, free above how much, NAVER's delivery attribute."""

    fee_type: str
    fee_won: int
    free_above_won: int | None
    attribute: str


DELIVERIES = (
    *(Delivery("FREE", 0, None, "NORMAL"),) * 5,
    *(Delivery("PAID", 3000, None, "NORMAL"),) * 3,
    *(Delivery("CONDITIONAL_FREE", 3000, 50_000, "NORMAL"),) * 4,
    Delivery("PAID", 2500, None, "TODAY"),
    Delivery("FREE", 0, None, "TODAY"),
    Delivery("PAID", 4000, None, "HOPE"),
    Delivery("CONDITIONAL_FREE", 3500, 30_000, "TODAY"),
)


class Listing(msgspec.Struct, gc=False):
    """One origin product with what its listings show; moments are seconds of KST wall time."""

    index: int
    origin_no: int
    channel_no: int
    window_no: int | None
    group_no: int | None
    goods: int
    name: str
    code: str | None
    status: str
    price_won: int
    discount: tuple[str, int] | None
    discounted_won: int
    stock: int
    has_options: bool
    picture: int
    delivery: int
    brand: int
    registered_at: int
    modified_at: int
    start_on: int | None
    end_on: int | None
    bits: int
    changed: bool = False


def mix(number: int) -> int:
    """Sixty-four well-stirred bits of a number (splitmix64)."""
    number = (number + _GOLDEN) & _MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


def discounted(price_won: int, discount: tuple[str, int] | None) -> int:
    """Price after the immediate discount; percent discounts are cut below ten won."""
    if discount is None:
        return price_won
    unit, value = discount
    off = price_won * value // 1000 * 10 if unit == "PERCENT" else value
    return price_won - off if off < price_won else price_won


class Catalogue:
    """The listings of one store as a function of their index; index 0 was registered first."""

    def __init__(self, seed: int, store: int, products: int, today: date) -> None:
        self.theme = words.theme(store)
        self.products = products
        self.prefix = words.code_prefix(store)
        self.today = day_number(today)
        self.origin_base = 10_400_000_000 + store * 100_000_000
        self.channel_base = 10_800_000_000 + store * 100_000_000 + 5
        self.group_base = 320_000_000 + store * 10_000_000
        self.window_seller = store % 3 == 2
        self._key = mix(mix(seed & _MASK) ^ (store * 0xD1B54A32D192ED03 & _MASK))
        self._start = self.today * DAY - SPAN
        self._jitter = max(1, SPAN // max(1, products))
        brands = self.theme.brands
        self._openings = tuple(
            tuple(
                f"{brands[k]} {word}" if k < len(brands) else word for word in self.theme.adjectives
            )
            for k in range(8)
        )
        self._nouns = tuple(
            tuple(f" {goods.noun} {variant}" for variant in goods.variants)
            for goods in self.theme.goods
        )
        self._prices = tuple(_prices(goods) for goods in self.theme.goods)

    def status(self, index: int) -> str:
        """Sale status alone, for filters over a whole store."""
        if index < 40 and index in _FIXED:
            return _FIXED[index]
        return _STATUSES[mix(self._key ^ index) & 255]

    def registered_at(self, index: int) -> int:
        """KST second of registration; never falls as the index rises."""
        if index >= self.products:
            return self._start + SPAN + index - self.products
        return self._start + SPAN * index // self.products + index % self._jitter // 2

    def modified_at(self, index: int) -> int:
        """KST second of modification alone, as it was invented, for a search over many."""
        return self._modified(self.registered_at(index), mix(mix(self._key ^ index)))

    def _modified(self, registered: int, g: int) -> int:
        return registered + (self._start + SPAN - registered) * ((g >> 8) & 255) // 256

    def registered_if_modified(self, moment: int) -> int:
        """The earliest registration of a listing that was modified at `moment` or later, as it was
        invented: see `_modified`, which lets at most 255 of 256 parts of the time since pass.
        """
        return 256 * moment - 255 * (self._start + SPAN)

    def base_code(self, index: int) -> str:
        """The seller's own code for a product, in its tidy spelling: `SB-00042`."""
        return f"{self.prefix}-{index + 1:05d}"

    def listing(self, index: int) -> Listing:
        """The listing at `index` as it was invented, before any change."""
        h = mix(self._key ^ index)
        g = mix(h)
        goods = (h >> 8) % len(self._nouns)
        nouns = self._nouns[goods]
        status = self.status(index) if index < 40 else _STATUSES[h & 255]
        price = self._prices[goods][(h >> 34) & 15]
        discount = _DISCOUNTS[(h >> 38) & 31]
        has_options = (h >> 58) < 10
        brand = (g >> 5) & 7
        registered = self.registered_at(index)
        start_on, end_on = self._sale_period(status, registered, (g >> 16) & 63)
        return Listing(
            index,
            self.origin_base + 3 * index,
            self.channel_base + 3 * index,
            self.channel_base + 3 * index + 1 if self.window_seller and g & 31 == 7 else None,
            self.group_base + (index >> 2) if self._grouped(index >> 2) else None,
            goods,
            self._openings[brand][(h >> 16) & 15] + nouns[(h >> 21) % len(nouns)],
            None if has_options and g >> 63 else self._code(index, (h >> 24) & 1023),
            status,
            price,
            discount,
            price if discount is None else discounted(price, discount),
            0 if status == "OUTOFSTOCK" else _STOCKS[(h >> 43) % 21],
            has_options,
            (h >> 48) % PICTURES,
            (h >> 54) & 15,
            brand,
            registered,
            self._modified(registered, g),
            start_on,
            end_on,
            g >> 22,
        )

    def _grouped(self, four: int) -> bool:
        return ((four ^ self._key) * _GOLDEN >> 40) & 15 == 3

    def _code(self, index: int, kind: int) -> str | None:
        if kind >= 174:
            return f"{self.prefix}-{index + 1:05d}"
        if kind < 82:
            return None
        if kind < 143:
            return respelled(self.base_code(index), kind)
        return self.base_code(self._neighbour(index, kind % 5))

    def _neighbour(self, index: int, skipped: int) -> int:
        """A product registered shortly before, of other goods: whose code a hurried hand copied."""
        goods = self._goods(index)
        before = range(index - 1 - skipped, max(-1, index - 10 - skipped), -1)
        return next((one for one in before if self._goods(one) != goods), 0)

    def _goods(self, index: int) -> int:
        return (mix(self._key ^ index) >> 8) % len(self._nouns)

    def _sale_period(self, status: str, registered: int, p: int) -> tuple[int | None, int | None]:
        if status in ("SALE", "OUTOFSTOCK", "SUSPENSION"):
            if p >= 24:
                return None, None
            ahead = p + 1 if p < 4 else 30 + 12 * p
            return registered // DAY, self.today + ahead
        if status == "WAIT":
            return self.today + 3 + p % 20, self.today + 200 + p
        if status == "CLOSE":
            end = self.today - 1 - p
            return min(registered // DAY, end - 30), end
        return None, None


def respelled(code: str, kind: int) -> str:
    """The same code as hurried hands write it: other case, spaces, dashes, underscores."""
    return (
        " " + code.lower().replace("-", " "),
        code.replace("-", "_"),
        code.replace("-", ""),
        code.lower() + " ",
    )[kind % 4]


def _prices(goods: words.Goods) -> Sequence[int]:
    step = (goods.high_won - goods.low_won) / 15
    rough = [int(goods.low_won + step * k) for k in range(16)]
    return [
        won // 500 * 500 if won < 10_000 else won // 1000 * 1000 - (100 if k % 3 == 0 else 0)
        for k, won in enumerate(rough)
    ]
