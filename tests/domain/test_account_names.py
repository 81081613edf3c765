"""Names of accounts: what passes for what."""

from __future__ import annotations

import pytest

from engine.domain.account_names import look, refuse_alike, tidy_account_name
from engine.errors import BadRequest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim", "KIM"),
        ("김민수", "김민수".encode().decode()),
        ("José", "José"),
        ("Paul", "Pаul"),  # a Cyrillic а
        ("Nina", "Νina"),  # a Greek capital nu
        ("Ann Lee", "ann-lee"),
        ("Bill", "BiII"),
        ("Emma", "Emrna"),
    ],
)
def test_names_that_look_the_same_pass_for_each_other(one: str, other: str) -> None:
    assert look(one) == look(other)
    with pytest.raises(BadRequest, match="passes for the other"):
        refuse_alike(one, [other])


@pytest.mark.parametrize("other", ["김민서", "Kim 2", "José", "Ким Н", "田中", "★"])
def test_names_that_differ_stand_beside_each_other(other: str) -> None:
    refuse_alike(tidy_account_name(other), ["김민수", "Kim", "Jose", "Kim 3", "☆"])


def test_a_name_is_kept_composed_with_single_spaces_and_no_longer_than_is_shown() -> None:
    assert tidy_account_name(" 김\t민수 \n Y ") == "김 민수 Y"
    assert len(tidy_account_name("a" * 300)) == 100


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u3164", "\x00", "\ufeff", "\U000e0101"])
def test_a_sign_that_nobody_sees_is_refused(sign: str) -> None:
    with pytest.raises(BadRequest, match="nobody sees"):
        tidy_account_name(f"Kim{sign}")
