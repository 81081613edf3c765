"""Where tests keep their files: in memory where there is room, as they are many and go at once.

The files are as real as on a disk, and survive a killed process just so; only the waiting for the
disk falls away, about a third of the time of `make test`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
ROOM = 4 << 30  # bytes free; a whole run has used a tenth of it at most


def keep_files_in_memory() -> None:
    """Lets temporary folders of this process and of those it starts lie in memory; where there is
    no room, or somebody said where they are to lie ($TMPDIR), nothing changes.
    """
    if "TMPDIR" in os.environ or not os.access(IN_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(IN_MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)
