"""A store's secret stays where it was entered for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.cases import Attack
from tests.attacks.store_secret import Shop, attacks, open_shop
from tests.attacks.table import written
from tests.sandbox_process import Sandbox


@pytest.fixture
def shop(shared_sandbox: Sandbox, store_indices: Iterator[int], tmp_path: Path) -> Iterator[Shop]:
    with open_shop(shared_sandbox, next(store_indices), tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("attack", attacks.all, ids=lambda attack: attack.tried)
def test_a_store_s_secret_is_not_read(shop: Shop, attack: Attack) -> None:
    seen = attack.act(shop)

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"


def test_a_store_that_is_moved_with_its_secret_is_asked_there(shop: Shop) -> None:
    shop.move(shop.thief.url, shop.secret)
    shop.check()

    assert any("client_secret_sign" in one for one in shop.thief.asked)
