"""Files of somebody else, put back into a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks import foreign_file
from tests.attacks.cases import Attack
from tests.attacks.table import written


@pytest.mark.parametrize("attack", foreign_file.attacks.all, ids=lambda attack: attack.tried)
def test_a_foreign_file_comes_to_what_the_page_says(tmp_path: Path, attack: Attack) -> None:
    seen = attack.act(foreign_file.open_target(tmp_path))

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"
