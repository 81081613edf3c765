"""Learning of stores one was not given: their names and numbers, from answers and refusals."""

from __future__ import annotations

import inspect
from datetime import date
from typing import Any

from engine import Actor, Asker, BadRequest, Engine, FeeTier, ImportRequest, JobKind, NewStore, Role
from engine.domain.storefront import Storefront
from engine.domain.stores import Store
from engine.domain.writes import NewWrite, WriteKind
from tests.attacks.cases import Attacks
from tests.operations_page import nouns, operations_of

attacks = Attacks("learn of stores that one was not given")
THEIRS, NUMBER = "Sesame Trading", 77_777
SECRET = "$2a$04$abcdefghijklmnopqrstuu"
ADDRESS = "http://127.0.0.1:9"


def two_stores(engine: Engine) -> tuple[Store, Store]:
    """One store for the actor, and one that is none of his business, with a job and a write."""
    mine = engine.stores.add(_new("Mine", "mine"), None)  # asks nothing of NAVER
    with engine._parts.database.write() as transaction:
        counted = "update counter set last_number = ? where noun = 'store'"
        transaction._cursor.execute(counted, [NUMBER - 1])
    theirs = engine.stores.add(_new(THEIRS, "theirs"), SECRET)
    assert theirs.store_id == NUMBER
    front = Storefront(address="sesame", channel_no=500_123, channel_name=THEIRS)
    engine._parts.stores.save_storefront(theirs, front)
    return mine, engine.stores.get(theirs.store_id)


def as_somebody(engine: Engine, mine: Store) -> Engine:
    """The engine, asked by a manager of one store."""
    kim = Actor(name="kim", role=Role.MANAGER, account_id=9, store_ids=(mine.store_id,))
    return engine.acting_as(kim)


@attacks("every operation, asked with numbers and names of another store's things")
def every_operation(engine: Engine) -> str:
    mine, theirs = two_stores(engine)
    things = _things(engine, theirs)
    asked, tried = as_somebody(engine, mine), 0
    for noun, (_about, kind) in nouns().items():
        for name, step in operations_of(kind).items():
            places = list(inspect.signature(step).parameters)[1:]
            for given in _ways(places, mine, things):
                said = _answer(step, getattr(asked, noun), given)
                for told in (THEIRS, theirs.client_id, str(NUMBER)):  # but what was typed
                    assert told in str(given) or told not in said, (noun, name, given, said)
                tried += 1
    assert tried > 200
    return "no answer and no refusal names it; it is as a thing that is not there"


@attacks("the application, address or channel of another store, typed for one's own")
def typed_for_one_s_own(engine: Engine) -> str:
    mine, theirs = two_stores(engine)
    kim = as_somebody(engine, mine)
    tries = (
        lambda asked: asked.stores.update(mine.store_id, client_id=theirs.client_id),
        lambda asked: asked.store_sections.save_storefront(
            mine.store_id, "sesame", store_type=mine.store_type
        ),
        lambda asked: asked.store_sections.save_storefront(
            mine.store_id, "", channel="500123", store_type=mine.store_type
        ),
    )
    for attempt in tries:
        said = _refusal(attempt, kim)
        assert "another store" in said, said
        assert THEIRS not in said, said
        assert str(NUMBER) not in said, said
        assert THEIRS in _refusal(attempt, engine)
    return "refused as another store's; who was given that one is told which it is"


@attacks("the name of another store, to see whether it is there")
def by_name(engine: Engine) -> str:
    mine, _theirs = two_stores(engine)
    kim = as_somebody(engine, mine)
    for look in (kim.stores.named, kim.jobs.lines):
        there, not_there = _refusal(look, THEIRS), _refusal(look, "Nobody's")
        assert there.replace(THEIRS, "Nobody's") == not_there
    return "answered as for a name that no store has"


def _new(name: str, client_id: str) -> NewStore:
    return NewStore(
        name=name,
        client_id=client_id,
        base_url=ADDRESS,
        fee_tier=FeeTier.MICRO,
        tier_starts_on=date(2026, 1, 1),
    )


def _things(engine: Engine, theirs: Store) -> dict[str, Any]:
    """What of the other store could be named, by the places in which operations take it."""
    request = ImportRequest(store_id=theirs.store_id)
    job_id = engine.service.tables.jobs.add(JobKind.PRODUCT_SYNC, request, Asker.SCREEN)
    new = NewWrite(
        store_id=theirs.store_id,
        kind=WriteKind.THIS_DAY_DISPATCH,
        subject="1",
        title=THEIRS,
        before={},
        after={},
        wanted="{}",
        asked_by="boss",
    )
    return {
        "store_id": theirs.store_id,
        "job_id": job_id,
        "request": request,
        "write_id": engine._parts.writes.plan(new).write_id,
        "name": THEIRS,
        "names": (THEIRS,),
        "store": THEIRS,
        "words": "Sesame",
    }


def _ways(places: list[str], mine: Store, things: dict[str, Any]) -> list[dict[str, Any]]:
    """Nothing at all, everything of theirs, each of theirs alone, theirs with one's own."""
    theirs = {place: things[place] for place in places if place in things}
    own = {"store_id": mine.store_id} if "store_id" in places else {}
    ways = [{}, own, theirs, {**theirs, **own}, *({place: one} for place, one in theirs.items())]
    empty = dict.fromkeys(places)
    return [{**empty, **way} for way in ways] + ways


def _answer(step: Any, noun: Any, given: dict[str, Any]) -> str:
    try:
        return str(step(noun, **given))
    except Exception as error:
        return f"{error} {getattr(error, 'params', '')}"


def _refusal(step: Any, given: Any) -> str:
    try:
        step(given)
    except BadRequest as error:
        return str(error)
    raise AssertionError("it was done")
