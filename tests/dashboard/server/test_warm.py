"""What is imported before the freeze is there to be imported."""

from __future__ import annotations

import gc
import sys
from importlib.util import find_spec

from dashboard.server.warm import MODULES, warm_up_aside


def test_every_module_named_is_there_imported_and_frozen() -> None:
    missing = [name for name in MODULES if find_spec(name) is None]

    warm_up_aside().join()

    frozen = gc.get_freeze_count()
    gc.unfreeze()
    assert missing == []
    assert frozen > 10_000
    assert set(MODULES) <= set(sys.modules)
