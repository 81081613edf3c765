"""Visits a Streamlit server as a browser does, without one: its websocket and its messages alone.

What a browser caches is cached here too, so that the server may send references as it does there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from dashboard.server.access import COOKIE

RUN_SECONDS = 60.0


class Visitor:
    """One visit; each `go` asks for a page and waits until its script has ended."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._cached: dict[str, int] = {}
        self._pages: dict[str, str] = {}

    def go(self, page: str = "", query: str = "") -> float:
        """Runs the script of the page at that address; the seconds until it has ended."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = "" if page in self._pages else page
        asked.rerun_script.page_script_hash = self._pages.get(page, "")
        asked.rerun_script.context_info.timezone = "Asia/Seoul"
        asked.rerun_script.context_info.locale = "ko-KR"
        asked.rerun_script.cached_message_hashes.extend(self._cached)
        began = time.perf_counter()
        self._connection.send(asked.SerializeToString())
        self._read()
        return time.perf_counter() - began

    def _read(self) -> None:
        """Reads until the run has ended well. Raises AssertionError for one that met an error."""
        while True:
            said = self._connection.recv(timeout=RUN_SECONDS, decode=False)
            message = ForwardMsg.FromString(said)
            kind = message.WhichOneof("type")
            if message.metadata.cacheable and message.hash:
                self._cached[message.hash] = len(said)
            if kind == "navigation":
                self._pages = {
                    one.url_pathname: one.page_script_hash for one in message.navigation.app_pages
                }
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise AssertionError(message.delta.new_element.exception.message)
            # A page that asks for another run ends early; the last run is the one meant.
            early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if kind == "script_finished" and not early:
                return


@contextmanager
def visiting(url: str, cookie: str = "") -> Iterator[Visitor]:
    """A visit to the server at that address, ended with the block."""
    address = f"ws://{urlsplit(url).netloc}/_stcore/stream"
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    with connect(
        address,
        subprotocols=["streamlit"],
        additional_headers=headers,
        max_size=None,
        compression=None,
    ) as socket:
        yield Visitor(socket)


def demo_cookie(url: str) -> str:
    """The cookie of a session of the demo's manager."""
    form = {"role": "MANAGER"}
    answer = httpx.post(f"{url}/sign-in/demo", data=form, trust_env=False, verify=False)
    return answer.cookies[COOKIE]
