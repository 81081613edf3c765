"""The theme's message, made once, says what Streamlit's own says."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from dashboard.server import theme_message

SECTIONS = ["theme", *(f"theme.{one.value}" for one in config.CustomThemeCategories)]
own = getattr(app_session, theme_message.NAME)


@pytest.fixture
def made_once(monkeypatch: pytest.MonkeyPatch) -> theme_message.Fill:
    monkeypatch.setattr(app_session, theme_message.NAME, own)
    theme_message.make_theme_once()
    made: theme_message.Fill = getattr(app_session, theme_message.NAME)
    assert made is not own
    return made


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_is_what_streamlit_makes_of_it_every_time(
    made_once: theme_message.Fill, section: str
) -> None:
    config.get_config_options(force_reparse=True)
    expected, first, second = (CustomThemeConfig() for _ in range(3))
    own(expected, section)

    made_once(first, section)
    made_once(second, section)

    assert (expected.ByteSize() > 0) is (section != "theme.sidebar")  # nothing of it is set
    assert first == expected
    assert second == expected


def test_a_section_inside_another_leaves_the_rest_alone(made_once: theme_message.Fill) -> None:
    theme = CustomThemeConfig()

    made_once(theme)
    made_once(theme.dark, "theme.dark")

    assert theme.dark.background_color != theme.background_color
    assert theme.heading_font_sizes
    assert not theme.dark.heading_font_sizes


def test_another_version_of_streamlit_without_it_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(app_session, theme_message.NAME)

    theme_message.make_theme_once()

    assert not hasattr(app_session, theme_message.NAME)
