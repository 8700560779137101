"""Which address a request comes from, when proxies stand between."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from service.errors import Invalid

Network = IPv4Network | IPv6Network

_UNKNOWN = "unknown"
_MOST_HOPS = 20


def read_trusted_proxies(setting: str) -> tuple[Network, ...]:
    """Read a comma-separated list of addresses and networks.

    Raises:
        Invalid: one of them is neither.
    """
    try:
        return tuple(ip_network(part.strip(), strict=False) for part in setting.split(",") if part.strip())
    except ValueError:
        raise Invalid(f"设置 POOL_TRUSTED_PROXIES 的值“{setting}”无法使用，应是用逗号分开的 IP 地址或网段，如 10.0.0.0/8。") from None


def client_address(scope: Scope, trusted: Sequence[Network]) -> str:
    """Return the address a limit applies to: the peer's, or what trusted proxies say of it.

    `X-Forwarded-For` is read from the right, where our own proxies write, and only as far as each hop is trusted: whatever a client
    put there itself stands further left and is never believed. An IPv6 client counts by its /64, which one household or attacker holds.
    """
    peer = scope.get("client")
    address = str(peer[0]) if peer else _UNKNOWN
    if _is_trusted(address, trusted):
        forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        for hop in reversed(forwarded[-_MOST_HOPS:]):
            if not _is_address(hop.strip()):
                break
            address = hop.strip()
            if not _is_trusted(address, trusted):
                break
    return _counted(address)


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    if not _is_address(address):
        return False
    parsed = ip_address(address)
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return any((mapped or parsed) in network for network in trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _counted(address: str) -> str:
    if not _is_address(address):
        return address
    parsed = ip_address(address)
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), 64), strict=False))
