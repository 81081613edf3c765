"""Runs half of the tests in a process beside this one, where all of them are asked for.

Most tests wait for another process (a sandbox, a dashboard, a browser), so that one process of
tests leaves half of two processors idle. Each half fails as it would alone, and with it the whole.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator

import pytest

# About half of the time.
FOLDERS = ("tests/browser/", "tests/faults/", "tests/pages/", "tests/sandbox/", "tests/store/")


def _has_other_half(config: pytest.Config) -> bool:
    """Whether this is plain `pytest`: whoever names tests or options gets one process."""
    return not config.invocation_params.args and (os.cpu_count() or 1) > 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the other process its tests."""
    if _has_other_half(config):
        theirs = [item for item in items if item.nodeid.startswith(FOLDERS)]
        items[:] = [item for item in items if not item.nodeid.startswith(FOLDERS)]
        config.hook.pytest_deselected(items=theirs)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Runs both halves; what the other one said follows when both have ended."""
    if not _has_other_half(session.config):
        return (yield)
    command = [sys.executable, "-m", "pytest", *FOLDERS]
    with tempfile.TemporaryFile() as said:
        other = subprocess.Popen(
            command,
            cwd=session.config.rootpath,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is told to it below, once
        )
        try:
            result = yield
        except BaseException:
            other.send_signal(signal.SIGINT)
            raise
        finally:
            other.wait()
        if other.returncode != 0:
            session.testsfailed += 1
        said.seek(0)
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_sep("=", " ".join(("beside:", *FOLDERS)))
        reporter.write(said.read().decode("utf-8", "replace"))
    return result
