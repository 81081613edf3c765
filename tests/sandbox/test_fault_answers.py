"""Faults that answer: refusals, identity and damaged bodies."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import httpx
import pytest

SEARCH = "/v1/products/search"
ACCOUNT = "/v1/seller/account"
TOKEN = "/v1/oauth2/token"


def find(sandbox, **body):
    return sandbox.call("POST", SEARCH, json=body)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("bad_gateway_502", 502, "GW.PROXY.03"),
        ("timeout_504", 504, "GW.TIMEOUT.01"),
        ("quota_limit_429", 429, "GW.QUOTA_LIMIT"),
    ],
)
def test_a_refusal_of_the_gateway_has_its_body_and_trace(unspoiled, kind, status, code):
    unspoiled.fault(SEARCH, kind)

    answer = find(unspoiled)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["GNCP-GW-Trace-ID"] == answer.json()["traceId"]
    assert find(unspoiled).status_code == 200


def test_a_used_up_quota_tells_its_size_and_counts_as_a_refusal(unspoiled):
    unspoiled.control("stats", method="DELETE")
    unspoiled.fault(SEARCH, "quota_limit_429", limit=1, period="ROUND", retry_after=3600)

    answer = find(unspoiled)

    quota = {name: answer.headers[f"GNCP-GW-Quota-{name}"] for name in ("Period", "Limit")}
    assert quota == {"Period": "ROUND", "Limit": "1"}
    assert answer.headers["GNCP-GW-Quota-Remaining"] == "0"
    assert answer.headers["Retry-After"] == "3600"
    assert unspoiled.control("stats", "GET")["stores"][0]["refusals"] == {SEARCH: 1}
    assert "GNCP-GW-Quota-Limit" not in find(unspoiled).headers


def test_a_redirect_points_at_the_same_call_and_is_served_when_followed(unspoiled):
    find(unspoiled)
    unspoiled.control("stats", method="DELETE")
    unspoiled.fault(SEARCH, "redirect_308")

    answer = find(unspoiled, size=3)
    requests = unspoiled.control("stats", "GET")["stores"][0]["requests"][SEARCH]
    unspoiled.fault(SEARCH, "redirect_308")
    followed = unspoiled.call("POST", SEARCH, json={"size": 3}, follow_redirects=True)

    assert (answer.status_code, answer.json()["code"]) == (308, "PERMANENT_REDIRECT")
    assert answer.headers["Location"] == f"{unspoiled.base_url}{SEARCH}"
    assert requests == 1
    assert (followed.status_code, len(followed.json()["contents"])) == (200, 3)


def test_a_redirect_can_lead_elsewhere(unspoiled):
    unspoiled.fault(ACCOUNT, "redirect_308", location="http://127.0.0.1:9/elsewhere")

    answer = unspoiled.call("GET", ACCOUNT)

    assert answer.headers["Location"] == "http://127.0.0.1:9/elsewhere"


def test_a_worn_token_is_given_again_so_many_times_and_then_replaced(unspoiled):
    assert find(unspoiled).status_code == 200
    first = unspoiled.tokens[0]
    unspoiled.fault(SEARCH, "same_token", calls=2)

    refused = [find(unspoiled).status_code]
    again = []
    for _ in range(2):
        again.append(unspoiled.ask_token(unspoiled.sign(0)).json()["access_token"])
        refused.append(unspoiled.call("GET", ACCOUNT).status_code)
    unspoiled.tokens[0] = unspoiled.ask_token(unspoiled.sign(0)).json()["access_token"]

    assert refused == [401, 401, 401]
    assert again == [first, first]
    assert unspoiled.tokens[0] != first
    assert find(unspoiled).status_code == 200
    assert unspoiled.call("GET", ACCOUNT, token=first).status_code == 401


def test_a_token_worn_for_good_serves_again_when_the_fault_is_cleared(unspoiled):
    find(unspoiled)
    unspoiled.fault(SEARCH, "same_token", calls=None)

    refused = find(unspoiled)
    other_store = unspoiled.call("GET", ACCOUNT, store=1)
    given = [unspoiled.ask_token(unspoiled.sign(0)).json()["access_token"] for _ in range(5)]
    unspoiled.control("faults", method="DELETE")

    assert (refused.status_code, refused.json()["code"]) == (401, "GW.AUTHN")
    assert set(given) == {unspoiled.tokens[0]}
    assert (other_store.status_code, find(unspoiled).status_code) == (200, 200)


@pytest.mark.parametrize("chosen", [None, "$2a$04$abcdefghijklmnopqrstuu"])
def test_a_secret_replaced_in_the_middle_refuses_the_old_one_until_cleared(unspoiled, chosen):
    shop = unspoiled.stores[0]
    old = shop["client_secret"]
    find(unspoiled)
    unspoiled.fault(
        SEARCH, "secret_replaced", **({} if chosen is None else {"client_secret": chosen})
    )

    answer = find(unspoiled)
    with_old = unspoiled.ask_token(unspoiled.sign(0))
    shop["client_secret"] = chosen or "$2a$04$replacedbythesandboxuu"
    with_new = unspoiled.ask_token(unspoiled.sign(0))
    shop["client_secret"] = old
    unspoiled.control("faults", method="DELETE")

    assert (answer.status_code, answer.json()["code"]) == (401, "GW.AUTHN")
    assert [item["name"] for item in with_old.json()["invalidInputs"]] == ["client_secret_sign"]
    assert with_new.status_code == 200
    assert unspoiled.ask_token(unspoiled.sign(0)).status_code == 200


def test_a_secret_can_be_replaced_while_its_tokens_stay_good(unspoiled):
    find(unspoiled)
    unspoiled.fault(SEARCH, "secret_replaced", revoke_tokens=False)

    assert find(unspoiled).status_code == 200
    assert unspoiled.ask_token(unspoiled.sign(0)).status_code == 400


@pytest.mark.parametrize("seconds", [600, -600])
def test_a_call_is_judged_by_a_clock_that_is_off_and_tells_its_time(unspoiled, seconds):
    unspoiled.fault(TOKEN, "clock_skew", seconds=seconds)

    refused = unspoiled.ask_token(unspoiled.sign(0))
    ahead = parsedate_to_datetime(refused.headers["Date"]).timestamp() - time.time()
    served = unspoiled.ask_token(unspoiled.sign(0))

    assert refused.status_code == 400
    assert [item["name"] for item in refused.json()["invalidInputs"]] == ["timestamp"]
    assert abs(ahead - seconds) < 5
    assert served.status_code == 200
    assert abs(parsedate_to_datetime(served.headers["Date"]).timestamp() - time.time()) < 5


def test_a_clock_far_ahead_finds_every_token_expired(unspoiled):
    find(unspoiled)
    unspoiled.fault(SEARCH, "clock_skew", seconds=20_000)

    assert find(unspoiled).status_code == 401
    assert find(unspoiled).status_code == 200


def test_damaged_gzip_cannot_be_unpacked(unspoiled):
    find(unspoiled)
    unspoiled.fault(SEARCH, "broken_gzip")

    with pytest.raises(httpx.DecodingError):
        find(unspoiled)
    unspoiled.fault(SEARCH, "broken_gzip")
    with unspoiled.http.stream(
        "POST",
        f"{unspoiled.base_url}{SEARCH}",
        json={},
        headers={"Authorization": f"Bearer {unspoiled.tokens[0]}"},
    ) as answer:
        packed = b"".join(answer.iter_raw())

    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert packed.startswith(b"\x1f\x8b")
    assert len(packed) == int(answer.headers["Content-Length"])


def test_a_member_can_be_null_in_one_row_or_in_all(unspoiled):
    unspoiled.fault(SEARCH, "null_member", member="salePrice")
    unspoiled.fault(SEARCH, "null_member", member="name", all=True)

    rows = [[c["channelProducts"][0] for c in find(unspoiled).json()["contents"]] for _ in range(2)]

    assert rows[0][0]["salePrice"] is None
    assert all(isinstance(row["salePrice"], int) for row in rows[0][1:])
    assert {row["name"] for row in rows[1]} == {None}
