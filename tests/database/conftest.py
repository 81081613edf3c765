"""Real tables over a database in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.jobs.context import Tables
from tests.builders import NOON, open_tables


@pytest.fixture
def tables() -> Iterator[Tables]:
    """The tables of a fresh database in memory, at noon of 2026-11-23."""
    made = open_tables(clock=lambda: NOON)
    yield made
    made.database.close()
