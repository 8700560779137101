"""Where a webhook may lead: a public address over https, or one of the closed networks that the settings name. Nothing else.

A name is resolved once, every address it has is judged, and the connection goes to a judged address: a name that changes its mind
between the two (DNS rebinding) changes nothing. Source: OWASP, Server-Side Request Forgery Prevention Cheat Sheet.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from service.errors import Invalid, Refused, Unavailable

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Sequence[str]]
_PORTS = {"https": 443, "http": 80}
_TRANSLATED = ip_network("64:ff9b::/96")
"""NAT64: the last four bytes are an IPv4 address, which a gateway connects to."""
_ADDRESSES_MOST = 8
_BAD_URL = "请填完整的 https 地址，例如 https://portal.example.com/hooks，不要带用户名、密码和 # 后的部分。"
_FORBIDDEN = "这个地址指向内网、本机或保留的网络，不能推送。确实要推到内网，请由运维把该网段写进 POOL_WEBHOOK_NETWORKS。"
_PLAIN = "公网地址只能用 https；http 只用于 POOL_WEBHOOK_NETWORKS 里的内网。"


@dataclass(frozen=True, slots=True)
class HookPlace:
    """A webhook's address taken apart. `path`: with its query."""

    host: str
    port: int
    path: str
    is_secure: bool


@dataclass(frozen=True, slots=True)
class HookTarget:
    """A place with the addresses that may be connected to, in the order in which they are tried."""

    place: HookPlace
    addresses: tuple[str, ...]


def read_networks(text: str) -> tuple[Network, ...]:
    """The closed networks of the setting.

    Raises:
        Invalid: one of them is no network.
    """
    try:
        return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise Invalid(f"设置 POOL_WEBHOOK_NETWORKS 的值“{text}”无法使用，请写成 10.20.0.0/16 的样子，用逗号分开。") from None


def read_place(url: str) -> HookPlace:
    """Take an address apart.

    Raises:
        Invalid: it is no plain http address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise Invalid(_BAD_URL, fields={"url": _BAD_URL}) from None
    plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in _PORTS or not host or parts.username or parts.password or parts.fragment or not plain or port == 0:
        raise Invalid(_BAD_URL, fields={"url": _BAD_URL})
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return HookPlace(host, port or _PORTS[parts.scheme], path, parts.scheme == "https")


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name.

    Raises:
        OSError: it has none, or no server of names answers.
    """
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def resolve_target(url: str, closed: Sequence[Network], resolver: Resolver = resolve) -> HookTarget:
    """Where a connection may go.

    Args:
        closed: networks that are not public and may be reached all the same.

    Raises:
        Invalid: it is no plain http address.
        Refused: one of its addresses may not be reached.
        Unavailable: the name has no address now.
    """
    place = read_place(url)
    try:
        found = list(dict.fromkeys(resolver(place.host, place.port)))[:_ADDRESSES_MOST]
    except (OSError, UnicodeError):
        raise Unavailable("没有查到这个域名的地址。") from None
    if not found:
        raise Unavailable("没有查到这个域名的地址。")
    for text in found:
        address = _real(ip_address(text.partition("%")[0]))
        named = any(address in network for network in closed if network.version == address.version)
        if not named and not _is_public(address):
            raise Refused(_FORBIDDEN)
        if not named and not place.is_secure:
            raise Refused(_PLAIN)
    return HookTarget(place, tuple(found))


def _real(address: Address) -> Address:
    """The address that is reached in the end: an IPv4 address may be written inside an IPv6 one."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _TRANSLATED:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    tunnel = isinstance(address, IPv6Address) and (address.sixtofour or address.teredo)
    return address.is_global and not address.is_multicast and not tunnel
