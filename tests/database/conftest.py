"""Real rooms over a database in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.jobs.context import Rooms
from tests.builders import NOON, open_rooms


@pytest.fixture
def rooms() -> Iterator[Rooms]:
    """The rooms of a fresh database in memory, at noon of 2026-11-23."""
    made = open_rooms(clock=lambda: NOON)
    yield made
    made.database.close()
