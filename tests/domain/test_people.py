"""Who acts: whom the audit names, what it tells of an account, and which stores are theirs."""

from __future__ import annotations

import msgspec
import pytest

from engine.domain.people import THE_MACHINE, Account, Role, account_facts, actor_of
from tests.builders import NOON

KIM = Account(
    account_id=7,
    email="kim@shop.kr",
    name="Kim",
    role=Role.OPERATOR,
    store_ids=(1, 3),
    created_at=NOON,
)


def test_a_person_is_named_and_the_command_line_is_nobody() -> None:
    assert (actor_of(KIM).person, THE_MACHINE.person) == ("Kim", None)


@pytest.mark.parametrize(
    ("store_ids", "seen"), [((1, 3), [1, 3]), ((), []), (None, [1, 2, 3])], ids=str
)
def test_an_actor_sees_the_stores_that_were_given(
    store_ids: tuple[int, ...] | None, seen: list[int]
) -> None:
    actor = actor_of(msgspec.structs.replace(KIM, store_ids=store_ids))

    assert [store_id for store_id in (1, 2, 3) if actor.sees(store_id)] == seen


def test_the_audit_tells_the_role_the_stores_and_whether_an_account_is_disabled() -> None:
    gone = msgspec.structs.replace(KIM, store_ids=None, disabled_at=NOON)

    assert account_facts(KIM) == {
        "name": "Kim",
        "role": "OPERATOR",
        "stores": "1, 3",
        "disabled": "no",
    }
    assert account_facts(gone) == {**account_facts(KIM), "stores": "every", "disabled": "yes"}
