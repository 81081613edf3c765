"""Which passwords are guessed first."""

from __future__ import annotations

import pytest

from engine.domain.sign_in import tidy_password
from engine.domain.weak_passwords import is_weak
from engine.errors import BadRequest
from tests.attacks.door import STRONG, WEAK

OWN = ("kim@shop.kr", "Kim Minsu")


@pytest.mark.parametrize("password", WEAK)
def test_what_is_guessed_first_is_weak(password: str) -> None:
    assert is_weak(password, OWN)
    with pytest.raises(BadRequest, match="first that are guessed"):
        tidy_password(password, *OWN)


@pytest.mark.parametrize("password", STRONG)
def test_some_words_of_one_s_own_are_not(password: str) -> None:
    assert tidy_password(password, *OWN)


def test_somebody_else_s_name_is_a_word_like_others() -> None:
    assert not is_weak("kimminsu2026", ("lee@elsewhere.com", "Lee"))
