"""What is imported before the freeze is there to be imported."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from dashboard.warm import MODULES, warm_up


def test_every_module_named_is_there_and_imported() -> None:
    missing = [name for name in MODULES if find_spec(name) is None]

    warm_up()

    assert missing == []
    assert set(MODULES) <= set(sys.modules)
