"""Faults of the line, as a caller's socket meets them."""

from __future__ import annotations

import socket
import time
from http.client import HTTPConnection

import httpx
import pytest

SEARCH = "/v1/products/search"
ACCOUNT = "/v1/seller/account"
GROUPS = "/v1/product-delivery-info/bundle-groups"
GROUP = {
    "name": "새 묶음",
    "usable": True,
    "baseGroup": False,
    "deliveryFeeChargeMethodType": "MIN",
}
BROKEN_OFF = (httpx.RemoteProtocolError, httpx.ReadError)


@pytest.fixture(scope="module")
def rehearsal(start_sandbox):
    """A sandbox whose control calls stay reachable while its API refuses connections."""
    sandbox = start_sandbox("--rate", "0", "--products", "5", "--control-port", "0")
    sandbox.root_url = sandbox.ready["control_url"].removesuffix("/_control")
    return sandbox


def connect(sandbox) -> socket.socket:
    address = httpx.URL(sandbox.base_url)
    return socket.create_connection((address.host, address.port), timeout=10)


def group_names(sandbox) -> list[str]:
    return [group["name"] for group in sandbox.call("GET", GROUPS).json()["contents"]]


def test_connections_are_refused_until_the_fault_is_cleared_and_then_served_again(rehearsal):
    sandbox = rehearsal
    assert sandbox.call("GET", ACCOUNT).status_code == 200
    idle = connect(sandbox)
    sandbox.fault(ACCOUNT, "refuse", at=2, seconds=None)

    before = sandbox.call("GET", ACCOUNT).status_code
    with pytest.raises(BROKEN_OFF):
        sandbox.call("GET", ACCOUNT)
    with pytest.raises(ConnectionRefusedError):
        connect(sandbox)
    with pytest.raises(httpx.ConnectError):
        sandbox.call("GET", ACCOUNT)
    sandbox.control("faults", method="DELETE")

    with idle:
        assert idle.recv(1) == b""
    assert before == 200
    assert sandbox.call("GET", ACCOUNT).status_code == 200


def test_connections_refused_for_a_time_are_accepted_by_themselves_afterwards(rehearsal):
    sandbox = rehearsal
    sandbox.call("GET", ACCOUNT)
    sandbox.fault("*", "refuse", seconds=0.5)
    started = time.monotonic()
    with pytest.raises(BROKEN_OFF):
        sandbox.call("GET", ACCOUNT)

    refused, answer = 0, None
    while answer is None and time.monotonic() - started < 10:
        try:
            answer = sandbox.call("GET", ACCOUNT)
        except httpx.ConnectError:
            refused += 1

    assert answer is not None
    assert answer.status_code == 200
    assert refused > 0
    assert time.monotonic() - started >= 0.5


def test_a_sandbox_told_to_end_while_it_refuses_ends_without_a_word(start_sandbox):
    sandbox = start_sandbox("--rate", "0", "--products", "5", "--fault", "refuse:seconds=60")
    with pytest.raises(BROKEN_OFF):
        sandbox.ask_token(sandbox.sign(0))
    with pytest.raises(ConnectionRefusedError):
        connect(sandbox)

    sandbox.process.terminate()
    _, err = sandbox.process.communicate(timeout=10)

    assert (sandbox.process.returncode, err) == (0, "")


@pytest.mark.parametrize("part", [40, None])
def test_a_connection_is_reset_in_the_middle_of_a_body(unspoiled, part):
    whole = unspoiled.call("GET", ACCOUNT).content
    unspoiled.fault(ACCOUNT, "reset_in_body", bytes=part)
    headers = {"Authorization": f"Bearer {unspoiled.tokens[0]}"}

    got: list[bytes] = []
    with (
        unspoiled.http.stream("GET", f"{unspoiled.base_url}{ACCOUNT}", headers=headers) as answer,
        pytest.raises(httpx.ReadError, match="reset by peer"),
    ):
        got.extend(answer.iter_raw())

    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == str(len(whole))
    assert b"".join(got) == whole[: len(whole) // 2 if part is None else part]
    assert unspoiled.call("GET", ACCOUNT).content == whole


@pytest.mark.parametrize(("kind", "carried_out"), [("late", True), ("slow", False)])
def test_a_call_given_up_was_carried_out_if_only_the_answer_was_late(unspoiled, kind, carried_out):
    name = f"묶음 {kind}"
    assert name not in group_names(unspoiled)
    unspoiled.fault(GROUPS, kind, seconds=60)
    body = {"deliveryBundleGroup": {**GROUP, "name": name}}

    with pytest.raises(httpx.ReadTimeout):
        unspoiled.call("POST", GROUPS, json=body, timeout=httpx.Timeout(10, read=0.2))
    while not unspoiled.control("stats", method="GET")["faults"][0]["fired"]:
        pass

    assert (name in group_names(unspoiled)) is carried_out


def test_a_late_answer_is_the_right_one(unspoiled):
    whole = unspoiled.call("GET", ACCOUNT).content
    unspoiled.fault(ACCOUNT, "late", seconds=0.1)

    started = time.monotonic()
    answer = unspoiled.call("GET", ACCOUNT)

    assert time.monotonic() - started >= 0.1
    assert (answer.status_code, answer.content) == (200, whole)


def test_a_body_drips_in_pieces_and_is_whole_in_the_end(unspoiled):
    whole = unspoiled.call("GET", ACCOUNT).content
    unspoiled.fault(ACCOUNT, "drip", bytes=len(whole) // 4, seconds=0.03)

    started = time.monotonic()
    answer = unspoiled.call("GET", ACCOUNT)

    assert time.monotonic() - started >= 0.12
    assert (answer.status_code, answer.content) == (200, whole)


def test_a_dripping_body_starts_at_once_and_clearing_sends_the_rest(unspoiled):
    whole = unspoiled.call("GET", ACCOUNT).content
    unspoiled.fault(ACCOUNT, "drip", bytes=10, seconds=60)
    headers = {"Authorization": f"Bearer {unspoiled.tokens[0]}"}

    with unspoiled.http.stream("GET", f"{unspoiled.base_url}{ACCOUNT}", headers=headers) as answer:
        pieces = answer.iter_raw()
        first = next(pieces)
        unspoiled.control("faults", method="DELETE")
        rest = b"".join(pieces)

    assert answer.headers["Content-Length"] == str(len(whole))
    assert (first, rest) == (whole[:10], whole[10:])


def test_clearing_lets_a_call_that_waits_go_on(unspoiled):
    unspoiled.call("GET", ACCOUNT)
    unspoiled.fault(ACCOUNT, "slow", seconds=60)
    request = f"GET /external{ACCOUNT} HTTP/1.1\r\nHost: x\r\n"
    request += f"Authorization: Bearer {unspoiled.tokens[0]}\r\n\r\n"

    with connect(unspoiled) as caller:
        caller.sendall(request.encode())
        while not unspoiled.control("stats", method="GET")["faults"][0]["fired"]:
            pass
        unspoiled.control("faults", method="DELETE")

        assert caller.recv(100).startswith(b"HTTP/1.1 200")


def test_an_idle_connection_is_cut_after_the_seconds_asked_for(start_sandbox):
    sandbox = start_sandbox("--products", "5", "--idle-seconds", "1")

    address = httpx.URL(sandbox.base_url)
    caller = HTTPConnection(address.host, address.port or 80, timeout=4.5)
    started = time.monotonic()
    caller.request("GET", "/external/v1/nowhere")
    answer = caller.getresponse()
    answer.read()
    with caller.sock as plug:  # five seconds without the option: the read would time out
        rest = plug.recv(1)

    assert (answer.status, rest) == (404, b"")
    assert time.monotonic() - started >= 0.9
