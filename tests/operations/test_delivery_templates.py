"""Delivery templates: saved only with what NAVER has, and told when it vanished since."""

from __future__ import annotations

from typing import Any

import pytest

from engine import (
    Actor,
    BadRequest,
    FeeRule,
    NotAllowed,
    PrerequisitesMissing,
    Role,
    TemplateSettings,
    open_engine,
)
from engine.config import Config
from tests.builders import new_store
from tests.one_store import OneStore


def numbers(one_store: OneStore, kind: int, field: str) -> list[int]:
    rows = one_store.engine.prerequisites.of_store(one_store.store_id)[kind].rows
    return [int(row[field]) for row in rows]


def settings(one_store: OneStore, **fields: Any) -> TemplateSettings:
    release, back, *_rest = numbers(one_store, 0, "address_book_no")
    defaults: dict[str, Any] = {
        "name": "기본 배송",
        "release_address_no": release,
        "return_address_no": back,
        "bundle_group_id": numbers(one_store, 2, "bundle_group_id")[0],
        "fee_rule": FeeRule.CONDITIONAL_FREE,
        "base_fee_won": 3000,
        "free_over_won": 50_000,
        "return_fee_won": 3000,
        "exchange_fee_won": 6000,
        "this_day_dispatch": True,
    }
    return TemplateSettings(**(defaults | fields))


def test_a_template_outlives_a_restart_whole(one_store: OneStore) -> None:
    wanted = settings(one_store, name="  <b>기본</b>  배송 ")
    saved = one_store.engine.delivery_templates.save(one_store.store_id, wanted)
    one_store.engine.close()

    reopened = open_engine(Config(workspace=one_store.folder))
    try:
        held = reopened.delivery_templates.of_store(one_store.store_id)
    finally:
        reopened.close()

    assert held == (saved,)
    assert saved.settings.name == "<b>기본</b> 배송"
    assert (saved.settings.free_over_won, saved.problems) == (50_000, ())


def test_a_template_is_changed_and_removed_and_the_audit_says_so(one_store: OneStore) -> None:
    saved = one_store.engine.delivery_templates.save(one_store.store_id, settings(one_store))
    free = settings(one_store, fee_rule=FeeRule.FREE)

    one_store.engine.delivery_templates.save(one_store.store_id, free, saved.template_id)
    one_store.engine.delivery_templates.remove(one_store.store_id, saved.template_id)

    assert one_store.engine.delivery_templates.of_store(one_store.store_id) == ()
    removed, changed, made = [
        line
        for line in one_store.engine.audit.find()
        if line.action.startswith("delivery_template.")
    ]
    assert (made.before, made.after["free_over_won"]) == ({}, "50000")
    assert (changed.before["base_fee_won"], changed.after) == ("3000", {"fee_rule": "FREE"})
    assert (removed.action, removed.after) == ("delivery_template.remove", {})
    with pytest.raises(BadRequest, match="no such delivery template"):
        one_store.engine.delivery_templates.remove(one_store.store_id, saved.template_id)
    with pytest.raises(BadRequest, match="no such delivery template"):
        one_store.engine.delivery_templates.save(one_store.store_id, free, saved.template_id)


def test_two_templates_of_a_store_have_two_names(one_store: OneStore) -> None:
    one_store.engine.delivery_templates.save(
        one_store.store_id, settings(one_store, name="Express")
    )
    other = one_store.engine.delivery_templates.save(
        one_store.store_id, settings(one_store, name="느린 배송")
    )

    for template_id in (None, other.template_id):
        with pytest.raises(BadRequest, match="already a delivery template EXPRESS"):
            one_store.engine.delivery_templates.save(
                one_store.store_id, settings(one_store, name="EXPRESS"), template_id
            )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"release_address_no": 1}, "release address is no longer"),
        ({"return_address_no": 1}, "return address is no longer"),
        ({"bundle_group_id": 1}, "no longer has the bundle delivery group"),
        ({"base_fee_won": -1}, "The delivery fee is"),
        ({"courier": "LOTTE"}, "HYUNDAI"),
    ],
)
def test_a_template_naver_could_not_use_is_not_saved(
    one_store: OneStore, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadRequest, match=sentence):
        one_store.engine.delivery_templates.save(one_store.store_id, settings(one_store, **fields))

    assert one_store.engine.delivery_templates.of_store(one_store.store_id) == ()


def test_what_vanished_at_naver_since_is_told_at_the_template(one_store: OneStore) -> None:
    one_store.engine.delivery_templates.save(one_store.store_id, settings(one_store))
    one_store.control("delivery", addresses=[], bundle_groups=[], this_day_dispatch=None)

    one_store.engine.prerequisites.fetch(one_store.store_id)

    (held,) = one_store.engine.delivery_templates.of_store(one_store.store_id)
    assert [problem.code for problem in held.problems] == [
        "RELEASE_ADDRESS_GONE",
        "RETURN_ADDRESS_GONE",
        "BUNDLE_GROUP_GONE",
        "NO_CUT_OFF",
    ]


def test_before_anything_was_fetched_there_is_nothing_to_choose_from(one_store: OneStore) -> None:
    fresh = one_store.engine.stores.add(
        new_store(one_store.sandbox, one_store.index + 2, name="다른 스토어"),
        one_store.sandbox.stores[one_store.index + 2].client_secret,
    )

    with pytest.raises(PrerequisitesMissing):
        one_store.engine.delivery_templates.save(fresh.store_id, settings(one_store))


def test_an_operator_keeps_templates_and_an_analyst_does_not(one_store: OneStore) -> None:
    operator = one_store.engine.acting_as(Actor(name="lee", role=Role.OPERATOR))
    analyst = one_store.engine.acting_as(Actor(name="kim", role=Role.ANALYST))

    assert operator.delivery_templates.save(one_store.store_id, settings(one_store)).problems == ()
    with pytest.raises(NotAllowed):
        analyst.delivery_templates.of_store(one_store.store_id)
