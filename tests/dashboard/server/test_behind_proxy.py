"""The dashboard behind a proxy: the examples of the page, a path of its own, a lost host."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from dashboard.server.access import COOKIE
from tests.attacks.house import BOSS, PASSWORD, House, open_house
from tests.dashboard.server.forwarding import NAME, caddy, nginx, small

BEHIND = {"STOREBOARD_BEHIND_PROXY": "yes", "STOREBOARD_ALLOWED_HOSTS": NAME}
needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx")
needs_caddy = pytest.mark.skipif(shutil.which("caddy") is None, reason="needs Caddy")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("behind"), BEHIND) as opened:
        yield opened


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    environ = {**BEHIND, "STOREBOARD_BASE_PATH": "/board/"}
    with open_house(tmp_path_factory.mktemp("below"), environ) as opened:
        yield opened


def visit(port: int, base: str = "") -> None:
    """Signs in as a browser does, from the address a visitor types, and opens the page."""
    host = f"{NAME}:{port}"
    page = {"host": host, "accept": "text/html"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        away = client.get(f"{base}/jobs?store=x", headers=page)
        assert away.status_code == 303
        assert away.headers["location"] == f"{base}/sign-in?next=%2Fjobs%3Fstore%3Dx"
        form = client.get(away.headers["location"], headers=page).text
        assert f'action="{base}/sign-in?' in form
        assert f'href="{base}/app/static/icon.png"' in form
        icon = client.get(f"{base}/app/static/icon.png", headers=page)
        assert icon.headers["content-type"] == "image/png"
        entered = client.post(
            f"{base}/sign-in",
            data={"email": BOSS, "password": PASSWORD, "next": "/jobs?store=x"},
            headers={**page, "origin": f"http://{host}"},
        )
        assert (entered.status_code, entered.headers["location"]) == (303, f"{base}/jobs?store=x")
        cookie = entered.headers["set-cookie"]
        assert f"Path={base}/;" in cookie
        held = {"cookie": cookie.partition(";")[0], "host": host}
        shown = client.get(f"{base}/jobs", headers={**page, **held})
        assert "<title>Storeboard</title>" in shown.text
        kept = client.get(f"{base}/_stcore/host-config", headers=held)
        assert (kept.status_code, kept.headers["cache-control"]) == (200, "private, no-store")
    media = f"http://127.0.0.1:{port}{base}/media/none.csv"
    assert httpx.get(media, headers={"host": host}, trust_env=False).status_code == 401
    with connect(
        f"ws://{host}{base}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port)),
        additional_headers={"Cookie": held["cookie"]},
        origin=f"http://{host}",  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        proxy=None,
    ):
        pass
    assert held["cookie"].startswith(f"{COOKIE}=")


@needs_nginx
def test_the_nginx_example_of_the_page_works(house: House, tmp_path: Path) -> None:
    with nginx(tmp_path, house.host) as port:
        visit(port)


@needs_caddy
def test_the_caddy_example_of_the_page_works(house: House, tmp_path: Path) -> None:
    with caddy(tmp_path, house.host) as port:
        visit(port)


@needs_nginx
def test_nginx_without_the_host_is_told_as_such(house: House, tmp_path: Path) -> None:
    change = ("proxy_set_header Host $http_host;", "")
    with nginx(tmp_path, house.host, change) as port:
        assert "does not pass the header Host on" in refused(port)


def test_a_proxy_that_loses_the_host_is_told_as_such(house: House) -> None:
    with small(house.host, host=house.host) as port:
        assert "does not pass the header Host on" in refused(port)


def refused(port: int) -> str:
    answer = httpx.post(
        f"http://127.0.0.1:{port}/sign-in",
        data={"email": BOSS, "password": PASSWORD},
        headers={"host": NAME, "origin": f"http://{NAME}"},
        trust_env=False,
    )
    assert answer.status_code == 403
    return answer.text


@needs_nginx
@pytest.mark.parametrize("behind", ["", "/"], ids=["kept", "taken off"])
def test_a_path_of_its_own_works_behind_nginx(below: House, tmp_path: Path, behind: str) -> None:
    path = ("location / {", "location /board/ {")
    address = (f"http://{below.host};", f"http://{below.host}{behind};")
    with nginx(tmp_path, below.host, path, address) as port:
        visit(port, "/board")


@pytest.mark.parametrize("strips", ["", "/board"], ids=["kept", "taken off"])
def test_a_path_of_its_own_works_behind_a_proxy(below: House, strips: str) -> None:
    with small(below.host, strips=strips) as port:
        visit(port, "/board")


def test_the_path_without_its_last_slash_leads_to_the_page(below: House) -> None:
    answer = below.ask("/board")

    assert (answer.status_code, answer.headers["location"]) == (307, "/board/")


@pytest.mark.parametrize("path", ["/a b", "/../x", "/a;b", "/a?b"])
def test_what_is_no_path_is_refused_at_the_start(path: str) -> None:
    from dashboard.server.access import read_access
    from engine import ConfigError

    with pytest.raises(ConfigError, match="STOREBOARD_BASE_PATH"):
        read_access({"STOREBOARD_BASE_PATH": path})
