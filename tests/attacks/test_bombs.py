"""Bombs are refused soon and without much memory, each measured in a process of its own."""

from __future__ import annotations

import pytest

from tests.attacks.bombs import attacks
from tests.attacks.cases import Attack
from tests.attacks.table import written


@pytest.mark.parametrize("attack", attacks.all, ids=lambda attack: attack.tried)
def test_a_bomb_comes_to_what_the_page_says(attack: Attack) -> None:
    seen = attack.act(None)

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"
