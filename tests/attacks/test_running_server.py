"""One running server with passwords, attacked over real sockets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks import filling, guessing, other_pages
from tests.attacks.cases import Attack
from tests.attacks.house import House, open_house
from tests.attacks.table import written

ATTACKS = [*other_pages.attacks.all, *filling.attacks.all, *guessing.attacks.all]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("attacked")) as opened:
        yield opened


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.tried)
def test_an_attack_on_the_running_server_comes_to_what_the_page_says(
    house: House, attack: Attack
) -> None:
    seen = attack.act(house)

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"


def test_no_attack_left_a_traceback(house: House) -> None:
    assert "Traceback" not in house.log
