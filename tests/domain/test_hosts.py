"""What kind of machine a host is, however it is spelled."""

from __future__ import annotations

import pytest

from engine.domain.hosts import is_loopback, is_metadata, is_plain_host
from engine.domain.stores import tidy_address
from engine.errors import BadRequest


@pytest.mark.parametrize("host", ["localhost", "a.localhost.", "127.0.0.9", "::1", "[::1]"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "shop", "localhost.example", "2130706433"])
def test_any_other_is_not_this_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        *("169.254.169.254", "169.254.0.7.", "fe80::1", "[fe80::1%eth0]", "fd00:ec2::254"),
        *("::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "100.100.100.200"),
        *("168.63.129.16", "metadata", "metadata.google.internal", "Instance-Data.ec2.internal"),
    ],
)
def test_where_machines_keep_their_keys_is_known_in_every_spelling(host: str) -> None:
    assert is_metadata(host)


@pytest.mark.parametrize("host", ["api.commerce.naver.com", "10.0.0.1", "127.0.0.1", "fd00::1"])
def test_other_hosts_keep_no_keys(host: str) -> None:
    assert not is_metadata(host)


@pytest.mark.parametrize(
    "host",
    ["2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "a.0x1", "一.example"],
)
def test_a_number_in_another_spelling_is_no_host(host: str) -> None:
    assert not is_plain_host(host)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://api.commerce.naver.com/external", "not encrypted"),
        ("http://10.0.0.8/external", "not encrypted"),
        ("https://169.254.169.254/latest", "leads to 169.254.169.254"),
        ("https://metadata.google.internal/", "leads to metadata"),
        *(
            (f"https://{host}/x", "not usable")
            for host in ("2852039166", "a\\b", "a b", "@a", "a:x")
        ),
    ],
)
def test_an_address_where_others_listen_or_keys_are_kept_is_refused(
    address: str, words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        tidy_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://api.commerce.naver.com/external",
        "https://10.0.0.8:8443/external",
        "http://localhost:9/external",
        "http://[::1]:9/external",
    ],
)
def test_an_address_over_tls_or_on_this_machine_is_taken(address: str) -> None:
    assert tidy_address(f" {address}/ ") == address
