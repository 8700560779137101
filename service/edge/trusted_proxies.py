"""What proxies say of a request, read in one place: whose it is, whether it came by https, and its id.

The server is told to read none of these headers (`python -m web`). Where one was started that does, what it wrote is noticed here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from service.errors import Invalid

Network = IPv4Network | IPv6Network

UNKNOWN = "unknown"
"""Stands for every address that nobody we trust vouches for: they share one limit."""
_MOST_HOPS = 20
_SAFE_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{16,64}")
_LIKE_A_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{15,}")


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The proxies whose headers are believed; none by default."""

    networks: Sequence[Network] = ()

    def address(self, scope: Scope) -> str:
        """Return the address a limit applies to: the peer's, or what trusted proxies say of it.

        `X-Forwarded-For` is read from the right, where our own proxies write, and only as far as each hop is trusted: whatever a client
        put there itself stands further left and is never believed. An IPv6 client counts by its /64, which one household or attacker holds.
        """
        address = _peer(scope)
        forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        if not self._trusts(address):
            # A server that believes this header puts a part of it in the peer's place. Nobody else names himself in it.
            rewritten = forwarded != [""] and (not _is_address(address) or address in {_bare(hop) for hop in forwarded})
            return UNKNOWN if rewritten else _counted(address)
        for hop in map(_bare, reversed(forwarded[-_MOST_HOPS:])):
            if not _is_address(hop):
                break
            address = hop
            if not self._trusts(address):
                break
        return _counted(address)

    def by_https(self, scope: Scope) -> bool:
        """Tell whether the visitor's own connection is encrypted. A stranger's header changes nothing for the better."""
        said = Headers(scope=scope).get("x-forwarded-proto")
        if said is None:
            return str(scope.get("scheme")) == "https"
        return self._trusts(_peer(scope)) and said.strip() == "https"

    def request_id(self, scope: Scope) -> str | None:
        """The id a trusted proxy gave, when it is plain and cannot be somebody's telephone or identity number."""
        given = Headers(scope=scope).get("x-request-id", "")
        if not self._trusts(_peer(scope)) or not _SAFE_ID.fullmatch(given) or _LIKE_A_NUMBER.search(given):
            return None
        return given

    def _trusts(self, address: str) -> bool:
        if not _is_address(address):
            return False
        parsed = ip_address(address)
        mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
        return any((mapped or parsed) in network for network in self.networks)


def read_trusted_proxies(setting: str) -> TrustedProxies:
    """Read a comma-separated list of addresses and networks.

    Raises:
        Invalid: one of them is neither.
    """
    try:
        return TrustedProxies(tuple(ip_network(part.strip(), strict=False) for part in setting.split(",") if part.strip()))
    except ValueError:
        raise Invalid(f"设置 POOL_TRUSTED_PROXIES 的值“{setting}”无法使用，应是用逗号分开的 IP 地址或网段，如 10.0.0.0/8。") from None


def _peer(scope: Scope) -> str:
    peer = scope.get("client")
    return str(peer[0]) if peer else UNKNOWN


def _bare(hop: str) -> str:
    """Without a port: `198.51.100.1:5000`, `[2001:db8::1]:5000`."""
    hop = hop.strip()
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


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
