"""What kind of machine a host is: this one, one of its own network's services, or another."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

IP = IPv4Address | IPv6Address
# Where clouds tell a machine its own keys, beside the link-local addresses.
_METADATA = frozenset(
    map(
        ip_address,
        ("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"),
    )
)
_METADATA_NAMES = re.compile(r"(metadata|instance-data)(\..*)?")
_NAT64 = ip_network("64:ff9b::/96")
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, which nobody else can listen in on."""
    name = tidy_host(host)
    if name == "localhost" or name.endswith(".localhost"):
        return True
    ip = _ip(name)
    return ip is not None and ip.is_loopback


def is_metadata(host: str) -> bool:
    """Whether a host is link-local or tells a machine of a cloud its keys: nothing of NAVER's is
    there, whatever somebody typed or a name leads to.
    """
    name = tidy_host(host)
    ip = _ip(name)
    if ip is None:
        return _METADATA_NAMES.fullmatch(name) is not None
    return ip.is_link_local or ip in _METADATA


def is_plain_host(host: str) -> bool:
    """Whether a host is a name or an address in its usual spelling: numbers such as 0x7f.1 or
    2130706433 are addresses too, to some programs and not to others.
    """
    name = tidy_host(host)
    if _ip(name) is not None:
        return True
    return bool(_NAME.fullmatch(name)) and not _NUMBER.fullmatch(name.rpartition(".")[2])


def is_ip(host: str) -> bool:
    """Whether a host is an address, not a name somebody could make lead elsewhere."""
    return _ip(tidy_host(host)) is not None


def tidy_host(host: str) -> str:
    """A host as it is compared: lower case, without brackets and the last dot."""
    return host.strip("[]").rstrip(".").lower()


def _ip(name: str) -> IP | None:
    try:
        return _inner(ip_address(name))
    except ValueError:
        return None


def _inner(ip: IP) -> IP:
    """The address of the old kind inside one of the new kind, where that is what it leads to."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
