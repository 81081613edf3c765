"""The pages before the dashboard, asked over HTTP of a real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dashboard.commands.demo import start_dashboard
from dashboard.commands.processes import Processes
from dashboard.server.access import COOKIE
from engine import Config, open_engine

BOSS = {"email": "boss@shop.kr", "name": "Boss <b>", "password": "correct horse battery"}


@dataclass(frozen=True)
class Server:
    """A running dashboard whose first manager has just been made over its link."""

    url: str
    workspace: Path
    link: str
    made: httpx.Response

    def client(self, **options: object) -> httpx.Client:
        """A browser without cookies that follows nothing."""
        return httpx.Client(base_url=self.url, **options)  # type: ignore[arg-type]

    def sign_in(self, **form: str) -> httpx.Response:
        """Sends the form."""
        with self.client() as client:
            given = {"email": BOSS["email"], "password": BOSS["password"], **form}
            return client.post("/sign-in", data=given)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    workspace = tmp_path_factory.mktemp("signing") / "workspace"
    with closing(open_engine(Config(workspace=workspace))) as engine:
        link = f"/welcome/{engine.sessions.welcome_token()}"
    processes = Processes()
    try:
        url = start_dashboard(processes, workspace, 0)
        with httpx.Client(base_url=url) as client:
            made = client.post(link, data={**BOSS, "again": BOSS["password"]})
        yield Server(url=url, workspace=workspace, link=link, made=made)
    finally:
        processes.stop()


def cookie(answer: httpx.Response) -> str:
    """The session a server hands out."""
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE].value


def test_the_link_of_the_first_start_makes_the_first_manager_who_is_signed_in(
    server: Server,
) -> None:
    assert server.made.status_code == 303
    with server.client(cookies={COOKIE: cookie(server.made)}) as client:
        assert client.get("/", headers={"accept": "text/html"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/jobs", "/margins?store=x"])
def test_every_page_is_served_in_the_language_asked_for(server: Server, path: str) -> None:
    asked = {"accept": "text/html", "accept-encoding": "gzip"}
    with server.client(cookies={COOKIE: cookie(server.made)}, headers=asked) as client:
        korean, english = client.get(path), client.get(path, params={"lang": "en"})

    assert '<html lang="ko"' in korean.text
    assert '<html lang="en"' in english.text
    assert all("history.pushState" in page.text for page in (korean, english))


@pytest.mark.parametrize(
    ("asked", "led_to"), [("/status_board", "/"), ("/status_board?lang=en", "/?lang=en")]
)
def test_the_board_is_found_by_its_name_too(server: Server, asked: str, led_to: str) -> None:
    with server.client(cookies={COOKIE: cookie(server.made)}) as client:
        assert client.get(asked).headers["location"] == led_to


def test_the_link_works_once(server: Server) -> None:
    with server.client() as client:
        again = client.post(
            server.link,
            data={**BOSS, "email": "two@shop.kr", "again": BOSS["password"]},
        )
        shown = client.get(server.link)

    assert (again.status_code, shown.status_code) == (403, 403)
    assert "set-cookie" not in again.headers
    assert "이미 쓰였거나" in shown.text


def test_the_session_is_kept_from_scripts_and_from_other_sites(server: Server) -> None:
    said = SimpleCookie(server.made.headers["set-cookie"])[COOKIE]

    assert said["httponly"]
    assert said["samesite"] == "lax"
    assert said["path"] == "/"
    assert not said["secure"]  # plain HTTP on loopback


@pytest.mark.parametrize("path", ["/", "/margins?store=a%26b", "/people"])
def test_a_page_without_a_session_leads_to_the_sign_in_and_back(server: Server, path: str) -> None:
    with server.client() as client:
        away = client.get(path, headers={"accept": "text/html"})
        form = client.get(away.headers["location"])
        back = client.post(
            "/sign-in",
            data={
                "email": BOSS["email"],
                "password": BOSS["password"],
                "next": httpx.URL(away.headers["location"]).params["next"],
            },
        )

    assert away.status_code == 303
    assert form.status_code == 200
    assert back.headers["location"] == path


@pytest.mark.parametrize(
    "path", ["/media/x.csv", "/_stcore/host-config", "/_stcore/upload_file/a/b", "/component/x"]
)
def test_nothing_else_is_answered_without_a_session(server: Server, path: str) -> None:
    with server.client() as client:
        assert client.get(path).status_code == 401
        client.cookies.set(COOKIE, "forged.00")
        assert client.get(path).status_code == 401


def test_a_socket_is_opened_only_with_a_session(server: Server) -> None:
    address = server.url.replace("http", "ws") + "/_stcore/stream"

    with pytest.raises(InvalidStatus) as refused:
        connect(address, proxy=None).close()
    with connect(
        address,
        additional_headers={"cookie": f"{COOKIE}={cookie(server.made)}"},
        proxy=None,
        ping_interval=None,  # its thread and this one may wait for a third at once: CPython trips
    ):
        pass

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/sign-in", ""],
)
def test_after_signing_in_nobody_is_led_elsewhere(server: Server, wanted: str) -> None:
    assert server.sign_in(next=wanted).headers["location"] == "/"


def test_a_wrong_password_is_one_sentence_and_keeps_the_address(server: Server) -> None:
    refused = server.sign_in(password="wrong wrong wrong")

    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert "이메일 주소나 비밀번호가 틀립니다" in refused.text
    assert 'value="boss@shop.kr"' in refused.text
    assert "wrong wrong wrong" not in refused.text


def test_what_was_typed_is_shown_as_text(server: Server) -> None:
    refused = server.sign_in(email='"><script>alert(1)</script>', password="wrong wrong wrong")

    assert "<script" not in refused.text
    assert "&lt;script&gt;" in refused.text


def test_a_form_of_another_site_is_refused(server: Server) -> None:
    with server.client(headers={"origin": "https://evil.example"}) as client:
        form = {"email": BOSS["email"], "password": BOSS["password"]}
        assert client.post("/sign-in", data=form).status_code == 403
        client.cookies.set(COOKIE, cookie(server.made))
        assert client.post("/sign-in/out").status_code == 403


def test_signing_out_ends_the_session(server: Server) -> None:
    with server.client() as client:
        client.cookies.set(COOKIE, cookie(server.sign_in()))
        answers = [
            client.get("/", headers={"accept": "text/html"}).status_code,
            client.post("/sign-in/out").status_code,
            client.get("/", headers={"accept": "text/html"}).status_code,
        ]

    assert answers == [200, 303, 303]


def test_outside_a_demo_no_role_is_offered_or_given(server: Server) -> None:
    with server.client() as client:
        page = client.get("/sign-in")
        chosen = client.post("/sign-in/demo", data={"role": "MANAGER"})

    assert "체험판" not in page.text
    assert chosen.status_code == 403
    assert "set-cookie" not in chosen.headers


def test_the_pages_speak_english_too_and_may_not_be_framed_or_kept(server: Server) -> None:
    with server.client() as client:
        page = client.get("/sign-in?lang=en")

    assert '<html lang="en">' in page.text
    assert "Several SmartStores on one screen" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


def test_neither_the_file_nor_the_logs_hold_what_was_typed(server: Server) -> None:
    session = cookie(server.sign_in())
    files = [path for path in server.workspace.rglob("*") if path.is_file()]
    held = {path.name: path.read_bytes() for path in files}

    assert "dashboard.log" in held
    for secret in (BOSS["email"], BOSS["password"], session.split(".")[0], "wrong wrong wrong"):
        assert [name for name, content in held.items() if secret.encode() in content] == []
