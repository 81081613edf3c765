"""What the log says of a refusal: one line, as it is no fault of the program."""

from __future__ import annotations

import logging

from engine import EngineError

DOWNLOADS = "streamlit.runtime.backend_operation_handler"


def tell_refusals_shortly() -> None:
    """A download that is refused, say after its session ended, leaves no traceback in the log."""
    logging.getLogger(DOWNLOADS).addFilter(without_traceback)


def without_traceback(record: logging.LogRecord) -> bool:
    """Takes the traceback of a refusal off its line; a fault keeps its own. Always true: the line
    itself stays.
    """
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    while error is not None:
        if isinstance(error, EngineError):
            record.exc_info, record.msg, record.args = None, f"refused: {error.code}", None
            return True
        error = error.__cause__ or error.__context__
    return True
