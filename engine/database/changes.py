"""What a report line says changed: JSON of field -> [before, after]."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from engine.clock import to_kst

Changes = dict[str, tuple[Any, Any]]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """The fields of `before` that are not the same in `after`; moments in KST."""
    return {
        field: (_shown(value), _shown(after[field]))
        for field, value in before.items()
        if value != after[field]
    }


def joined(first: Changes, then: Changes, fields: Iterable[str]) -> Changes:
    """Two changes, one after the other, as one; of `fields` those that came back are left out."""
    both = {field: (first.get(field, change)[0], change[1]) for field, change in then.items()}
    back = {field for field in fields if field in both and both[field][0] == both[field][1]}
    return {field: change for field, change in (first | both).items() if field not in back}


def encode(changes: Changes) -> str:
    """As the report keeps it."""
    return msgspec.json.encode(changes).decode()


def decode(text: str | None) -> Changes:
    """As it was kept; nothing for None."""
    return msgspec.json.decode(text or "{}", type=Changes)


def _shown(value: Any) -> Any:
    return to_kst(value) if isinstance(value, datetime) else value
