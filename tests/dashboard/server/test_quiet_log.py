"""A refusal is one line of the log, a fault keeps its traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from dashboard.server.quiet_log import DOWNLOADS, tell_refusals_shortly, without_traceback
from engine import SignedOut


def told(cause: Exception, caplog: pytest.LogCaptureFixture) -> str:
    """What is logged where a download fails for that cause, as Streamlit does it."""
    logger = logging.getLogger(DOWNLOADS)
    tell_refusals_shortly()
    try:
        with caplog.at_level(logging.ERROR, logger=DOWNLOADS):
            try:
                raise RuntimeError("Callable execution failed") from cause
            except RuntimeError:
                logger.exception("Error executing deferred callable for file_id %s", "abc")
    finally:
        logger.removeFilter(without_traceback)
    return caplog.text


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The logger's lines are heard whatever its own handlers are."""
    logger = logging.getLogger(DOWNLOADS)
    logger.addHandler(caplog.handler)
    yield
    logger.removeHandler(caplog.handler)


def test_a_refused_download_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    line = told(SignedOut(), caplog)

    assert "refused: SIGNED_OUT" in line
    assert "Traceback" not in line


def test_a_fault_of_a_download_keeps_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    line = told(ValueError("a fault"), caplog)

    assert "Traceback" in line
    assert "a fault" in line
