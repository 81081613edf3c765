"""What others named things shows as text, in a real browser on a running server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.attacks.cases import Attack
from tests.attacks.foreign_text import attacks, open_scene
from tests.attacks.table import written


@pytest.mark.parametrize("attack", attacks.all, ids=lambda attack: attack.tried)
def test_a_name_is_text(chromium: Browser, tmp_path: Path, attack: Attack) -> None:
    with open_scene(tmp_path, chromium) as scene:
        seen = attack.act(scene)

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"
