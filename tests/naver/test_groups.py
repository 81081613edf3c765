"""Each API group answers one cheap read, or says that the application lacks it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from engine.api_errors import AuthFailed, ClockOff, PermissionMissing
from engine.clock import KST
from engine.errors import RuleBroken
from engine.naver import CommerceApi
from engine.naver.wire import Call
from tests.naver.conftest import Client
from tests.sandbox_process import Sandbox

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=KST)
READS: dict[str, Callable[[CommerceApi], object]] = {
    "order": lambda api: api.orders.probe(NOON),
    "inquiry": lambda api: api.inquiries.probe(NOON - timedelta(days=1), NOON),
    "settlement": lambda api: api.settlements.probe(date(2026, 11, 23)),
    "product": lambda api: api.products.categories(),
}


@pytest.mark.parametrize("group", READS)
def test_a_group_that_the_application_has_answers(api: CommerceApi, group: str) -> None:
    READS[group](api)

    assert api.counters().requests == 2  # the token, and the read


@pytest.mark.parametrize(
    ("group", "named"),
    [("order", "주문 판매자"), ("inquiry", "문의"), ("settlement", "정산"), ("product", "상품")],
)
def test_a_group_that_the_application_lacks_is_named(
    api: CommerceApi, sandbox: Sandbox, group: str, named: str
) -> None:
    sandbox.control("application", {"store": 0, "missing_groups": [group]})

    with pytest.raises(PermissionMissing) as caught:
        READS[group](api)

    assert caught.value.params["group"] == named


def test_categories_are_leaves_with_their_whole_path(api: CommerceApi) -> None:
    found = api.products.categories()

    assert len(found) == len({one.category_id for one in found}) > 5
    assert all(">" in one.whole_name for one in found)


def test_signing_in_tells_the_time_it_took_and_the_clock(api: CommerceApi) -> None:
    first, second = api.sign_in(), api.sign_in()

    assert first.took_ms >= 0
    assert second.ahead is not None
    assert abs(second.ahead) < timedelta(seconds=5)
    assert api.counters().requests == 2  # asked anew each time


def test_signing_in_tells_a_clock_that_is_off_and_a_wrong_secret(client: Client) -> None:
    def late() -> datetime:
        return datetime.now(KST) - timedelta(minutes=20)

    with pytest.raises(ClockOff):
        client(clock=late).sign_in()
    with pytest.raises(AuthFailed):
        client(client_secret="$2a$04$abcdefghijklmnopqrstuu").sign_in()


def test_a_gate_refuses_a_call_before_anything_is_sent(client: Client) -> None:
    def gate(call: Call) -> None:
        if call.group == "상품":
            raise RuleBroken("Products are switched off.")

    api = client(gate=gate)
    api.sellers.account()
    with pytest.raises(RuleBroken, match="switched off"):
        api.products.categories()

    assert api.counters().requests == 2  # the token and the account
