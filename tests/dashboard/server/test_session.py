"""What is made of a page of listings is made once and goes with it."""

from __future__ import annotations

from dashboard.server.session import derived_once
from engine import PreviewPage


def _page() -> PreviewPage:
    return PreviewPage(page=1, size=100, total=0, rows=())


def test_what_is_made_of_a_page_is_made_once_for_each_key() -> None:
    page, made = _page(), []

    def make() -> int:
        made.append("made")
        return len(made)

    asked = [derived_once(page, "table", make), derived_once(page, "table", make)]
    asked += [derived_once(page, "facts", make)]

    assert asked == [1, 1, 2]


def test_a_page_read_anew_is_another_though_it_says_the_same() -> None:
    first, second = _page(), _page()

    assert derived_once(first, "table", lambda: "first") == "first"
    assert derived_once(second, "table", lambda: "second") == "second"
