"""Forty small product pictures, a coloured tile with a shape, drawn as SVG."""

from __future__ import annotations

from engine.sandbox.catalogue import PICTURES

_COLOURS = (
    ("#f1e0d3", "#9a6f52"),
    ("#dcefe0", "#4f8a5f"),
    ("#ecdcee", "#8a559c"),
    ("#f0ecd4", "#8d8452"),
    ("#d5e3ef", "#53769c"),
    ("#e1e0e8", "#656377"),
    ("#f3dadb", "#a5565b"),
    ("#d6eeee", "#438587"),
)
_SHAPES = (
    '<rect x="22" y="38" width="56" height="24" rx="5"/>',
    '<rect x="31" y="20" width="38" height="60" rx="5"/>',
    '<path d="M50 22 80 76H20Z"/>',
    '<circle cx="50" cy="50" r="29"/>',
    '<path d="M50 18 82 50 50 82 18 50Z"/>',
)


def picture(number: int) -> str | None:
    """SVG text of one picture, None where there is none of that number."""
    if not 0 <= number < PICTURES:
        return None
    ground, ink = _COLOURS[number % len(_COLOURS)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="0 0 100 100">'
        f'<rect width="100" height="100" rx="12" fill="{ground}"/>'
        f'<g fill="{ink}">{_SHAPES[number // len(_COLOURS)]}</g></svg>'
    )
