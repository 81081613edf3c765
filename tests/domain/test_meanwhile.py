"""Two people at one record: what each changed is kept, what both changed is told."""

from __future__ import annotations

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.meanwhile import merged
from engine.errors import ChangedMeanwhile


class Inner(msgspec.Struct, frozen=True, kw_only=True):
    """A record inside of a record."""

    first: int = 0
    second: int = 0


class Outer(msgspec.Struct, frozen=True, kw_only=True):
    """A record as a form shows it."""

    name: str = ""
    inner: Inner | None = Inner()


def test_each_keeps_what_was_changed_on_the_version_shown() -> None:
    shown = Outer()
    typed = Outer(name="mine")
    held = Outer(inner=Inner(second=2))

    assert merged(shown, typed, held) == Outer(name="mine", inner=Inner(second=2))


def test_what_both_changed_is_told_with_both_values() -> None:
    with pytest.raises(ChangedMeanwhile) as caught:
        merged(Outer(), Outer(inner=Inner(first=1)), Outer(inner=Inner(first=2, second=2)))

    assert [(one.field, one.held, one.typed) for one in caught.value.clashes] == [("first", 2, 1)]


def test_a_record_that_went_away_is_not_brought_back_by_half() -> None:
    with pytest.raises(ChangedMeanwhile) as caught:
        merged(Outer(), Outer(inner=Inner(first=1)), Outer(inner=None))

    assert [one.field for one in caught.value.clashes] == ["inner"]


records = st.builds(
    Outer, name=st.sampled_from("abc"), inner=st.none() | st.builds(Inner, first=st.integers(0, 2))
)


@given(shown=records, typed=records, held=records)
def test_nothing_anybody_changed_is_lost_without_a_word(
    shown: Outer, typed: Outer, held: Outer
) -> None:
    clash = typed.name not in (shown.name, held.name) and held.name != shown.name
    with pytest.raises(ChangedMeanwhile) if clash else suppress(ChangedMeanwhile):
        kept = merged(shown, typed, held)
        assert kept.name == (held.name if typed.name == shown.name else typed.name)
    if held == shown:
        assert merged(shown, typed, held) == typed
    if typed == shown:
        assert merged(shown, typed, held) == held
