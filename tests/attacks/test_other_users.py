"""Files as another user of the machine sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks import other_users
from tests.attacks.cases import Attack
from tests.attacks.table import written


@pytest.mark.parametrize("attack", other_users.attacks.all, ids=lambda attack: attack.tried)
def test_files_are_for_their_owner_alone_as_the_page_says(tmp_path: Path, attack: Attack) -> None:
    seen = attack.act(tmp_path)

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"
