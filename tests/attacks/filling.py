"""Filling disk or memory without signing in, or holding lines open."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from dashboard.server.access import COOKIE
from dashboard.server.bodies import FILE_BYTES, FORM_BYTES
from tests.attacks.cases import Attacks
from tests.attacks.house import BOSS, FORM, House

attacks = Attacks("fill memory, disk or lines without an account")
MB = 1024 * 1024
PATHS = ("/sign-in", "/sign-in/demo", "/sign-in/out", "/welcome/x")


@attacks("a form of more than 16 KB, said so or sent without a length")
def large_form(house: House) -> str:
    def pieces() -> Iterator[bytes]:
        yield from (b"email=" + b"a" * 4096 for _piece in range(8))

    for path in PATHS:
        said = house.ask(path, method="POST", content=b"a" * (FORM_BYTES + 1), headers=FORM)
        unsaid = house.ask(path, method="POST", content=pieces(), headers=FORM)
        assert (said.status_code, unsaid.status_code) == (413, 413), path
    head = f"POST /sign-in HTTP/1.1\r\nHost: {house.host}\r\nContent-Length: 9999999999\r\n"
    kind = f"Content-Type: {FORM['content-type']}\r\n\r\n"
    answer = house.raw((head + kind).encode())  # nothing of it was sent
    assert b" 413 " in answer.split(b"\r\n")[0]
    return "refused with 413, before it is read"


@attacks("a form with files or of another kind, which would be unpacked or kept on the disk")
def multipart(house: House) -> str:
    for path in PATHS:
        files = {"email": ("a.txt", b"a" * 9000), "password": ("b.txt", b"b")}
        assert house.ask(path, method="POST", files=files).status_code == 415
        assert house.ask(path, method="POST", json={"email": BOSS}).status_code == 415
    return "refused with 415, before it is read"


@attacks("an upload")
def upload(house: House) -> str:
    answer = house.ask(
        "/_stcore/upload_file/a/b", method="PUT", files={"file": ("a.csv", b"a" * MB)}
    )
    assert answer.status_code == 401
    return "refused with 401, before it is read; it needs an account"


@attacks("uploads of somebody signed in: over 50 MB, in parts, without a length")
def large_uploads(house: House) -> str:
    cookie = f"{COOKIE}={house.sign_in()}"
    with house.socket(cookie=cookie) as socket:
        path = f"/_stcore/upload_file/{_visit(socket)}"
        xsrf = house.ask("/_stcore/health", headers={"cookie": cookie}).cookies["_streamlit_xsrf"]
        headers = {"cookie": f"{cookie}; _streamlit_xsrf={xsrf}", "x-xsrftoken": xsrf}

        def send(name: str, size: int) -> int:
            files = {"file": ("a.csv", b"a" * size)}
            return house.ask(
                f"{path}/{name}", method="PUT", files=files, headers=headers
            ).status_code

        assert (send("first", 30 * MB), send("second", 30 * MB)) == (204, 413)
        assert send("third", 10 * MB) == 204
    head = f"PUT {path}/x HTTP/1.1\r\nHost: {house.host}\r\nCookie: {headers['cookie']}\r\n"
    said = house.raw(f"{head}Content-Length: {FILE_BYTES + MB}\r\n\r\n".encode())
    assert b" 413 " in said.split(b"\r\n")[0]
    unsaid = house.ask(f"{path}/x", method="PUT", content=iter([b"a"]), headers=headers)
    assert unsaid.status_code == 411
    return "at most 50 MB a visit, with what is on its way, and 200 MB of all: refused with 413"


@attacks("a request that is broken off in the middle")
def broken_off(house: House) -> str:
    cookie = house.sign_in()
    for start in (
        f"POST /sign-in HTTP/1.1\r\nHost: {house.host}\r\nContent-Length: 900\r\n"
        f"Content-Type: {FORM['content-type']}\r\n\r\nemail=a",
        f"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: {house.host}\r\n"
        f"Cookie: {COOKIE}={cookie}\r\nContent-Length: 900\r\n\r\nabc",
    ):
        with house.connected() as line:
            line.sendall(start.encode())
            time.sleep(0.1)
    assert house.ask("/healthz").status_code == 200
    assert "Traceback" not in house.log
    return (
        "forgotten, without a traceback in the log; logs are put aside at 10 MB, one older is kept"
    )


@attacks("fifty lines on which the head or the body of a request never ends")
def slow(house: House) -> str:
    lines = [_open(house) for _line in range(50)]
    head = f"POST /sign-in HTTP/1.1\r\nHost: {house.host}\r\nContent-Length: 900\r\n"
    whole = f"{head}Content-Type: {FORM['content-type']}\r\n\r\nemail="
    for place, line in enumerate(lines):
        line.sendall((head if place % 3 == 0 else whole if place % 3 == 1 else "").encode())
    assert house.ask("/healthz").status_code == 200  # others are served meanwhile
    began = time.monotonic()
    try:
        for line in lines:
            line.settimeout(25)
            _until_closed(line)
    finally:
        for line in lines:
            line.close()
    assert time.monotonic() - began < 25
    return "closed within 15 seconds; others are served meanwhile"


def _open(house: House) -> socket.socket:
    host, _colon, port = house.host.partition(":")
    return socket.create_connection((host, int(port)))


def _until_closed(line: socket.socket) -> None:
    try:
        while line.recv(4096):
            continue
    except ConnectionError:
        pass


def _visit(socket: ClientConnection) -> str:
    """The number of the visit behind a socket."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    socket.send(asked.SerializeToString())
    while True:
        message = ForwardMsg.FromString(socket.recv(timeout=30, decode=False))
        if message.WhichOneof("type") == "new_session":
            return str(message.new_session.initialize.session_id)
