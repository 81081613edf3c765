"""What is made of a page of listings is made once and goes with it."""

from __future__ import annotations

from dashboard.server.session import found_in
from engine import PreviewPage


def _page() -> PreviewPage:
    return PreviewPage(page=1, size=100, total=0, rows=())


def test_what_is_made_of_a_page_is_made_once_for_each_key() -> None:
    page, made = _page(), []

    def make() -> int:
        made.append("made")
        return len(made)

    asked = [found_in(page, "table", make), found_in(page, "table", make)]
    asked += [found_in(page, "facts", make)]

    assert asked == [1, 1, 2]


def test_a_page_read_anew_is_another_though_it_says_the_same() -> None:
    first, second = _page(), _page()

    assert found_in(first, "table", lambda: "first") == "first"
    assert found_in(second, "table", lambda: "second") == "second"
