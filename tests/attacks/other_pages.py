"""Driving a session from another page, which the browser sends the session's cookie along with."""

from __future__ import annotations

from dashboard.parts.navigation import SECTIONS
from dashboard.server.access import COOKIE
from tests.attacks.cases import Attacks
from tests.attacks.house import FORM, PASSWORD, House

attacks = Attacks("drive a session from another page")
ANOTHER_PORT = "http://127.0.0.1:3000"
FOREIGN = (ANOTHER_PORT, "http://localhost:3000", "https://evil.example", "null", "http://[")


@attacks("a socket opened by a page of another port or site, with the cookie of somebody signed in")
def foreign_socket(house: House) -> str:
    cookie = f"{COOKIE}={house.sign_in()}"
    own = house.opens_socket(cookie=cookie, origin=house.url)
    seen = {house.opens_socket(cookie=cookie, origin=origin) for origin in FOREIGN}
    assert (own, seen) == (101, {403})
    return "refused with 403"


@attacks("a form sent by such a page: signing in, out, a password, a file")
def foreign_form(house: House) -> str:
    cookie = house.sign_in()
    seen = set()
    for origin in FOREIGN:
        headers = {"origin": origin, "cookie": f"{COOKIE}={cookie}"}
        form = {"email": "boss@shop.kr", "password": PASSWORD}
        for path in ("/sign-in", "/sign-in/out", "/sign-in/demo", "/welcome/x"):
            answer = house.ask(path, method="POST", data=form, headers=headers)
            assert "set-cookie" not in answer.headers
            seen.add(answer.status_code)
        upload = house.ask("/_stcore/upload_file/a/b", method="PUT", headers=headers)
        seen.add(upload.status_code)
    assert house.opens_socket(cookie=f"{COOKIE}={cookie}") == 101  # it was not signed out
    assert seen == {403}
    return "refused with 403"


@attacks("the same by a browser that hides the origin of the page")
def hidden_origin(house: House) -> str:
    cookie = f"{COOKIE}={house.sign_in()}"
    headers = {"cookie": cookie, "sec-fetch-site": "cross-site"}
    same_site = {**headers, "sec-fetch-site": "same-site"}  # another port of this machine
    seen = {
        house.ask("/sign-in/out", method="POST", headers=headers).status_code,
        house.ask("/sign-in/out", method="POST", headers=same_site).status_code,
        house.opens_socket(cookie=cookie, sec_fetch_site="cross-site"),
    }
    assert seen == {403}
    return "refused with 403"


@attacks("any page or file of the dashboard in a frame")
def framed(house: House) -> str:
    cookie = {"cookie": f"{COOKIE}={house.sign_in()}", "accept": "text/html"}
    pages = [f"/{name}" for entries in SECTIONS.values() for name, *_rest in entries]
    files = ["/healthz", "/app/static/icon.png", "/media/none.csv", "/_stcore/host-config"]
    for path in ("/", "/sign-in", "/welcome/x", "/nowhere", *pages, *files):
        for headers in ({}, cookie):
            answer = house.ask(path, headers=headers)
            assert answer.headers["x-frame-options"] == "DENY", path
            policy = answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in policy, path
    return "no browser shows it: `frame-ancestors 'none'` with every answer"


@attacks("an answer read by a page of another port of this machine")
def read_across(house: House) -> str:
    headers = {"cookie": f"{COOKIE}={house.sign_in()}", "origin": ANOTHER_PORT}
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/media/none.csv", "/sign-in"):
        answer = house.ask(path, headers=headers)
        assert not [name for name in answer.headers if name.startswith("access-control-allow-o")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    asked = {**headers, "access-control-request-method": "PUT"}
    assert house.ask("/_stcore/upload_file/a/b", method="OPTIONS", headers=asked).status_code == 403
    return "no browser hands it over: no answer allows another origin"


@attacks("a name of a stranger made to lead to this machine (DNS rebinding)")
def rebinding(house: House) -> str:
    names = ("evil.example", "evil.example:8501", "127.0.0.1.evil.example", "a@127.0.0.1")
    for name in names:
        evil = {"host": name, "origin": f"http://{name}"}
        for path in ("/", "/sign-in", "/healthz"):
            assert house.ask(path, headers=evil).status_code == 421, name
        form = "email=boss@shop.kr&password=x"
        sent = house.ask("/sign-in", method="POST", content=form, headers={**evil, **FORM})
        assert sent.status_code == 421
    assert b" 403 " in house.raw(_upgrade("evil.example"))
    return "refused with 421, a socket with 403"


@attacks("a request that names no host")
def no_host(house: House) -> str:
    answer = house.raw(b"GET / HTTP/1.0\r\n\r\n")
    assert b" 400 " in answer.split(b"\r\n")[0]
    return "refused with 400"


def _upgrade(host: str) -> bytes:
    lines = (
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host}",
        f"Origin: http://{host}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
