"""The engine's own sentence for the code that was kept of an error."""

from __future__ import annotations

from engine import sentence_of


def problem_text(code: str | None) -> str:
    """The English sentence of the error with that code; of any error for an unknown code."""
    return sentence_of(code or "")
