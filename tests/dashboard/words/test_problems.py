"""The sentence a card shows for the code that was kept of an error."""

from __future__ import annotations

import pytest

from dashboard.words.problems import problem_text
from engine import EngineError
from engine.domain.alert_causes import CONNECTION_CODES


def codes() -> list[str]:
    kinds: list[type[EngineError]] = [EngineError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return sorted({kind.code for kind in kinds})


@pytest.mark.parametrize("code", ["UNREACHABLE", *sorted(CONNECTION_CODES)])
def test_what_a_check_may_keep_is_told_without_open_places(code: str) -> None:
    assert "{" not in problem_text(code)


def test_every_code_has_a_sentence_of_its_own() -> None:
    assert len({problem_text(code) for code in codes()}) == len(codes())


def test_an_unknown_code_is_told_as_any_error() -> None:
    assert problem_text(None) == problem_text("NEVER_HEARD") == EngineError().text
