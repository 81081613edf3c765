"""Faults over real HTTP: what is tried again, what it ends as, and what is never shown."""

from __future__ import annotations

import logging
import socket
import threading
import time
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from engine.api_errors import (
    ApiDown,
    ApiError,
    ApiShapeChanged,
    ApiUnreachable,
    AuthFailed,
    ClockOff,
    IpNotAllowed,
    PermissionMissing,
    RateLimited,
)
from engine.clock import now
from engine.domain.products import ProductSearch
from engine.errors import BadRequest, Cancelled
from engine.naver import CommerceApi
from engine.naver.auth import Tokens
from engine.naver.products import SEARCH, search_body
from engine.naver.transport import Transport
from engine.naver.wire_products import PageBody
from tests.naver.conftest import Client, connect
from tests.sandbox_process import Sandbox, start_sandbox

ALL = ProductSearch()
PATH = "/v1/products/search"
NAME = "POST /v1/products/search"


def fail(sandbox: Sandbox, kind: str, count: int | None = 1, **details: Any) -> None:
    """Let the next `count` searches of the first store go wrong; None: all of them."""
    fault = {"path": PATH, "kind": kind, "count": count, "store": 0, **details}
    sandbox.control("faults", fault)


def search(api: CommerceApi) -> int:
    return len(api.products.search(ALL, page=1, size=10).products)


def never_heeds() -> None:
    """Nobody cancels."""


def test_a_job_asks_again_with_an_address_that_is_refused_once(
    client: Client, sandbox: Sandbox
) -> None:
    slept: list[float] = []
    api = client(sleep=slept.append).heeding(never_heeds)
    fail(sandbox, "ip_not_allowed", count=2)

    assert search(api) >= 10
    assert api.counters().by_call[NAME] == 3
    assert sum(slept) == pytest.approx(60, abs=1)


def test_a_token_refused_for_the_address_is_asked_for_again_by_a_job(
    client: Client, sandbox: Sandbox
) -> None:
    sandbox.control("faults", {"path": "*", "kind": "ip_not_allowed", "count": 1, "store": 0})

    assert search(client().heeding(never_heeds)) >= 10


def test_an_address_refused_for_a_minute_is_waited_for_no_more_until_it_is_taken(
    client: Client, sandbox: Sandbox
) -> None:
    slept: list[float] = []
    patient = client(sleep=slept.append)
    jobs = [patient.heeding(never_heeds), patient.heeding(never_heeds)]
    fail(sandbox, "ip_not_allowed", count=None)

    for api, tries in zip(jobs, (3, 4), strict=True):
        with pytest.raises(IpNotAllowed, match="public IP"):
            search(api)
        assert api.counters().by_call[NAME] == tries
    assert sum(slept) == pytest.approx(60, abs=1)

    sandbox.control("faults", method="DELETE")
    search(jobs[1])
    fail(sandbox, "ip_not_allowed", count=1)
    assert search(jobs[0]) >= 10


def test_a_job_that_waits_for_its_address_can_be_cancelled(
    client: Client, sandbox: Sandbox
) -> None:
    def cancelled() -> None:
        raise Cancelled()

    api = client()
    search(api)
    fail(sandbox, "ip_not_allowed", count=None)

    with pytest.raises(Cancelled):
        search(api.heeding(cancelled))


PASSING = ["internal_500", "block_503", "html", "truncated_json", "reset", "rate_limit_429"]


@pytest.mark.parametrize("kind", PASSING)
def test_a_fault_that_passes_is_not_noticed(api: CommerceApi, sandbox: Sandbox, kind: str) -> None:
    fail(sandbox, kind, count=2)

    assert search(api) >= 10
    assert api.counters().by_call[NAME] == 3
    assert api.counters().refused == (2 if kind == "rate_limit_429" else 0)


@pytest.mark.parametrize(
    ("kind", "details", "error", "tries", "said"),
    [
        ("internal_500", {}, ApiDown, 3, "fault or is under maintenance"),
        ("block_503", {"code": "GW.BLOCK.01"}, ApiDown, 3, "Try again later"),
        ("html", {"status": 502}, ApiDown, 3, "Try again later"),
        ("html", {}, ApiShapeChanged, 3, "not JSON"),
        ("truncated_json", {}, ApiShapeChanged, 3, "not JSON"),
        ("reset", {}, ApiUnreachable, 3, "broke off"),
        ("rate_limit_429", {}, RateLimited, 6, "slow down"),
        ("ip_not_allowed", {}, IpNotAllowed, 1, "public IP"),
        ("missing_group", {}, PermissionMissing, 2, "상품"),
        ("missing_group", {"status": 403}, PermissionMissing, 1, "상품"),
        ("missing_member", {"member": "salePrice", "all": True}, ApiShapeChanged, 1, "salePrice"),
        ("missing_member", {"member": "contents"}, ApiShapeChanged, 1, "contents"),
        (
            "wrong_type",
            {"all": True},
            *(ApiShapeChanged, 1, "contents[0].channelProducts[0].salePrice"),
        ),
    ],
)
def test_a_fault_that_stays_is_one_error_with_a_sentence_after_so_many_tries(
    api: CommerceApi,
    sandbox: Sandbox,
    kind: str,
    details: dict[str, Any],
    error: type[ApiError],
    tries: int,
    said: str,
) -> None:
    fail(sandbox, kind, count=None, **details)

    with pytest.raises(error) as caught:
        search(api)

    assert type(caught.value) is error
    assert said in str(caught.value)
    assert (caught.value.method, caught.value.path) == ("POST", PATH)
    assert (caught.value.trace_id is None) == (error is ApiUnreachable)
    assert api.counters().by_call[NAME] == tries


def test_a_call_that_is_no_read_is_never_tried_again(sandbox: Sandbox) -> None:
    told = sandbox.stores[0]
    tokens = Tokens(
        client_id=told.client_id,
        client_secret=told.client_secret,
        clock=now,
        monotonic=time.monotonic,
    )
    transport = Transport(
        base_url=sandbox.base_url,
        tokens=tokens,
        clock=now,
        sleep=lambda seconds: None,
        monotonic=time.monotonic,
        stop=threading.Event(),
    )
    body = search_body(ALL, page=1, size=1)
    write = msgspec.structs.replace(SEARCH, body=body, reads=False)

    for kind, error in (
        ("internal_500", ApiDown),
        ("reset", ApiUnreachable),
        ("rate_limit_429", RateLimited),
    ):
        before = transport.counters()
        fail(sandbox, kind)
        with pytest.raises(error):
            transport.fetch(write, PageBody)
        assert (transport.counters() - before).by_call[NAME] == 1
    transport.close()


def test_pauses_between_tries_grow_and_are_jittered(client: Client, sandbox: Sandbox) -> None:
    slept: list[float] = []
    api = client(sleep=slept.append)
    fail(sandbox, "internal_500", count=2)

    search(api)

    assert 0.375 + 0.75 <= sum(slept) <= 0.625 + 1.25


def test_a_token_that_naver_took_back_is_issued_again_unseen(
    api: CommerceApi, sandbox: Sandbox
) -> None:
    search(api)
    fail(sandbox, "token_revoked_401")

    assert search(api) >= 10
    assert api.counters().by_call["POST /v1/oauth2/token"] == 2


def test_many_threads_ask_for_one_token(api: CommerceApi, sandbox: Sandbox) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(search(api))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert api.counters().by_call == {"POST /v1/oauth2/token": 1, NAME: 8}


def test_a_missing_group_names_the_group_of_the_call(api: CommerceApi, sandbox: Sandbox) -> None:
    sandbox.control("application", {"store": 0, "missing_groups": ["seller-info"]})

    with pytest.raises(PermissionMissing, match="판매자정보"):
        api.sellers.address_book()
    assert search(api) >= 10


def test_a_wrong_secret_fails_as_such(client: Client) -> None:
    with pytest.raises(AuthFailed, match="id or secret is wrong") as caught:
        client(client_secret="$2a$04$" + "a" * 21 + "u").sellers.account()

    assert caught.value.trace_id


def test_an_unknown_application_fails_as_a_wrong_secret_does(client: Client) -> None:
    with pytest.raises(AuthFailed):
        client(client_id="nobody").sellers.account()


def test_half_a_secret_is_told_before_anything_is_sent(client: Client) -> None:
    api = client(client_secret="a04abc")

    with pytest.raises(AuthFailed, match="29 characters"):
        api.sellers.account()
    assert api.counters().requests == 0


@pytest.mark.dated
@pytest.mark.parametrize(("minutes", "said"), [(9, "9 minutes fast"), (-9, "9 minutes slow")])
def test_a_clock_that_is_off_is_told_by_how_much(client: Client, minutes: int, said: str) -> None:
    def clock() -> datetime:
        return now() + timedelta(minutes=minutes)

    with pytest.raises(ClockOff, match=said):
        client(clock=clock).sellers.account()


def test_a_clock_a_little_ahead_is_no_trouble(client: Client) -> None:
    api = client(clock=lambda: now() + timedelta(seconds=3))

    assert api.sellers.account().account_id


def test_nobody_at_the_address_is_told_with_the_host(client: Client) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        api = client(base_url=f"http://127.0.0.1:{port}/external")

        with pytest.raises(ApiUnreachable, match=r"127\.0\.0\.1 cannot be reached"):
            api.sellers.account()

    assert api.counters().requests == 3


def test_an_answer_that_does_not_come_ends_in_a_time_out(client: Client) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        base_url = f"http://127.0.0.1:{silent.getsockname()[1]}/external"

        with pytest.raises(ApiUnreachable, match="did not answer within"):
            client(base_url=base_url, timeout_seconds=0.05).sellers.account()


@pytest.mark.parametrize(
    "base_url", ["", "naver", "ftp://x", "http://", "https://me:pw@host/external", "https://h?x=1"]
)
def test_an_address_that_is_none_is_refused_at_once(client: Client, base_url: str) -> None:
    with pytest.raises(BadRequest, match="not usable"):
        client(base_url=base_url)


def test_a_wrong_path_behind_the_address_says_to_check_it(client: Client, sandbox: Sandbox) -> None:
    api = client(base_url=sandbox.base_url + "/elsewhere/")

    with pytest.raises(ApiError, match="Check the store's API address"):
        api.sellers.account()


def test_a_long_retry_after_is_handed_on_instead_of_waited_for(
    api: CommerceApi, sandbox: Sandbox
) -> None:
    fail(sandbox, "rate_limit_429", retry_after=3600)

    with pytest.raises(RateLimited) as caught:
        search(api)

    assert caught.value.retry_after_seconds == 3600


def test_neither_secret_nor_signature_nor_token_is_logged_or_shown(
    client: Client, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api = client()
    search(api)
    token = api._transport._tokens.current(lambda call: pytest.fail("it is fresh"))
    fail(sandbox, "missing_group", count=None)
    with pytest.raises(PermissionMissing) as caught:
        search(api)

    shown = "\n".join([caplog.text, repr(vars(api)), repr(caught.value.__dict__), str(token)])
    assert NAME in caplog.text
    assert sandbox.stores[0].client_secret not in shown
    assert token.text not in shown
    assert "JDJh" not in shown  # how every signature begins


def test_closing_ends_a_wait_with_cancelled(sandbox: Sandbox, client: Client) -> None:
    waiting = threading.Event()

    def sleep(seconds: float) -> None:
        waiting.set()

    api = client(sleep=sleep)
    search(api)
    fail(sandbox, "rate_limit_429", retry_after=60)
    ended: list[BaseException] = []

    def run() -> None:
        try:
            search(api)
        except Cancelled as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    waiting.wait(timeout=10)
    api.close()
    thread.join(timeout=10)

    assert [type(error) for error in ended] == [Cancelled]
    with pytest.raises(Cancelled):
        search(api)


def test_counters_tell_what_lies_between_two_snapshots(api: CommerceApi) -> None:
    search(api)
    before = api.counters()
    api.sellers.account()

    share = api.counters() - before

    assert (share.requests, share.refused) == (1, 0)
    assert share.by_call == {"GET /v1/seller/account": 1}


def test_sixty_requests_by_four_threads_use_the_burst_and_are_never_refused() -> None:
    with start_sandbox(stores=1, rate=10, burst=20, latency_ms=50) as sandbox:
        api = connect(sandbox, sleep=time.sleep)
        pages = iter(range(60))

        def read() -> None:
            for _ in pages:
                search(api)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        stats = sandbox.control("stats", method="GET")["stores"][0]
        api.close()

    assert api.counters().by_call[NAME] == 60
    assert api.counters().refused == 0
    assert stats["requests"][PATH] == 60
    assert not any(stats["refusals"].values())
