"""The category list is a flat array of rows (docs/reference/corrections.md): no other is taken."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.api_errors import ApiShapeChanged
from engine.domain.categories import Category
from engine.naver import CommerceApi

TOKEN = {"access_token": "t", "expires_in": 10_800, "token_type": "Bearer"}
ROWS = [
    {"id": "50000001", "name": "가구", "wholeCategoryName": "가구", "last": False},
    {"id": "50000002", "name": "식탁", "wholeCategoryName": "가구>식탁", "last": True},
    {"id": "50000003"},
]
Told = Callable[[Any], CommerceApi]


@pytest.fixture
def told() -> Iterator[Told]:
    """Makes a client of a server that tells such a category list."""
    opened: list[tuple[CommerceApi, http.server.HTTPServer]] = []

    def tell(body: Any) -> CommerceApi:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _teller(body))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        api = CommerceApi(
            client_id="id",
            client_secret="$2a$04$abcdefghijklmnopqrstuu",
            base_url=f"http://127.0.0.1:{server.server_port}",
        )
        opened.append((api, server))
        return api

    yield tell
    for api, server in opened:
        api.close()
        server.shutdown()
        server.server_close()


def _teller(body: Any) -> type[http.server.BaseHTTPRequestHandler]:
    class Teller(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(TOKEN)

        def do_GET(self) -> None:
            assert self.path == "/v1/categories?last=true"
            self._answer(body)

        def _answer(self, told: Any) -> None:
            content = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *parts: Any) -> None:
            pass

    return Teller


def test_a_flat_list_is_read_row_by_row_and_parents_are_left_out(told: Told) -> None:
    assert told(ROWS).products.categories() == (
        Category(category_id="50000002", whole_name="가구>식탁"),
        Category(category_id="50000003", whole_name="50000003"),
    )


def test_a_row_that_cannot_be_read_hides_no_other(told: Told) -> None:
    odd = [7, {"name": "번호 없음"}, {"id": "50000004", "name": ["식탁"], "last": "아니"}]

    found = told([*ROWS, *odd]).products.categories()

    assert [one.category_id for one in found] == ["50000002", "50000003", "50000004"]
    assert found[2].whole_name == "50000004"  # what is of another type counts as not told


@pytest.mark.parametrize(("body", "field"), [([ROWS], "[0]"), ({"contents": ROWS}, "the body")])
def test_a_list_of_another_shape_is_refused_by_name(told: Told, body: Any, field: str) -> None:
    with pytest.raises(ApiShapeChanged) as caught:
        told(body).products.categories()

    assert caught.value.params["field"] == field
