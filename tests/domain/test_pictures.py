"""Which addresses of pictures a browser may ask."""

from __future__ import annotations

import pytest

from engine.domain.pictures import picture_address


@pytest.mark.parametrize(
    "told",
    ["https://shop-phinf.pstatic.net/a/b.jpg?type=m510", "http://127.0.0.1:9000/pictures/3.svg"],
)
def test_a_picture_over_tls_or_of_a_sandbox_here_is_asked_for(told: str) -> None:
    assert picture_address(told) == told


@pytest.mark.parametrize(
    "told",
    [
        *("http://shop.example/a.jpg", "javascript:alert(1)", "data:image/svg+xml,<svg/>", "//a/b"),
        *("file:///etc/passwd", "ftp://a/b", "https://", "https://[x", "a.jpg", "", None),
        *("https://kim:pw@a.kr/b", "https://a.kr/b c", 'https://a.kr/"onerror=', "https://a.kr/\n"),
        *("http://169.254.169.254/latest", " https://a.kr/b"),
    ],
)
def test_any_other_is_none(told: str | None) -> None:
    assert picture_address(told) is None
