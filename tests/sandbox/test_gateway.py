"""The gateway: buckets, headers, addresses, API groups, latency, and an end without noise."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time

import httpx
import psutil
import pytest

from engine.sandbox.gateway import Bucket

ACCOUNT = "/v1/seller/account"
RATE = "GNCP-GW-RateLimit-Replenish-Rate"
BURST = "GNCP-GW-RateLimit-Burst-Capacity"
REMAINING = "GNCP-GW-RateLimit-Remaining"


@pytest.fixture(scope="module")
def limited(start_sandbox):
    return start_sandbox("--products", "20")


def test_the_burst_is_served_and_the_next_call_refused_while_other_paths_and_stores_go_on(limited):
    answers = [limited.call("GET", ACCOUNT) for _ in range(5)]
    other_path = limited.call("GET", "/v1/seller/channels")
    other_store = limited.call("GET", ACCOUNT, store=1)

    assert [a.status_code for a in answers] == [200, 200, 200, 200, 429]
    assert [a.headers[REMAINING] for a in answers] == ["3", "2", "1", "0", "0"]
    assert {(a.headers[RATE], a.headers[BURST]) for a in answers} == {("2", "4")}
    assert answers[4].json()["code"] == "GW.RATE_LIMIT"
    assert (other_path.status_code, other_store.status_code) == (200, 200)


def test_a_path_template_is_one_bucket_whatever_the_number_in_it(limited):
    path = "/v2/products/origin-products/{}"
    codes = [limited.call("GET", path.format(k)).status_code for k in range(5)]

    assert codes == [404, 404, 404, 404, 429]


def test_refusals_are_counted_by_path_and_store(limited):
    limited.control("stats", method="DELETE")
    codes = [limited.call("GET", ACCOUNT, store=2).status_code for _ in range(6)]

    stats = limited.control("stats", method="GET")["stores"]
    assert stats[2]["requests"][ACCOUNT] == 6
    assert stats[2]["refusals"][ACCOUNT] == codes.count(429) == 2
    assert stats[0]["requests"] == {}


def test_a_bucket_fills_at_its_rate_and_never_above_its_burst():
    bucket = Bucket(rate=2, burst=4, tokens=4, filled_at=100.0)

    at_once = [bucket.take(100.0) for _ in range(5)]
    after_half_a_second = [bucket.take(100.5), bucket.take(100.5)]
    after_a_minute = [bucket.take(160.5) for _ in range(5)]

    assert at_once == [True, True, True, True, False]
    assert after_half_a_second == [True, False]
    assert after_a_minute == [True, True, True, True, False]


def test_every_answer_carries_the_headers_even_a_refused_one(limited):
    unknown = limited.http.get(f"{limited.base_url}/v1/nowhere")
    tokenless = limited.http.get(f"{limited.base_url}{ACCOUNT}")

    for answer in (unknown, tokenless):
        assert answer.headers["GNCP-GW-Trace-ID"] == answer.json()["traceId"]
        assert answer.headers["GNCP-GW-HttpClient-ResponseTime"].isdecimal()
        assert (answer.headers[RATE], answer.headers[BURST]) == ("2", "4")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "GW.NOT_FOUND")
    assert (tokenless.status_code, tokenless.json()["code"]) == (401, "GW.AUTHN")


def test_without_a_limit_the_headers_say_a_million(sandbox):
    answers = [sandbox.call("GET", ACCOUNT) for _ in range(20)]

    assert {a.status_code for a in answers} == {200}
    assert {a.headers[RATE] for a in answers} == {"1000000"}
    assert {a.headers[BURST] for a in answers} == {"2000000"}
    assert {a.headers[REMAINING] for a in answers} == {"2000000"}


def test_an_address_that_is_not_registered_is_refused_on_the_token_call_too(unspoiled):
    unspoiled.control("application", store=0, allowed_ips=["10.1.2.3"])

    read = unspoiled.call("GET", ACCOUNT, token=unspoiled.tokens.get(0, "x"))
    token = unspoiled.ask_token(unspoiled.sign(0))
    other_store = unspoiled.ask_token(unspoiled.sign(1))

    assert (token.status_code, token.json()["code"]) == (403, "GW.IP_NOT_ALLOWED")
    assert read.status_code in (401, 403)
    assert other_store.status_code == 200


def test_an_application_without_the_group_is_refused_with_a_fresh_token_too(unspoiled):
    unspoiled.control("application", store=0, missing_groups=["product"])

    search = unspoiled.call("POST", "/v1/products/search", json={})
    account = unspoiled.call("GET", ACCOUNT)

    assert (search.status_code, search.json()["code"]) == (401, "GW.AUTHN")
    assert account.status_code == 200


def test_a_missing_settlement_group_is_seen_as_403(unspoiled):
    unspoiled.control("application", store=0, missing_groups=["settlement"])

    daily = unspoiled.call("GET", "/v1/pay-settle/settle/daily")

    assert (daily.status_code, daily.json()["code"]) == (403, "GW.AUTHN")


def test_groups_and_addresses_can_be_given_on_the_command_line(start_sandbox):
    sandbox = start_sandbox("--missing-group", "seller,product", "--allowed-ip", "127.0.0.1")

    assert sandbox.call("GET", ACCOUNT).status_code == 401
    assert sandbox.call("GET", "/v1/categories").status_code == 401


def test_latency_is_added_to_every_answer_without_holding_up_the_others(start_sandbox):
    sandbox = start_sandbox("--latency-ms", "60", "--rate", "0", "--products", "5")

    started = time.monotonic()
    answer = sandbox.http.get(f"{sandbox.base_url}/v1/nowhere")

    assert time.monotonic() - started >= 0.06
    assert int(answer.headers["GNCP-GW-HttpClient-ResponseTime"]) >= 60


@pytest.mark.parametrize("stop", ["terminate", "interrupt"])
def test_a_signal_ends_it_without_a_word(start_sandbox, stop):
    sandbox = start_sandbox("--products", "5")
    assert sandbox.call("GET", ACCOUNT).status_code == 200

    sandbox.process.send_signal(signal.SIGTERM if stop == "terminate" else signal.SIGINT)
    out, err = sandbox.process.communicate(timeout=10)

    assert (sandbox.process.returncode, out, err) == (0, "", "")
    assert sandbox.said == sandbox.base_url


def test_a_signal_ends_it_though_a_call_is_still_being_answered(start_sandbox):
    sandbox = start_sandbox("--products", "5")
    sandbox.fault(ACCOUNT, "slow", seconds=60)
    token = sandbox.ask_token(sandbox.sign(0)).json()["access_token"]
    address = httpx.URL(sandbox.base_url)
    with socket.create_connection((address.host, address.port)) as caller:
        request = f"GET /external{ACCOUNT} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        caller.sendall(f"{request}\r\n".encode())
        while not sandbox.control("stats", method="GET")["stores"][0]["requests"].get(ACCOUNT):
            pass

        sandbox.process.terminate()
        _, err = sandbox.process.communicate(timeout=10)

    assert (sandbox.process.returncode, err) == (0, "")


def test_a_caller_that_goes_amid_its_own_words_is_no_fault_of_the_sandbox(start_sandbox):
    sandbox = start_sandbox("--products", "5")
    address = httpx.URL(sandbox.base_url)
    with socket.create_connection((address.host, address.port)) as caller:
        head = "POST /external/v1/oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"
        caller.sendall(f"{head}client_id=".encode())

    assert sandbox.call("GET", ACCOUNT).status_code == 200
    sandbox.process.terminate()
    _, err = sandbox.process.communicate(timeout=10)
    assert (sandbox.process.returncode, err) == (0, "")


def test_it_ends_when_its_parent_is_gone(tmp_path):
    ready = tmp_path / "ready.json"
    script = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-m', 'engine.sandbox.app', '--port', '0',"
        f" '--ready-file', {str(ready)!r}, '--parent-pid', str(os.getpid())],"
        " stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))

    parent.kill()
    parent.communicate(timeout=10)

    child.wait(timeout=10)
    assert not child.is_running()


def test_pictures_are_served_and_an_unknown_one_is_not(sandbox):
    row = sandbox.search(size=1)["contents"][0]["channelProducts"][0]

    picture = sandbox.http.get(row["representativeImage"]["url"])
    unknown = sandbox.http.get(f"{sandbox.root_url}/images/40.svg")

    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg")
    assert unknown.status_code == 404


def test_a_taken_port_is_refused(sandbox):
    port = httpx.URL(sandbox.base_url).port
    second = subprocess.run(
        [sys.executable, "-m", "engine.sandbox.app", "--port", str(port)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert second.returncode != 0
    assert "Traceback" not in second.stderr
    assert str(port) in second.stderr
