"""Every operation of the engine by every role, beside one table of who may do what."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine import (
    Actor,
    Asker,
    BadRequest,
    Engine,
    FeeTier,
    ImportRequest,
    JobKind,
    NewStore,
    NotAllowed,
    Role,
    open_engine,
)
from engine.domain.people import THE_MACHINE
from tests.fresh import fresh
from tests.operations_page import nouns, operations_of


def of(noun: str, names: str) -> list[str]:
    """The operations of a noun: of("jobs", "cancel resume")."""
    return [f"{noun}.{name}" for name in names.split()]


# What takes no role: nobody is signed in yet or is on the way out.
OPEN = {
    *of(
        "sessions",
        "came_by_provider demo_sign_in is_demo left_by_provider make_first_manager"
        " provider_visitor sign_in sign_out visitor"
        " welcome_token welcomes",
    ),
}
PROCESS = {"acting_as", "actor", "close"}  # what belongs to the process
TABLE = {
    Role.ANALYST: {
        *of("boards", "cards counts"),
        *of("categories", "find"),
        *of("cost_profiles", "all names"),
        *of("fees", "ledger"),
        *of(
            "jobs",
            "active all_active ended get latest line lines newest of_unknown_kind report_items"
            " report_lines wait",
        ),
        *of("links", "of options parts past read to_sell unlinking"),
        *of("link_sheets", "sheet"),
        *of("margins", "ad_break_even break_even of price_in_every_tier rates table target_price"),
        *of("people", "change_own_password sign_out_everywhere"),
        *of("prerequisites", "of_store"),
        *of(
            "products",
            "accepted changes doubtful export find get history left_without_sku unmatched",
        ),
        *of("runway", "groups of"),
        *of("scenarios", "of_store remove result save"),
        *of("schedule", "lines resumes_on_start upcoming"),
        *of("settlements", "book cash check"),
        *of("skus", "count find get named sheet suggest template"),
        *of("stores", "all archived get named"),
        *of("terms", "of_store"),
    },
    Role.OPERATOR: {
        *of("categories", "fetch"),
        *of("contacts", "of_store"),
        *of("cost_profiles", "end save"),
        *of("delivery", "bundle_groups this_day_dispatch"),
        *of("delivery_templates", "of_store remove save"),
        *of("imports", "submit submit_sync"),
        *of("jobs", "cancel resume retry_failed"),
        *of("link_sheets", "plan save"),
        *of("links", "link put_back unlink"),
        *of("prerequisites", "fetch"),
        *of("products", "accept_matches leave_without_sku link match_of preview want_sku"),
        *of("products", "withdraw_acceptance"),
        *of("settlements", "submit"),
        *of("skus", "plan save"),
        *of("stores", "check"),
        *of("writes", "get of_store settle"),
    },
    Role.MANAGER: {
        *of(
            "alerts",
            "forget_mail_server latest mail_server retry rules send_test set_mail_server set_rules",
        ),
        *of("audit", "find sheet"),
        *of("backups", "file held make write"),
        *of("contacts", "add open remove update"),
        *of("delivery", "plan_bundle_group plan_this_day_dispatch"),
        *of("fees", "accept_table add_rate plan_rate plan_withdrawal withdraw"),
        *of("health", "examine"),
        *of("people", "add all disable enable get locked set_password unlock update with_email"),
        *of("schedule", "run set_resumes_on_start"),
        *of("sessions", "make_demo"),
        *of("snapshots", "write write_parquet"),
        *of("store_sections", "save_api save_basics save_storefront save_switches"),
        *of("store_sheets", "plan save sheet"),
        *of("stores", "add archive delete duplicate restore set_secret update"),
        *of(
            "terms",
            "plan_tier plan_tier_back plan_waiver set_quick_settlement set_tier set_waiver"
            " take_tier_back",
        ),
        *of("writes", "confirm"),
    },
}
LEAST = {name: role for role, names in TABLE.items() for name in names}
# Asked by a manager who was given no store: what concerns every store is refused, ...
EVERY_STORE = {
    *of(
        "alerts",
        "forget_mail_server latest mail_server retry rules send_test set_mail_server set_rules",
    ),
    *of("backups", "file held make write"),
    *of("fees", "accept_table add_rate plan_rate plan_withdrawal withdraw"),
    *of("health", "examine"),
    *of("people", "add all disable enable get locked set_password unlock update with_email"),
    *of("schedule", "set_resumes_on_start"),
    *of("sessions", "make_demo"),
    *of("snapshots", "write write_parquet"),
    *of("store_sheets", "plan save"),
    *of("stores", "add duplicate"),
}
# ... and what names no store tells of the given ones only, or is about no store at all.
STORELESS = {
    *of("audit", "find sheet"),
    *of("boards", "cards"),
    *of("categories", "find"),
    *of("cost_profiles", "all end names save"),
    *of("fees", "ledger"),
    *of("jobs", "latest lines"),
    *of("links", "read to_sell"),
    *of("margins", "break_even"),
    *of("people", "change_own_password sign_out_everywhere"),
    *of("runway", "groups of"),
    *of("schedule", "lines resumes_on_start upcoming"),
    *of("settlements", "cash"),
    *of("skus", "count find get named plan save sheet suggest template"),
    *of("store_sheets", "sheet"),
    *of("stores", "all archived named"),
}
SCOPES = {"store_id", "job_id", "request", "write_id"}
ONESELF = {"people.change_own_password", "people.sign_out_everywhere"}  # an actor has no account


def operations() -> dict[str, Any]:
    """Every public operation as "noun.name", properties by their getter."""
    return {
        f"{noun}.{name}": step
        for noun, (_about, kind) in nouns().items()
        for name, step in operations_of(kind).items()
    }


def ask(engine: Engine, name: str, **given: Any) -> BaseException | None:
    """Calls an operation with nothing in every other place; what it raised."""
    step, noun = operations()[name], name.partition(".")[0]
    places = dict.fromkeys(list(inspect.signature(step).parameters)[1:])
    try:
        step(getattr(engine, noun), **{**places, **given})
    except Exception as error:
        return error
    return None


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(fresh(tmp_path))
    yield opened
    opened.close()


def test_the_table_names_every_operation_once() -> None:
    assert {*LEAST, *OPEN} == set(operations())
    assert sum(map(len, TABLE.values())) + len(OPEN) == len(operations())


def test_the_engine_itself_has_nothing_but_nouns_and_the_process() -> None:
    assert {name for name in vars(Engine) if not name.startswith("_")} == {*nouns(), *PROCESS}


@pytest.mark.parametrize("role", Role)
def test_each_role_is_let_do_what_the_table_says_and_no_more(engine: Engine, role: Role) -> None:
    asked = engine.acting_as(Actor(name="kim", role=role))

    refused = {name for name in LEAST if isinstance(ask(asked, name), NotAllowed)}

    assert refused - ONESELF == {name for name, least in LEAST.items() if not role.may(least)}


def test_what_concerns_every_store_wants_a_manager_of_every_store(engine: Engine) -> None:
    some = engine.acting_as(Actor(name="kim", role=Role.MANAGER, account_id=9, store_ids=()))

    refused = {name for name in LEAST if isinstance(ask(some, name), NotAllowed)}

    assert refused - {"people.change_own_password"} == EVERY_STORE


def test_every_other_operation_says_whose_store_it_touches() -> None:
    scoped = {
        name
        for name, step in operations().items()
        if name in LEAST and SCOPES & set(inspect.signature(step).parameters)
    }

    assert set(LEAST) - scoped - EVERY_STORE == STORELESS - scoped


@pytest.mark.parametrize("name", sorted(LEAST))
def test_a_store_that_was_not_given_is_as_one_that_is_not_there(engine: Engine, name: str) -> None:
    places = list(inspect.signature(operations()[name]).parameters)[1:]
    if "store_id" not in places or name in {*EVERY_STORE, "jobs.latest"}:
        return
    some = engine.acting_as(Actor(name="kim", role=Role.MANAGER, account_id=9, store_ids=(2,)))

    refused = ask(some, name, store_id=1)

    assert "There is no store 1" in str(refused)


def test_what_is_of_a_store_that_was_not_given_is_refused_by_place_and_by_name(
    engine: Engine,
) -> None:
    new = NewStore(
        name="a",
        client_id="c",
        base_url="http://127.0.0.1:9",
        fee_tier=FeeTier.MICRO,
        tier_starts_on=date(2026, 1, 1),
    )
    store_id = engine.stores.add(new, "$2a$04$abcdefghijklmnopqrstuu").store_id
    request = ImportRequest(store_id=store_id)
    job_id = engine.service.tables.jobs.add(JobKind.PRODUCT_SYNC, request, Asker.SCREEN)
    theirs = {"store_id": store_id, "job_id": job_id, "request": request}
    some = engine.acting_as(Actor(name="kim", role=Role.MANAGER, account_id=9, store_ids=(99,)))

    for name in sorted(set(LEAST) - EVERY_STORE):
        step, noun = operations()[name], getattr(some, name.partition(".")[0])
        places = list(inspect.signature(step).parameters.values())[1:]
        named = {one.name: theirs[one.name] for one in places if one.name in theirs}
        placed = [theirs.get(one.name) for one in places if one.kind is one.POSITIONAL_OR_KEYWORD]
        if not named:
            continue
        with pytest.raises(BadRequest, match=r"There is no (store|job)"):
            step(noun, **named)
        if any(placed):
            with pytest.raises(BadRequest, match=r"There is no (store|job)"):
                step(noun, *placed)


def test_who_holds_the_key_file_may_do_everything() -> None:
    assert all(THE_MACHINE.role.may(role) for role in Role)
