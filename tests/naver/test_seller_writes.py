"""What changes delivery settings at NAVER: sent whole, once, and unknown where nobody answers."""

from __future__ import annotations

import pytest

from engine.api_errors import ApiRejected, ApiUnreachable, ArrivalUnknown, NotConnected, NotFound
from engine.domain.delivery import BundleGroupSettings, ThisDayDispatch
from engine.naver import CommerceApi
from tests.naver.conftest import Client
from tests.sandbox_process import Sandbox

DISPATCH = "/v1/seller/this-day-dispatch"
SETTING = ThisDayDispatch(
    basis_hour=9,
    basis_minute=5,
    holiday_of_the_week=("FRIDAY",),
    seller_holidays=("2026-12-25", "2026-12-31"),
    reason="휴무",
)
GROUP = BundleGroupSettings(
    name="새 묶음",
    usable=True,
    base_group=False,
    charge_method="MAX",
    area_type="AREA_2",
    area_2_extra_fee_won=4000,
)


def posts(sandbox: Sandbox, store: int, path: str = DISPATCH) -> int:
    """How many calls of a store reached that path, whatever the method."""
    told = sandbox.control("stats", method="GET")["stores"][store]["requests"]
    return sum(count for name, count in told.items() if name.endswith(path))


def test_a_dispatch_setting_is_read_back_as_it_was_sent(api: CommerceApi) -> None:
    receipt = api.sellers.set_this_day_dispatch(SETTING)

    assert receipt.trace_id
    assert api.sellers.this_day_dispatch() == SETTING


def test_days_off_that_are_taken_out_are_gone(api: CommerceApi) -> None:
    api.sellers.set_this_day_dispatch(SETTING)

    api.sellers.set_this_day_dispatch(ThisDayDispatch(basis_hour=0, basis_minute=0))

    held = api.sellers.this_day_dispatch()
    assert (held.basis_hour, held.basis_minute) == (0, 0)
    assert (held.holiday_of_the_week, held.seller_holidays) == ((), ())


def test_a_group_is_made_and_replaced_whole(api: CommerceApi) -> None:
    before = {group.bundle_group_id for group in api.sellers.bundle_groups()}

    api.sellers.create_bundle_group(GROUP)
    (made,) = [g for g in api.sellers.bundle_groups() if g.bundle_group_id not in before]
    bare = BundleGroupSettings(
        name="다른 이름", usable=False, base_group=False, charge_method="MIN"
    )
    api.sellers.replace_bundle_group(made.bundle_group_id, bare)

    assert made.settings == GROUP
    (held,) = [g for g in api.sellers.bundle_groups() if g.bundle_group_id == made.bundle_group_id]
    assert held.settings == bare


def test_a_group_that_is_gone_and_a_refused_setting_are_navers_no(api: CommerceApi) -> None:
    with pytest.raises(NotFound):
        api.sellers.replace_bundle_group(17, GROUP)
    with pytest.raises(ApiRejected, match="basisHour") as caught:
        api.sellers.set_this_day_dispatch(ThisDayDispatch(basis_hour=99, basis_minute=0))

    assert caught.value.trace_id


@pytest.mark.parametrize(
    ("kind", "arrives"),
    [
        ("internal_500", False),
        ("bad_gateway_502", False),
        ("block_503", False),
        ("timeout_504", False),
        ("reset", False),
        ("late", True),
        ("reset_in_body", True),
    ],
)
def test_without_an_answer_it_is_unknown_and_nothing_is_sent_again(
    client: Client, sandbox: Sandbox, kind: str, arrives: bool
) -> None:
    api = client(store=1, timeout_seconds=0.4)
    api.sellers.this_day_dispatch()  # the token is there
    wanted = ThisDayDispatch(basis_hour=len(kind), basis_minute=int(arrives))
    more = {"seconds": 5} if kind == "late" else {}
    sandbox.control("faults", {"store": 1, "kind": kind, "path": DISPATCH, "count": None, **more})
    before = posts(sandbox, 1)

    if kind == "reset_in_body":  # 204 has no body to break off in: it is a yes
        api.sellers.set_this_day_dispatch(wanted)
    else:
        with pytest.raises(ArrivalUnknown, match="not known whether"):
            api.sellers.set_this_day_dispatch(wanted)

    assert posts(sandbox, 1) == before + 1
    sandbox.control("faults", method="DELETE")
    held = api.sellers.this_day_dispatch()
    assert ((held.basis_hour, held.basis_minute) == (len(kind), 1)) is arrives


@pytest.mark.parametrize("kind", ["rate_limit_429", "ip_not_allowed", "redirect_308"])
def test_a_refusal_at_the_gate_is_no_and_is_not_tried_again(
    client: Client, sandbox: Sandbox, kind: str
) -> None:
    api = client(store=1)
    api.sellers.this_day_dispatch()
    sandbox.control("faults", {"store": 1, "kind": kind, "path": DISPATCH, "count": None})
    before = posts(sandbox, 1)

    with pytest.raises(ApiRejected) as caught:
        api.sellers.set_this_day_dispatch(SETTING)

    assert not isinstance(caught.value, ArrivalUnknown)
    assert posts(sandbox, 1) == before + 1


def test_a_worn_token_is_renewed_before_the_change_is_made(
    client: Client, sandbox: Sandbox
) -> None:
    api = client(store=2)
    api.sellers.this_day_dispatch()
    sandbox.control("application", {"store": 2, "revoke_tokens": True})

    api.sellers.set_this_day_dispatch(SETTING)

    assert api.sellers.this_day_dispatch() == SETTING


def test_a_token_that_is_not_answered_leaves_nothing_unknown(
    client: Client, sandbox: Sandbox
) -> None:
    api = client(store=1, timeout_seconds=0.4)
    sandbox.control("faults", {"kind": "reset", "path": "/v1/oauth2/token", "count": None})

    with pytest.raises(ApiUnreachable) as caught:
        api.sellers.set_this_day_dispatch(SETTING)

    assert caught.value.path == "/v1/oauth2/token"


def test_without_a_connection_nothing_was_sent(client: Client) -> None:
    api = client(base_url="http://127.0.0.1:1/external")

    with pytest.raises(NotConnected, match=r"127\.0\.0\.1 cannot be reached"):
        api.sellers.set_this_day_dispatch(SETTING)
