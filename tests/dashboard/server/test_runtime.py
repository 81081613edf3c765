"""Pages take the engine the server opened; without one they say how to start it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.server.runtime import drop_engine, generation, held_engine, hold_engine
from dashboard.words.problems import problem_text
from engine import AuthFailed, Config, ConfigError, open_engine


def test_without_a_server_the_engine_is_missing() -> None:
    drop_engine()

    with pytest.raises(ConfigError, match="storeboard run"):
        held_engine()


def test_another_engine_is_another_generation(tmp_path: Path) -> None:
    engine = open_engine(Config(workspace=tmp_path))
    try:
        hold_engine(engine)
        first = generation()
        assert held_engine() is engine
        hold_engine(engine)
        assert generation() != first
    finally:
        drop_engine()
        engine.close()


def test_the_code_of_a_kept_problem_finds_its_sentence() -> None:
    assert problem_text("AUTH_FAILED") == AuthFailed().text
    assert problem_text(None) == problem_text("NO_SUCH_CODE")
