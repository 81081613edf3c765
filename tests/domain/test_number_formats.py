"""Numbers are shown as a spreadsheet shows them, or said to be unclear; never as another number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.number_formats import shown, without_zeros

ACCOUNTS = '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("123", "00000", "00123"),
        ("17", "0000", "0017"),
        ("90.75", "0.000", "90.750"),
        ("0.5", "00.00", "00.50"),
        ("1234", "General", "1234"),
        ("1234", "@", "1234"),
        ("1234.5", "General", "1234.5"),
        ("1234", "#,##0", "1234"),
        ("1234", "#,###", "1234"),
        ("0", "#,###", "0"),
        ("1234", "#,##0.00", "1234.00"),
        ("1.5", "#.##", "1.5"),
        ("7", "0.0#", "7.0"),
        ("1234567890", "000-00-00000", "123-45-67890"),
        ("1012345678", "000-0000-0000", "010-1234-5678"),
        ("821012345678", "0##-####-####", "8210-1234-5678"),
        ("5", '"SKU-"0000', "SKU-0005"),
        ("5", "\\A0000", "A0005"),
        ("0.03", "0%", "3%"),
        ("0.025", "0.0%", "2.5%"),
        ("1234", "₩#,##0", "₩1234"),
        ("1234", "[$₩-412]#,##0", "₩1234"),
        ("1234", '#,##0"원"', "1234원"),
        ("12", '"$"#,##0.00', "$12.00"),
        ("12", "[$$-409]#,##0.00", "$12.00"),
        ("3", '0"박스"', "3박스"),
        ("1234", ACCOUNTS, "1234"),
        ("0", ACCOUNTS, "0"),
        ("-5", ACCOUNTS, "-5"),
        ("-3", "#,##0_);[Red](#,##0)", "(3)"),
        ("-3", "0", "-3"),
    ],
)
def test_a_number_is_shown_with_its_format(number: str, code: str, text: str) -> None:
    assert shown(Decimal(number), code) == text


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("3300.4", "#,##0"),
        ("90.756", "0.00"),
        ("12000", "#,##0,"),
        ("12000000", '#,##0,,"백만"'),
        ("8801234567890", "0.00E+00"),
        ("0.5", "# ?/?"),
        ("123", "[>100]0;00"),
        ("1234", ";;;"),
        ("5", '"비밀"'),
        ("12", "AB0"),
        ("12", "[DBNum1]0"),
        ("12", "0.0.0"),
    ],
)
def test_a_format_that_hides_a_part_of_the_number_is_unclear(number: str, code: str) -> None:
    assert shown(Decimal(number), code) is None


@given(
    st.decimals(-(10**9), 10**9, places=3),
    st.text('0#,.%;"$₩-()_*\\ []@?/E+원A', max_size=12),
)
def test_any_format_is_understood_or_unclear_but_never_a_fault(number: Decimal, code: str) -> None:
    text = shown(number, code)

    assert text is None or text.strip()


@given(st.integers(0, 10**14), st.integers(1, 15))
def test_leading_zeros_are_added_and_no_digit_lost(number: int, width: int) -> None:
    assert shown(Decimal(number), "0" * width) == str(number).rjust(width, "0")


@pytest.mark.parametrize(
    ("code", "left"),
    [
        *(("00123", "123"), ("0", None), ("90.750", "90.75"), ("7.0", "7"), ("90.75", None)),
        *(("0.5", None), ("00A", None), ("0" * 16, None), ("１２", None), ("1.2.0", None)),
    ],
)
def test_what_a_spreadsheet_leaves_of_a_code(code: str, left: str | None) -> None:
    assert without_zeros(code) == left
