"""Another program that holds a workspace, as a dashboard or a command does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sandbox_process import ROOT

HOLD = """
import sys
from pathlib import Path
from engine import Config, ImportRequest, open_engine

engine = open_engine(Config(workspace=Path(sys.argv[1])), serve=sys.argv[2] != "work")
if sys.argv[2] == "import":
    engine.imports.submit(ImportRequest(store_id=1))
print(flush=True)
sys.stdin.read()
engine.close()
"""


@contextmanager
def held(workspace: Path, how: str = "serve") -> Iterator[None]:
    """A program holds the workspace: to "serve" it, so that it can be asked, to "import" its first
    store meanwhile, or silently, as one at "work" does.
    """
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workspace), how],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline()
        yield
        holder.communicate(timeout=30)
    assert holder.returncode == 0
