"""What somebody could open, he cannot use when he may no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.attacks.cases import Attack
from tests.attacks.house import open_house
from tests.attacks.outlived import Scene, attacks
from tests.attacks.table import written


@pytest.fixture(scope="module")
def scene(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with open_house(tmp_path_factory.mktemp("outlived")) as house:
        yield Scene(house, chromium)


@pytest.mark.parametrize("attack", attacks.all, ids=lambda attack: attack.tried)
def test_rights_end_with_what_gave_them(scene: Scene, attack: Attack) -> None:
    seen = attack.act(scene)

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"


def test_no_attack_left_a_traceback(scene: Scene) -> None:
    assert "Traceback" not in scene.house.log, scene.house.log
