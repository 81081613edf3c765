"""One stage for all tests of faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.bulk import Bulk, open_bulk


@pytest.fixture(scope="session")
def bulk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bulk]:
    """2,000 listings to import, and what an undisturbed import keeps of them."""
    with open_bulk(tmp_path_factory.mktemp("stage")) as opened:
        yield opened
