"""How visitors reach the server: what the environment says, and what is warned of."""

from __future__ import annotations

import pytest
from starlette.requests import HTTPConnection

from dashboard.server.access import Access, open_house_warning, read_access
from engine import ConfigError

PROVIDER = {
    "STOREBOARD_OIDC_METADATA_URL": "https://id.example.com/.well-known/openid-configuration",
    "STOREBOARD_OIDC_CLIENT_ID": "storeboard",
    "STOREBOARD_OIDC_CLIENT_SECRET": "quiet",
    "STOREBOARD_PUBLIC_URL": "https://board.example.com/",
}


def asked(**headers: str) -> HTTPConnection:
    named = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    scope = {"type": "http", "headers": named, "client": ("192.0.2.1", 5), "scheme": "http"}
    return HTTPConnection({**scope, "path": "/", "server": ("h", 80), "query_string": b""})


def test_without_settings_people_sign_in_with_a_password() -> None:
    assert read_access({}) == Access()


def test_a_provider_is_handed_to_streamlit_with_a_cookie_secret_of_its_own() -> None:
    provider = read_access(PROVIDER).provider
    assert provider is not None

    auth = provider.secrets()["auth"]

    assert auth["redirect_uri"] == "https://board.example.com/oauth2callback"
    assert auth["client_secret"] == "quiet"
    assert len(auth["cookie_secret"]) == 64
    assert "quiet" not in auth["cookie_secret"]


def test_a_provider_set_up_in_part_is_told_with_what_is_missing() -> None:
    part = {**PROVIDER, "STOREBOARD_OIDC_CLIENT_SECRET": " "}

    with pytest.raises(ConfigError, match="STOREBOARD_OIDC_CLIENT_SECRET"):
        read_access(part)


def test_what_a_visitor_says_of_its_address_counts_only_behind_a_proxy() -> None:
    said = asked(x_forwarded_for="203.0.113.9, 198.51.100.2", x_forwarded_proto="https")

    assert Access().visitor_address(said) == "192.0.2.1"
    assert not Access().is_secure(said)
    assert Access(behind_proxy=True).visitor_address(said) == "198.51.100.2"
    assert Access(behind_proxy=True).is_secure(said)


def test_an_open_house_without_tls_is_warned_of() -> None:
    assert open_house_warning("127.0.0.1", Access()) is None
    assert open_house_warning("0.0.0.0", Access(behind_proxy=True)) is None
    assert "STOREBOARD_BEHIND_PROXY" in (open_house_warning("0.0.0.0", Access()) or "")


def test_of_two_forwarded_headers_the_nearest_proxy_s_counts() -> None:
    named = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"10.1.1.1, 198.51.100.2")]
    scope = {"type": "http", "headers": named, "client": ("203.0.113.9", 0), "scheme": "http"}
    said = HTTPConnection({**scope, "peer": ("192.0.2.1", 5), "path": "/"})

    assert Access(behind_proxy=True).visitor_address(said) == "198.51.100.2"
    assert Access().visitor_address(said) == "192.0.2.1"  # whatever uvicorn made of it


@pytest.mark.parametrize(
    ("host", "known"),
    [
        *(("127.0.0.1:8501", True), ("localhost", True), ("[::1]:8501", True), ("10.0.0.8", True)),
        *(("board.example.com", True), ("BOARD.example.com.:443", True), ("board.lan:1", True)),
        *(("evil.example", False), ("board.example.com.evil.example", False), ("", False)),
        *(("board.lan@evil.example", False), ("x/board.lan", False), ("board.lan:x", False)),
    ],
)
def test_the_server_is_known_by_its_own_names_and_by_addresses(host: str, *, known: bool) -> None:
    named = {"STOREBOARD_ALLOWED_HOSTS": " board.lan , ", **PROVIDER}

    assert read_access(named).is_allowed_host(host) == known
