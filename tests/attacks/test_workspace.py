"""A workspace, attacked by who is let into it and by what is typed at its door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from engine import Engine, open_engine
from tests.attacks import door, names, scope
from tests.attacks.cases import Attack
from tests.attacks.table import written
from tests.fresh import fresh

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # Apprise imports it
ATTACKS = [*door.attacks.all, *names.attacks.all, *scope.attacks.all]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(open_engine(fresh(tmp_path, password_cost=4))) as opened:
        yield opened


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.tried)
def test_an_attack_on_a_workspace_comes_to_what_the_page_says(
    engine: Engine, attack: Attack
) -> None:
    seen = attack.act(engine)

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"
