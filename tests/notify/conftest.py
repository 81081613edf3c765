"""An office for each test of alerts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notify.office import Office


@pytest.fixture
def office() -> Iterator[Office]:
    opened = Office()
    yield opened
    opened.tables.database.close()
