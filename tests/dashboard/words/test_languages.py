"""Whose word counts when a page chooses its language."""

from __future__ import annotations

import pytest

from dashboard.words.languages import visitor_language


@pytest.mark.parametrize(
    ("asked", "cookie", "accepted", "lang"),
    [
        ("en", "ko", "ko", "en"),
        ("", "en", "ko", "en"),
        ("", "", "en", "en"),
        ("", "", "ko;q=0.4, en;q=0.6", "en"),
        ("", "", "en;q=0, ko;q=0.1", "ko"),
        ("", "", "en;q=often, ;;, ko", "ko"),
        ("", "", "fr-FR, de", "ko"),
        ("<script>", "../en", "", "ko"),
        ("", "", "", "ko"),
    ],
)
def test_the_address_counts_before_the_cookie_before_the_browser(
    asked: str, cookie: str, accepted: str, lang: str
) -> None:
    assert visitor_language(asked, cookie, accepted) == lang
