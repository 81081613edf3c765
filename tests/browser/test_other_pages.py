"""A page of another port, open in the browser of somebody who is signed in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from .conftest import DESK, sign_in
from .house import House

PAGE = """<!doctype html><title>Prizes</title><iframe id="frame" src="{url}/"></iframe><script>
const socket = new WebSocket("{socket}/_stcore/stream", ["streamlit"])
socket.onopen = () => {{ document.title = "opened" }}
socket.onclose = () => {{ document.title = "closed" }}
</script>"""


@pytest.fixture
def prizes(house: House) -> Iterator[str]:
    text = PAGE.format(url=house.url, socket=house.url.replace("http", "ws")).encode()

    class Prizes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_said: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Prizes)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_neither_frames_the_dashboard_nor_opens_its_socket(
    house: House, chromium: Browser, prizes: str
) -> None:
    context = chromium.new_context(locale="ko-KR", viewport=DESK)
    sign_in(context, house.url, "MANAGER")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))

    page.goto(prizes)
    page.wait_for_function("['opened', 'closed'].includes(document.title)")

    assert page.title() == "closed"
    frame = page.frames[-1]
    assert "Storeboard" not in frame.content()
    assert any("frame-ancestors" in said or "X-Frame-Options" in said for said in refused), refused
    context.close()
