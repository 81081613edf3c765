"""How colours differ: WCAG contrast, CIEDE2000, what colour-blind readers see (Machado 2009)."""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin

Rgb = tuple[float, float, float]

SEEN_AS: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two hex colours, 1 to 21."""
    light, dark = sorted((_luminance(_linear(one)), _luminance(_linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faded(text: str, ground: str, share: float) -> str:
    """`text` at that opacity over `ground`, as captions are drawn."""
    mixed = (
        share * a + (1 - share) * b for a, b in zip(_channels(text), _channels(ground), strict=True)
    )
    return "#" + "".join(f"{round(value * 255):02X}" for value in mixed)


def difference(one: str, other: str, eyes: str = "normal") -> float:
    """CIEDE2000 between two hex colours as these eyes see them."""
    return _ciede2000(_lab(_seen(one, eyes)), _lab(_seen(other, eyes)))


def _channels(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _linear(colour: str) -> Rgb:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in _channels(colour)
    )
    return red, green, blue


def _luminance(rgb: Rgb) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def _seen(colour: str, eyes: str) -> Rgb:
    rgb = _linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, rgb, strict=True))))
        for row in SEEN_AS[eyes]
    )
    return red, green, blue


def _lab(rgb: Rgb) -> Rgb:
    red, green, blue = rgb
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _ciede2000(one: Rgb, other: Rgb) -> float:
    chroma = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1 + 0.5 * (1 - (chroma**7 / (chroma**7 + 25**7)) ** 0.5)
    chroma_1, hue_1 = _polar(one, stretch)
    chroma_2, hue_2 = _polar(other, stretch)
    lightness = (one[0] + other[0]) / 2
    chroma = (chroma_1 + chroma_2) / 2
    turn = (hue_2 - hue_1 + 180) % 360 - 180 if chroma_1 * chroma_2 else 0.0
    hue = (hue_1 + turn / 2) % 360 if chroma_1 * chroma_2 else hue_1 + hue_2
    weight = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    scale_l = 1 + 0.015 * (lightness - 50) ** 2 / (20 + (lightness - 50) ** 2) ** 0.5
    dl = (other[0] - one[0]) / scale_l
    dc = (chroma_2 - chroma_1) / (1 + 0.045 * chroma)
    dh = 2 * (chroma_1 * chroma_2) ** 0.5 * sin(radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    bend = (
        -2
        * (chroma**7 / (chroma**7 + 25**7)) ** 0.5
        * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    )
    return float((dl**2 + dc**2 + dh**2 + bend * dc * dh) ** 0.5)


def _polar(lab: Rgb, stretch: float) -> tuple[float, float]:
    a, b = lab[1] * stretch, lab[2]
    return hypot(a, b), degrees(atan2(b, a)) % 360
