"""The way out: a proxy, a company's certificate authority, and what it is called when it breaks."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from engine.api_errors import CertificateUntrusted, NotConnected, ProxyRefused
from engine.config import read_config
from engine.domain.outgoing import Outgoing
from engine.errors import ConfigError
from engine.naver import CommerceApi
from engine.naver.line import Line
from tests.naver.conftest import Client
from tests.naver.forwarder import certificate, forward_proxy, tls_front
from tests.sandbox_process import Sandbox

NAVER = "commerce.naver.example"  # a name that leads nowhere but through a proxy


@pytest.fixture
def heads() -> list[str]:
    """What the proxy was asked."""
    return []


@pytest.fixture
def company(sandbox: Sandbox, tmp_path: Path, heads: list[str]) -> Iterator[Outgoing]:
    """A network that lets calls out through a proxy only, and looks into them."""
    signed = certificate(tmp_path / "authority.pem", NAVER)
    port = urlsplit(sandbox.base_url).port or 0
    with tls_front(port, signed) as front, forward_proxy(front, heads) as proxy:
        yield Outgoing(proxy=f"http://me:p%40ss@127.0.0.1:{proxy}", ca_file=str(signed))


def account(api: CommerceApi) -> str:
    return api.sellers.account().account_id


def test_calls_go_through_the_proxy_and_trust_the_companys_authority(
    client: Client, sandbox: Sandbox, company: Outgoing, heads: list[str]
) -> None:
    api = client(base_url=f"https://{NAVER}/external", outgoing=company)

    assert account(api) == sandbox.stores[0].account_id
    assert heads[0].startswith(f"CONNECT {NAVER}:443 ")
    assert "Proxy-Authorization: Basic bWU6cEBzcw==" in heads[0]  # me:p@ss


def test_this_machine_is_never_asked_through_the_proxy(
    client: Client, sandbox: Sandbox, company: Outgoing, heads: list[str]
) -> None:
    assert account(client(outgoing=company)) == sandbox.stores[0].account_id
    assert heads == []


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"])
def test_a_proxy_set_for_other_programs_is_not_asked(
    client: Client, company: Outgoing, heads: list[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, company.proxy or "")

    with pytest.raises(NotConnected, match=f"{NAVER} cannot be reached"):
        account(client(base_url=f"https://{NAVER}/external"))

    assert heads == []


def test_a_certificate_nobody_trusts_is_called_that(client: Client, company: Outgoing) -> None:
    alone = Outgoing(proxy=company.proxy)

    with pytest.raises(CertificateUntrusted, match=r"signed by nobody .*STOREBOARD_CA_FILE"):
        account(client(base_url=f"https://{NAVER}/external", outgoing=alone))


@pytest.mark.parametrize(
    ("host", "days", "said"),
    [("elsewhere.example", 1, "somebody else's"), ("localhost", -1, "does not hold today")],
)
def test_a_certificate_of_another_name_or_time_is_called_that(
    client: Client, sandbox: Sandbox, tmp_path: Path, host: str, days: int, said: str
) -> None:
    signed = certificate(tmp_path / "authority.pem", host, days=days)
    with tls_front(urlsplit(sandbox.base_url).port or 0, signed) as front:
        api = client(
            base_url=f"https://localhost:{front}/external", outgoing=Outgoing(ca_file=str(signed))
        )

        with pytest.raises(CertificateUntrusted, match=said):
            account(api)


def test_a_proxy_that_refuses_is_told_without_its_password(client: Client) -> None:
    with forward_proxy(9, [], refusal="407 Proxy Authentication Required") as proxy:
        outgoing = Outgoing(proxy=f"http://me:secret@127.0.0.1:{proxy}")
        api = client(base_url=f"https://{NAVER}/external", outgoing=outgoing)

        with pytest.raises(ProxyRefused, match=rf"127\.0\.0\.1:{proxy} .*407") as caught:
            account(api)

    assert "secret" not in str(caught.value) + repr(outgoing) + repr(caught.value.params)


def test_a_proxy_that_is_not_there_is_told(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    api = client(
        base_url=f"https://{NAVER}/external", outgoing=Outgoing(proxy=f"http://127.0.0.1:{port}")
    )

    with pytest.raises(ProxyRefused, match=rf"The proxy 127\.0\.0\.1:{port} cannot be reached"):
        account(api)


def test_the_way_out_is_a_setting_of_the_environment(tmp_path: Path) -> None:
    signed = certificate(tmp_path / "authority.pem", NAVER)
    named = {
        "STOREBOARD_OUTGOING_PROXY": " http://10.0.0.8:3128 ",
        "STOREBOARD_CA_FILE": str(signed),
    }

    assert read_config(tmp_path, named).outgoing == Outgoing(
        proxy="http://10.0.0.8:3128", ca_file=str(signed)
    )
    assert read_config(tmp_path, {"HTTPS_PROXY": "http://10.0.0.8:1"}).outgoing == Outgoing()


@pytest.mark.parametrize(
    "text",
    [
        *("10.0.0.8:3128", "http://proxy", "socks5://p:1080", "http://p:x", "http://:3128"),
        *("http://p:3128/pac", "http://a b:80"),
    ],
)
def test_what_is_no_proxy_is_refused_at_the_start_and_not_repeated(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ConfigError, match="no address of a proxy") as caught:
        read_config(tmp_path, {"STOREBOARD_OUTGOING_PROXY": text})

    assert text not in str(caught.value)


def test_a_file_without_certificates_is_refused_at_the_start(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")

    for file in (empty, tmp_path / "nowhere.pem", tmp_path):
        with pytest.raises(ConfigError, match="no certificates can be read"):
            read_config(tmp_path, {"STOREBOARD_CA_FILE": str(file)})


class Stream:
    """A connection to an address, as the HTTP library hands it out."""

    def __init__(self, address: str) -> None:
        self.address, self.closed = address, False

    def get_extra_info(self, info: str) -> tuple[str, int]:
        assert info == "server_addr"
        return self.address, 443

    def close(self) -> None:
        self.closed = True


def test_a_name_that_leads_to_where_keys_are_kept_is_let_go_of_before_a_byte_is_sent() -> None:
    look = Line("https://commerce.naver.example/external").extensions["trace"]
    inside, outside = Stream("169.254.169.254"), Stream("203.0.113.9")

    look("connection.connect_tcp.complete", {"return_value": outside})
    with pytest.raises(httpx.ConnectError, match=r"169\.254\.169\.254"):
        look("connection.connect_tcp.complete", {"return_value": inside})

    assert (inside.closed, outside.closed) == (True, False)


def test_every_new_connection_to_a_name_is_looked_at(sandbox: Sandbox) -> None:
    events: list[str] = []
    there = f"http://localhost:{urlsplit(sandbox.base_url).port}/"

    with httpx.Client(trust_env=False) as client:
        client.get(there, extensions={"trace": lambda event, told: events.append(event)})

    assert "connection.connect_tcp.complete" in events  # what the line waits for
    assert Line(sandbox.base_url).extensions == {}
