"""NAVER's leaf categories: what a store mainly sells is one of them."""

from __future__ import annotations

import msgspec


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """One leaf category; `whole_name` is its path, "가구/인테리어>주방가구>식탁"."""

    category_id: str
    whole_name: str
