"""One stage for all tests of faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.stage import Stage, open_stage


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """2,000 listings to import, and what an undisturbed import keeps of them."""
    with open_stage(tmp_path_factory.mktemp("stage")) as opened:
        yield opened
