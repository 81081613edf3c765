"""Business numbers: their check digit, how they are written, and stores grouped by them."""

from __future__ import annotations

import pytest

from engine.domain.business import business_no_text, tidy_business_no
from engine.errors import BadRequest


@pytest.mark.parametrize("text", ["123-45-67891", "1234567891", " 123 45 67891 "])
def test_a_number_is_kept_as_its_ten_digits_and_written_in_three_parts(text: str) -> None:
    tidy = tidy_business_no(text)

    assert tidy == "1234567891"
    assert business_no_text(tidy) == "123-45-67891"


def test_nothing_typed_is_no_number() -> None:
    assert tidy_business_no(" - ") is None


@pytest.mark.parametrize("text", ["123-45-6789", "123-45-678911", "123-45-6789a", "１２３4567891"])
def test_what_has_not_ten_digits_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="ten digits"):
        tidy_business_no(text)


def test_of_ten_last_digits_one_fits() -> None:
    for last in range(10):
        if last != 1:
            with pytest.raises(BadRequest, match="last digit"):
                tidy_business_no(f"123-45-6789{last}")


def test_two_digits_of_a_number_that_change_places_are_found() -> None:
    with pytest.raises(BadRequest, match="last digit"):
        tidy_business_no("213-45-67891")
