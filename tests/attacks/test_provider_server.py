"""A running server whose people come over an identity provider, attacked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks import provider
from tests.attacks.cases import Attack
from tests.attacks.provider import Team, open_team
from tests.attacks.table import written

ATTACKS = [*provider.outside.all, *provider.unverified.all]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with open_team(tmp_path_factory.mktemp("team")) as opened:
        yield opened


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.tried)
def test_an_attack_over_the_provider_comes_to_what_the_page_says(
    team: Team, attack: Attack
) -> None:
    seen = attack.act(team)

    assert f"| {attack.tried} | {seen} |" in written(), "run: python -m tests.attacks"


def test_the_page_itself_and_its_socket_are_open_to_sign_in(team: Team) -> None:
    for path in ("/", "/margins", "/_stcore/health", "/_stcore/host-config", "/healthz"):
        assert team.ask(path, headers={"accept": "text/html"}).status_code == 200, path
    assert team.opens_socket(origin=team.url) == 101


def test_no_attack_left_a_traceback(team: Team) -> None:
    assert "Traceback" not in team.log


def test_a_provider_that_never_says_what_it_verified_is_believed_where_that_was_set(
    tmp_path: Path,
) -> None:
    with open_team(tmp_path, {"STOREBOARD_OIDC_ALL_VERIFIED": "yes"}) as team:
        assert team.lets_in(team.cookie())
        assert not team.lets_in(team.cookie(email_verified=False))
        assert not team.lets_in(team.cookie(email_verified="false"))
