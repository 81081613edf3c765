"""Two people at one record: each changes what was changed on the version shown, nothing else."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from engine.errors import ChangedMeanwhile, Clash

Kept = TypeVar("Kept", bound=msgspec.Struct)


def merged(shown: Kept, typed: Kept, held: Kept) -> Kept:
    """The record to keep: what differs between `shown` and `typed` as it was typed, everything else
    as it is `held` now. Records inside of records are merged field by field.

    Raises ChangedMeanwhile with every field that is held otherwise than shown and than typed.
    """
    clashes: list[Clash] = []
    record = _merged(shown, typed, held, clashes)
    if clashes:
        raise ChangedMeanwhile(tuple(clashes))
    return record


def _merged(shown: Kept, typed: Kept, held: Kept, clashes: list[Clash]) -> Kept:
    fields = {}
    for name in held.__struct_fields__:
        was, wish, now = (getattr(record, name) for record in (shown, typed, held))
        if wish in (was, now):
            continue  # nothing changed here, or somebody made the same change
        if all(isinstance(value, msgspec.Struct) for value in (was, wish, now)):
            fields[name] = _merged(was, wish, now, clashes)
        elif now == was:
            fields[name] = wish
        else:
            clashes.append(Clash(field=name, held=now, typed=wish))
    return msgspec.structs.replace(held, **fields)
