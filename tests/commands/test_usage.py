"""Wrong usage ends with status 2 and says how it goes; help is no error."""

from __future__ import annotations

import pytest

from dashboard.commands.cli import main
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


@pytest.mark.parametrize(
    ("words", "english", "korean"),
    [
        (("jobs", "cancel", "abc"), "job: abc is no whole number", "job: abc: 정수가 아닙니다"),
        (("jobs", "cancel"), "arguments are required: job", "다음이 필요합니다: job"),
        (("jobs", "--limit", "0"), "0 is below 1", "0: 1보다 작습니다"),
        (("jobs", "--limit"), "--limit: expected one argument", "--limit: 값 하나가 필요합니다"),
        (("jobs", "--json=1"), "ignored explicit argument '1'", "값을 받지 않습니다: '1'"),
        (("jobs", "--l", "3"), "ambiguous option: --l", "어느 옵션인지 알 수 없습니다: --l"),
        (("store", "check", "x", "--no"), "unrecognized arguments", "알 수 없는 인자입니다: --no"),
        (("coffee",), "invalid choice: 'coffee'", "'coffee'은(는) 고를 수 없습니다"),
        (("demo", "--port", "70000"), "70000 is no port", "70000: 포트 번호가 아닙니다"),
        (("margins", "x", "--on", "1"), "1 is no date", "1: 2026-11-23과 같은 날짜가 아닙니다"),
        (
            ("account", "add", "a@b.kr", "--role", "BOSS"),
            "BOSS is none of ANALYST, OPERATOR, MANAGER",
            "BOSS: 다음 가운데 하나가 아닙니다: ANALYST, OPERATOR, MANAGER",
        ),
        (("products", "sync"), "just one of", "NAME과 --all-stores 가운데 하나만"),
    ],
)
def test_wrong_usage_is_told_in_both_languages(
    run: Terminal, words: tuple[str, ...], english: str, korean: str
) -> None:
    for lang, sentence, usage in (("en", english, "usage:"), ("ko", korean, "사용법:")):
        said = run(*words, lang=lang)

        assert said.status == 2
        assert sentence in said.err
        assert said.err.startswith(usage)


def test_the_language_of_wrong_usage_is_that_of_the_terminal_unless_typed(
    run: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    told = []
    for words in (("jobs", "cancel"), ("jobs", "cancel", "--lang=en"), ("jobs", "--lang")):
        with pytest.raises(SystemExit):
            main(words)
        told.append(capsys.readouterr().err.splitlines()[-1])

    assert "다음이 필요합니다" in told[0]
    assert "are required" in told[1]
    assert "--lang: 값 하나가 필요합니다" in told[2]


@pytest.mark.parametrize("words", [("--help",), ("products", "import", "--help")])
def test_help_is_no_error(run: Terminal, words: tuple[str, ...]) -> None:
    said = run(*words)

    assert said.status == 0
    assert "usage: storeboard" in said.out
