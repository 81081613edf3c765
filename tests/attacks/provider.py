"""A dashboard that leaves signing in to an identity provider: coming in without one's own account,
and using it without coming in.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard.commands.demo import start_dashboard
from dashboard.commands.processes import Processes, free_port, wait_until
from dashboard.server.provider import USER_COOKIE_NAME, Provider
from dashboard.server.strangers import MOST_OF_ONE
from engine import Config, Role, open_engine
from tests.attacks.cases import Attacks
from tests.attacks.house import FORM, KIM, House

outside = Attacks("use it without signing in, with an identity provider")
unverified = Attacks("come in over a provider that did not verify the address")
CLOSED = (
    *("/media/x.csv", "/_stcore/metrics", "/_stcore/script-health-check", "/component/a/b.js"),
    *("/_stcore/upload_file/a/b", "/_stcore/bidi-components/a/b.js", "/margins/_stcore/metrics"),
)


@dataclass(frozen=True)
class Team(House):
    """A running server whose people come over a provider."""

    provider: Provider

    def cookie(self, **claims: Any) -> str:
        """The cookie Streamlit sets for whom the provider signed in with these claims."""
        told = {
            "origin": self.url,
            "is_logged_in": True,
            "provider": "default",
            "sub": "kim",
            "iat": int(time.time()),
            "email": KIM,
            **claims,
        }
        return self._signed(json.dumps(told), self.provider.cookie_secret)

    def forged(self) -> str:
        """The same, signed by somebody else."""
        claims = json.dumps({"origin": self.url, "is_logged_in": True, "email": KIM})
        return self._signed(claims, "another secret")

    def _signed(self, text: str, secret: str) -> str:
        signed = create_signed_value(secret, USER_COOKIE_NAME, text).decode()
        return f"{USER_COOKIE_NAME}={signed}"

    def lets_in(self, cookie: str) -> bool:
        """Whether somebody with that cookie is answered what is for people of the house alone."""
        answer = self.ask("/_stcore/metrics", headers={"cookie": cookie})
        assert answer.status_code in (200, 401), answer.status_code
        return answer.status_code == 200


@contextmanager
def open_team(folder: Path, more: Mapping[str, str] = {}) -> Iterator[Team]:
    """A server with a provider that is never asked: its people are signed in by their cookies."""
    workspace, port = folder / "workspace", free_port(0)
    with closing(open_engine(Config(workspace=workspace))) as engine:
        engine.people.add(email="boss@shop.kr", name="Boss", role=Role.MANAGER)
        engine.people.add(email=KIM, name="Kim", role=Role.OPERATOR)
    url = f"http://127.0.0.1:{port}"
    settings = {
        "STOREBOARD_OIDC_METADATA_URL": "http://127.0.0.1:9/.well-known/openid-configuration",
        "STOREBOARD_OIDC_CLIENT_ID": "storeboard",
        "STOREBOARD_OIDC_CLIENT_SECRET": "a secret of the client",
        "STOREBOARD_PUBLIC_URL": url,
    }
    metadata_url, client_id, client_secret, public_url = settings.values()
    provider = Provider(
        metadata_url=metadata_url,
        client_id=client_id,
        client_secret=client_secret,
        public_url=public_url,
    )
    processes = Processes()
    try:
        start_dashboard(processes, workspace, port, more={**settings, **more})
        yield Team(url, workspace, provider)
    finally:
        processes.stop()


@outside("uploads, files, metrics and components, without a cookie or with a forged one")
def closed_paths(team: Team) -> str:
    assert team.lets_in(team.cookie(email_verified=True))
    for path in CLOSED:
        for method in ("GET", "PUT", "POST", "DELETE", "OPTIONS"):
            for headers in ({}, {"cookie": team.forged()}):
                answer = team.ask(path, method=method, headers=headers)
                assert answer.status_code == 401, (method, path)
    return "refused with 401; open are the page without content, its socket and the sign-in"


@outside("hundreds of open sockets, held without signing in")
def many_sockets(team: Team) -> str:
    with ExitStack() as held:
        for _socket in range(MOST_OF_ONE):
            held.enter_context(team.socket(origin=team.url))
        assert [team.opens_socket(origin=team.url) for _try in range(5)] == [403] * 5
        cookie = team.cookie(email_verified=True)
        assert team.opens_socket(origin=team.url, cookie=cookie) == 101
    assert wait_until(
        lambda: team.opens_socket(origin=team.url) == 101, seconds=20, alive=lambda: True
    )
    return "at most 16 of an address and 128 of all, for ten minutes; who is signed in comes in"


@outside("a cookie that was signed for another dashboard of the same client")
def other_origin(team: Team) -> str:
    assert not team.lets_in(team.cookie(email_verified=True, origin="https://other.example"))
    return "counts as none"


@outside("a cookie from more than a week ago, or one that tells no time")
def old_cookie(team: Team) -> str:
    week = 7 * 24 * 3600
    assert not team.lets_in(team.cookie(email_verified=True, iat=int(time.time()) - week - 60))
    assert not team.lets_in(team.cookie(email_verified=True, iat=None))
    return "counts as none"


@outside("the routes of signing in with a password, also the demo's and the first manager's")
def password_routes(team: Team) -> str:
    for path in ("/sign-in", "/sign-in/demo", "/sign-in/out", "/welcome/x"):
        form = f"email={KIM}&password=x&role=MANAGER"
        answer = team.ask(path, method="POST", content=form, headers=FORM)
        assert answer.status_code in (401, 405), (path, answer.status_code)
        assert "set-cookie" not in answer.headers
    assert "password" not in team.ask("/sign-in", headers={"accept": "text/html"}).text
    return "are not there"


@unverified('`email_verified` is false, missing, the text "true" or "false", or a number')
def not_verified(team: Team) -> str:
    assert team.lets_in(team.cookie(email_verified=True))
    for told in (False, None, "true", "false", 1, 0, [True], {"a": 1}):
        assert not team.lets_in(team.cookie(email_verified=told)), told
    assert not team.lets_in(team.cookie())
    return "stays outside"


@unverified("an address of nobody here, or none at all")
def nobody(team: Team) -> str:
    for email in ("stranger@elsewhere.kr", "", None, 7, ["kim@shop.kr"]):
        assert not team.lets_in(team.cookie(email_verified=True, email=email)), email
    return "stays outside"
