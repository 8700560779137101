"""Read what proxies tell about a request: the client's address, whether the client uses https, and the request's id.

Only this module reads these headers. `python -m web` starts the server so that the server itself ignores them.
When somebody starts a server that reads them, this module notices it.
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
"""Used when the client's address cannot be believed. All such requests share one limit."""
_MOST_HOPS = 20
_SAFE_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{16,64}")
_LIKE_A_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{15,}")


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The proxies whose headers are believed. By default there are none."""

    networks: Sequence[Network] = ()

    def address(self, scope: Scope) -> str:
        """The client's address, for the limits. It is the address of the connection, or the one that trusted proxies name.

        Each proxy adds an address at the right end of `X-Forwarded-For`. So the header is read from the right.
        The first address from the right that is not a trusted proxy's is the client's. The client can write false addresses
        only further left, and these are never read.
        An IPv6 client is counted by its network /64, because one household or attacker has all addresses of it.
        """
        address = _peer(scope)
        forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        if not self._trusts(address):
            # A server that believes this header replaces the address of the connection by one from the header.
            # We see this when the address also stands in the header, because no client writes its own address there.
            # We also see it when the server's value is not an address at all.
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
        """True when the visitor's own connection is encrypted. The header counts only when a trusted proxy sends it.

        When any other sender sends the header, the answer is False.
        """
        said = Headers(scope=scope).get("x-forwarded-proto")
        if said is None:
            return str(scope.get("scheme")) == "https"
        return self._trusts(_peer(scope)) and said.strip() == "https"

    def request_id(self, scope: Scope) -> str | None:
        """The request's id from a trusted proxy, otherwise None.

        The id has 16 to 64 characters: letters, digits, `_` or `-`, and at least one letter.
        An id that contains what may be a telephone or identity number is not used.
        """
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
    """Read a list of addresses and networks, separated by commas: `10.0.0.0/8,192.0.2.1`.

    Raises:
        Invalid: one part is neither an address nor a network.
    """
    try:
        return TrustedProxies(tuple(ip_network(part.strip(), strict=False) for part in setting.split(",") if part.strip()))
    except ValueError:
        raise Invalid(f"设置 POOL_TRUSTED_PROXIES 的值“{setting}”无法使用，应是用逗号分开的 IP 地址或网段，如 10.0.0.0/8。") from None


def _peer(scope: Scope) -> str:
    peer = scope.get("client")
    return str(peer[0]) if peer else UNKNOWN


def _bare(hop: str) -> str:
    """The address without its port: `198.51.100.1:5000` gives `198.51.100.1`, and `[2001:db8::1]:5000` gives `2001:db8::1`."""
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
