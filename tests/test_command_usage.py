"""Wrong usage ends with status 2 and says how it goes; help is no error."""

from __future__ import annotations

import pytest

from tests.terminal import Terminal


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("store",),
        ("store", "add", "x"),
        ("store", "add", "x", "--client-id", "a", "--base-url", "b", "--fee-tier", "LARGE"),
        ("products", "import", "x", "--match", "code"),
        ("products", "import", "x", "--all"),
        ("products", "import", "x", "--all", "--match", "choice"),
        ("products", "import", "x", "--all", "--numbers", "1", "--match", "none"),
        ("products", "import", "--all", "--match", "none"),
        ("products", "import", "x", "--all-stores", "--all", "--match", "none"),
        ("products", "import", "--all-stores", "--numbers", "1", "--match", "none"),
        *(
            ("products", "import", "x", "--match", "none", f"--numbers={numbers}")
            for numbers in ("", ",", "a", "1;2", "1.5", "-1", "0", "1_000", "１", "9" * 30, "1,,x")
        ),
        ("products", "preview", "x", "--page", "0"),
        ("products", "preview", "x", "--size", "many"),
        ("jobs", "cancel", "1.5"),
        ("demo", "--port", "http"),
        ("products", "sync"),
        ("margins", "x", "--on", "yesterday"),
        ("margins", "x", "--arrival", "WALKING"),
        ("demo", "--port", "70000"),
        ("sku", "import"),
        ("store", "check", "x", "--unknown"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_how_it_goes(
    run: Terminal, words: tuple[str, ...]
) -> None:
    said = run(*words)

    assert (said.status, said.out) == (2, "")
    assert "usage: storeboard" in said.err
    assert "Traceback" not in said.err
    assert list(run.workspace.iterdir()) == []  # not even opened


def test_a_number_that_is_none_is_said_in_words(run: Terminal) -> None:
    assert "abc is no whole number" in run("jobs", "cancel", "abc").err


@pytest.mark.parametrize("words", [("--help",), ("products", "import", "--help")])
def test_help_is_no_error(run: Terminal, words: tuple[str, ...]) -> None:
    said = run(*words)

    assert said.status == 0
    assert "usage: storeboard" in said.out
