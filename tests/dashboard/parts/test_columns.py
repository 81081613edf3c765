"""Columns are made once a language, and drawing them leaves them as they are."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest

from dashboard.parts import tables
from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT


@pytest.fixture(autouse=True)
def _back_to_korean() -> Iterator[None]:
    yield
    speak(DEFAULT)


def test_columns_are_made_once_and_in_each_language_anew() -> None:
    korean = tables.skus()
    again = tables.skus()
    speak("en")
    english = tables.skus()

    assert again is korean
    assert english["name"]["label"] == "Name" != korean["name"]["label"]


def test_what_streamlit_sets_in_its_copy_does_not_reach_ours() -> None:
    column = tables.preview("light")["price"]
    held = dict(column)

    drawn = copy.deepcopy(column)
    drawn["hidden"] = True

    assert dict(column) == held
    assert {**drawn, "hidden": None} == {**held, "hidden": None}
