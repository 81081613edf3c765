"""Every operation of the engine takes a role, and refuses who does not reach it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import THE_MACHINE, Actor, BadRequest, Config, Engine, NotAllowed, Role, open_engine

WITHOUT_ROLE = {
    *("acting_as", "actor", "serve", "close"),
    # nobody is signed in yet, or is on the way out
    *("sign_in", "sign_out", "visitor", "provider_visitor"),
    *("is_demo", "demo_sign_in"),
    *("welcome_token", "welcomes", "make_first_manager"),
}
LESSER = [(role, least) for least in Role for role in Role if not role.may(least)]


def operations() -> dict[str, Any]:
    """Every public operation by its name, properties by their getter."""
    found = inspect.getmembers(Engine)
    steps = {name: one.fget if isinstance(one, property) else one for name, one in found}
    return {
        name: step
        for name, step in steps.items()
        if not name.startswith("_") and name not in WITHOUT_ROLE
    }


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(Config(workspace=tmp_path))
    yield opened
    opened.close()


def test_every_operation_says_which_role_it_takes() -> None:
    missing = [name for name, step in operations().items() if not hasattr(step, "least_role")]

    assert missing == []


@pytest.mark.parametrize(("role", "least"), LESSER)
def test_an_operation_refuses_a_role_that_does_not_reach(
    engine: Engine, role: Role, least: Role
) -> None:
    lesser = engine.acting_as(Actor(name="kim", role=role))

    for step in operations().values():
        if step.least_role is least:
            given = [None] * (len(inspect.signature(step).parameters) - 1)
            names = list(inspect.signature(step).parameters)[1:]
            with pytest.raises(NotAllowed):
                step(lesser, **dict(zip(names, given, strict=True)))


def test_who_holds_the_key_file_may_do_everything() -> None:
    assert all(THE_MACHINE.role.may(role) for role in Role)


def test_a_store_that_was_not_given_is_as_one_that_is_not_there(engine: Engine) -> None:
    restricted = engine.acting_as(Actor(name="kim", role=Role.MANAGER, store_ids=(2,)))

    with pytest.raises(BadRequest, match="There is no store 1"):
        restricted.prerequisites(1)
