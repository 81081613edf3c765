"""Faults on demand: each kind does what it says, when it was ordered, as often as ordered."""

from __future__ import annotations

import time

import httpx
import pytest

SEARCH = "/v1/products/search"
ACCOUNT = "/v1/seller/account"


def find(sandbox, **body):
    return sandbox.call("POST", SEARCH, json=body)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("rate_limit_429", 429, "GW.RATE_LIMIT"),
        ("internal_500", 500, "GW.INTERNAL_SERVER_ERROR"),
        ("block_503", 503, "GW.BLOCK.02"),
        ("ip_not_allowed", 403, "GW.IP_NOT_ALLOWED"),
        ("missing_group", 401, "GW.AUTHN"),
        ("token_revoked_401", 401, "GW.AUTHN"),
    ],
)
def test_a_fault_answers_once_in_the_gateways_words(unspoiled, kind, status, code):
    unspoiled.fault(SEARCH, kind)

    first = find(unspoiled)
    unspoiled.tokens.clear()
    second = find(unspoiled)

    assert (first.status_code, first.json()["code"]) == (status, code)
    assert second.status_code == 200


def test_a_fault_waits_for_its_turn_and_lasts_as_long_as_ordered(unspoiled):
    unspoiled.fault(SEARCH, "internal_500", at=3, count=2)

    codes = [find(unspoiled, page=k).status_code for k in range(1, 7)]

    assert codes == [200, 200, 500, 500, 200, 200]


def test_a_fault_without_a_count_lasts_until_it_is_cleared(unspoiled):
    find(unspoiled)
    unspoiled.fault("*", "block_503", count=None, store=0)

    blocked = [find(unspoiled), unspoiled.call("GET", ACCOUNT), find(unspoiled)]
    other_store = unspoiled.call("GET", ACCOUNT, store=1)
    unspoiled.control("faults", method="DELETE")

    assert [answer.status_code for answer in blocked] == [503, 503, 503]
    assert other_store.status_code == 200
    assert find(unspoiled).status_code == 200


def test_a_429_can_come_although_tokens_are_left_and_can_name_a_wait(unspoiled):
    unspoiled.fault(SEARCH, "rate_limit_429", remaining=3, retry_after=1)

    answer = find(unspoiled)

    assert answer.headers["GNCP-GW-RateLimit-Remaining"] == "3"
    assert answer.headers["Retry-After"] == "1"


def test_a_429_of_its_own_really_empties_the_bucket(start_sandbox):
    sandbox = start_sandbox("--products", "5", "--rate", "0.1", "--burst", "4")
    sandbox.fault(ACCOUNT, "rate_limit_429")

    answers = [sandbox.call("GET", ACCOUNT) for _ in range(2)]

    assert [a.status_code for a in answers] == [429, 429]
    assert answers[0].headers["GNCP-GW-RateLimit-Remaining"] == "0"


def test_a_revoked_token_is_replaced_by_another(unspoiled):
    first = unspoiled.ask_token(unspoiled.sign(0)).json()["access_token"]
    unspoiled.fault(SEARCH, "token_revoked_401")
    find(unspoiled)

    second = unspoiled.ask_token(unspoiled.sign(0)).json()["access_token"]

    assert first != second


def test_a_body_can_be_html_or_cut_short(unspoiled):
    unspoiled.fault(SEARCH, "html")
    unspoiled.fault(SEARCH, "truncated_json")

    page, cut = find(unspoiled), find(unspoiled)

    assert page.headers["content-type"].startswith("text/html")
    assert (page.status_code, cut.status_code) == (200, 200)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        cut.json()


def test_a_member_can_be_missing_of_another_type_or_unheard_of(unspoiled):
    unspoiled.fault(SEARCH, "missing_member", member="name")
    unspoiled.fault(SEARCH, "wrong_type", member="salePrice")
    unspoiled.fault(SEARCH, "unknown_status", all=True)

    rows = [[c["channelProducts"][0] for c in find(unspoiled).json()["contents"]] for _ in range(3)]

    assert "name" not in rows[0][0]
    assert all("name" in row for row in rows[0][1:])
    assert isinstance(rows[1][0]["salePrice"], str)
    assert {row["statusType"] for row in rows[2]} == {"PAUSED"}


def test_a_connection_can_be_dropped_without_an_answer(unspoiled):
    find(unspoiled)
    unspoiled.fault(SEARCH, "reset")

    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        find(unspoiled)
    assert find(unspoiled).status_code == 200
    assert unspoiled.process.poll() is None


def test_an_answer_can_be_slow(unspoiled):
    find(unspoiled)
    unspoiled.fault(SEARCH, "slow", seconds=0.1)

    started = time.monotonic()
    answer = find(unspoiled)

    assert time.monotonic() - started >= 0.1
    assert answer.status_code == 200


def test_the_token_call_can_fail_too(unspoiled):
    unspoiled.fault("/v1/oauth2/token", "internal_500")

    assert unspoiled.ask_token(unspoiled.sign(0)).status_code == 500
    assert unspoiled.ask_token(unspoiled.sign(0)).status_code == 200


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("faults", {"path": SEARCH, "kind": "earthquake"}),
        ("products", {"store": 9, "add": 1}),
        ("products", {"change": [{"channel_product_no": 1, "colour": "red"}]}),
        ("products", {"change": [{"channel_product_no": 1, "salePrice": "cheap"}]}),
        ("secret", {"client_secret": "short"}),
    ],
)
def test_a_control_call_that_makes_no_sense_says_why(unspoiled, name, body):
    answer = unspoiled.http.post(f"{unspoiled.root_url}/_control/{name}", json=body)

    assert answer.status_code == 400
    assert answer.json()["error"]
