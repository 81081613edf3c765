"""The engine's own sentence for the code that was kept of an error."""

from __future__ import annotations

from functools import cache

from engine import EngineError


def problem_text(code: str | None) -> str:
    """The English sentence of the error with that code; of any error for an unknown code."""
    return _texts().get(code or "", EngineError().text)


@cache
def _texts() -> dict[str, str]:
    kinds: list[type[EngineError]] = [EngineError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.code: kind().text for kind in kinds}
