"""NAVER's categories, fetched through any store."""

from __future__ import annotations

from engine.clock import Clock
from engine.database.categories import Categories
from engine.domain.categories import Category
from engine.domain.people import Role
from engine.domain.switches import ApiGroup
from engine.jobs.clients import Clients
from engine.operations.access import Access, needs

CATEGORIES_DAYS = 7  # categories older than that are fetched again


class CategoryOperations:
    """What is asked of categories."""

    def __init__(
        self, access: Access, categories: Categories, clients: Clients, clock: Clock
    ) -> None:
        self._access, self._categories = access, categories
        self._clients, self._clock = clients, clock

    @needs(Role.ANALYST)
    def find(self, words: str = "", *, limit: int = 50) -> tuple[Category, ...]:
        """NAVER's leaf categories as they were fetched whose path holds all the words."""
        wanted = words.casefold().split()
        found = (
            one
            for one in self._categories.all()
            if all(word in one.whole_name.casefold() for word in wanted)
        )
        return tuple(one for one, _place in zip(found, range(limit), strict=False))

    @needs(Role.OPERATOR)
    def fetch(self, store_id: int, *, if_old: bool = False) -> int:
        """Fetches NAVER's categories through a store; how many there are. With `if_old` only those
        that are missing or older than a week. Raises ApiError, StoreClosed.
        """
        fetched_at = self._categories.fetched_at()
        if if_old and fetched_at is not None:
            age = self._clock() - fetched_at
            if age.days < CATEGORIES_DAYS:
                return len(self._categories.all())
        found = self._clients.of(store_id, ApiGroup.PRODUCT).products.categories()
        self._categories.replace(found)
        return len(found)
