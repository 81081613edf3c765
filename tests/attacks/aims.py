"""All aims of the attacks, each with the place where they are tried."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from engine import open_engine
from tests.attacks import (
    bombs,
    door,
    filling,
    foreign_file,
    foreign_text,
    guessing,
    house,
    names,
    other_pages,
    other_users,
    outlived,
    provider,
    scope,
    store_secret,
)
from tests.attacks.cases import Attack, Attacks
from tests.browser.chromium import find_chromium, open_chromium
from tests.fresh import fresh
from tests.sandbox_process import start_sandbox

Act = Callable[[Attack], str]


@contextmanager
def in_shops() -> Iterator[Act]:
    """Each in a workspace of its own with a store of its own."""
    with TemporaryDirectory() as folder, start_sandbox(stores=30, products=5, seed=7) as sandbox:
        numbers = itertools.count()

        def act(attack: Attack) -> str:
            index = next(numbers)
            with store_secret.open_shop(sandbox, index, Path(folder) / str(index)) as shop:
                return attack.act(shop)

        yield act


@contextmanager
def with_a_file() -> Iterator[Act]:
    """Each with a workspace and a foreign file of its own."""
    with TemporaryDirectory() as folder:
        places = (Path(folder) / str(number) for number in itertools.count())
        yield lambda attack: attack.act(foreign_file.open_target(_made(next(places))))


@contextmanager
def in_folders() -> Iterator[Act]:
    """Each in an empty folder of its own."""
    with TemporaryDirectory() as folder:
        places = (Path(folder) / str(number) for number in itertools.count())
        yield lambda attack: attack.act(_made(next(places)))


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@contextmanager
def in_house() -> Iterator[Act]:
    """All at one running server with passwords."""
    with TemporaryDirectory() as folder, house.open_house(Path(folder)) as opened:
        yield lambda attack: attack.act(opened)


@contextmanager
def with_a_browser() -> Iterator[Act]:
    """All at one running server, with Chromium for those who click."""
    path = find_chromium()
    assert path is not None, "needs Chromium"
    with (
        TemporaryDirectory() as folder,
        house.open_house(Path(folder)) as opened,
        open_chromium(path) as browser,
    ):
        yield lambda attack: attack.act(outlived.Scene(opened, browser))


@contextmanager
def among_strange_names() -> Iterator[Act]:
    """At a running server with people and stores of such names, with Chromium."""
    path = find_chromium()
    assert path is not None, "needs Chromium"
    with (
        TemporaryDirectory() as folder,
        open_chromium(path) as browser,
        foreign_text.open_scene(Path(folder), browser) as scene,
    ):
        yield lambda attack: attack.act(scene)


@contextmanager
def in_team() -> Iterator[Act]:
    """All at one running server with an identity provider."""
    with TemporaryDirectory() as folder, provider.open_team(Path(folder)) as opened:
        yield lambda attack: attack.act(opened)


@contextmanager
def nowhere() -> Iterator[Act]:
    """Each in a process of its own."""
    yield lambda attack: attack.act(None)


@contextmanager
def in_workspaces() -> Iterator[Act]:
    """Each in a workspace of its own, asked without a server."""

    def act(attack: Attack) -> str:
        with TemporaryDirectory() as folder, closing(open_engine(fresh(Path(folder)))) as engine:
            return attack.act(engine)

    yield act


AIMS: list[tuple[Attacks, Callable[[], AbstractContextManager[Act]]]] = [
    (store_secret.attacks, in_shops),
    (other_pages.attacks, in_house),
    (filling.attacks, in_house),
    (guessing.attacks, in_house),
    (bombs.attacks, nowhere),
    (door.attacks, in_workspaces),
    (names.attacks, in_workspaces),
    (scope.attacks, in_workspaces),
    (outlived.attacks, with_a_browser),
    (foreign_text.attacks, among_strange_names),
    (provider.outside, in_team),
    (provider.unverified, in_team),
    (foreign_file.attacks, with_a_file),
    (other_users.attacks, in_folders),
]
