"""NAVER's leaf categories, kept so that one can be searched and checked without asking NAVER."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import Database
from engine.domain.categories import Category


class Categories:
    """Loads and saves categories."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock
        self._cached: tuple[Category, ...] | None = None  # 5,000 of them, searched letter by letter

    def all(self) -> tuple[Category, ...]:
        """Every category, by its path."""
        if self._cached is None:
            self._cached = tuple(Category(**row) for row in self._db.rows("categories.all"))
        return self._cached

    def fetched_at(self) -> datetime | None:
        """When NAVER told them last, None for never."""
        return to_kst(self._db.value("categories.fetched_at"))

    def replace(self, categories: Sequence[Category]) -> None:
        """Keeps these instead of the former ones."""
        unique = {one.category_id: one.whole_name for one in categories}
        params = {
            "ids": list(unique),
            "names": list(unique.values()),
            "now": to_utc(self._clock()),
        }
        with self._db.write() as transaction:
            transaction.run("categories.clear")
            if unique:
                transaction.run("categories.add", **params)
        self._cached = None
