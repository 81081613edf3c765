"""SKUs whose names are like a listing's."""

from __future__ import annotations

import threading
import unicodedata

from rapidfuzz import fuzz, process

from engine.database.skus import Skus
from engine.domain.skus import SkuSuggestion

_CANDIDATES = 50  # the cheap score picks these, the careful one orders them


class Suggester:
    """Finds the SKUs whose names are most like a listing's; keeps the names until the catalogue
    changes.
    """

    def __init__(self, skus: Skus) -> None:
        self._skus = skus
        self._lock = threading.Lock()
        self._revision = ""
        self._ids: list[int] = []
        self._names: list[str] = []

    def suggest(self, name: str, code: str | None, limit: int) -> tuple[SkuSuggestion, ...]:
        """The best `limit` SKUs: those of nearly that code, then those of names most alike."""
        near = [self._near(sku_id, name) for sku_id in self._skus.near_codes(code, limit)]
        seen = {one.sku.sku_id for one in near}
        alike = (one for one in self._alike(name, limit) if one.sku.sku_id not in seen)
        return tuple([*near, *alike][:limit])

    def _near(self, sku_id: int, name: str) -> SkuSuggestion:
        sku = self._skus.get(sku_id)
        similarity = _alike(_plain(name), _plain(f"{sku.name} {sku.option_name or ''}"))
        return SkuSuggestion(sku=sku, similarity=round(similarity), near_code=True)

    def _alike(self, name: str, limit: int) -> tuple[SkuSuggestion, ...]:
        ids, names = self._catalogue()
        wanted = _plain(name)
        rough = process.extract(
            wanted,
            names,
            scorer=fuzz.token_sort_ratio,
            limit=max(_CANDIDATES, limit),
            score_cutoff=1,
        )
        scored = sorted(
            ((_alike(wanted, text), ids[place]) for text, _, place in rough),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return tuple(
            SkuSuggestion(sku=self._skus.get(sku_id), similarity=round(score))
            for score, sku_id in scored[:limit]
        )

    def _catalogue(self) -> tuple[list[int], list[str]]:
        revision = self._skus.revision()
        with self._lock:
            if revision != self._revision:
                ids, names = self._skus.names()
                self._ids, self._names = ids, [_plain(text) for text in names]
                self._revision = revision
            return self._ids, self._names


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).lower().split())


def _alike(one: str, other: str) -> float:
    """How alike two names are: by words in any order, and by letters whatever the spaces."""
    letters = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    return float(
        max(
            letters,
            0.6 * fuzz.token_sort_ratio(one, other) + 0.4 * fuzz.token_set_ratio(one, other),
        )
    )
