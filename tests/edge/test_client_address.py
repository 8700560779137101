"""Whom a request is counted for."""

import pytest

from service.edge.client_address import client_address, read_trusted_proxies
from service.errors import Invalid


def _scope(peer: str | None, *forwarded: str) -> dict:
    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    return {"type": "http", "client": (peer, 5000) if peer else None, "headers": headers}


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "counted"),
    [
        ("", "203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.0/8", "203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.0/8", "10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.1", [], "10.0.0.1"),
        # What the client wrote itself stands left of what our proxy added.
        ("10.0.0.0/8", "10.0.0.1", ["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.1", ["1.2.3.4", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.1", ["198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.0/8,192.0.2.7", "192.0.2.7", ["198.51.100.1,10.0.0.2"], "198.51.100.1"),
        ("10.0.0.0/8", "10.0.0.1", ["not an address"], "10.0.0.1"),
        ("10.0.0.0/8", "10.0.0.1", ["198.51.100.1, unknown"], "10.0.0.1"),
        ("10.0.0.0/8", "::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("", "2001:db8:1:2:aaaa::1", [], "2001:db8:1:2::/64"),
        ("", "::ffff:198.51.100.1", [], "198.51.100.1"),
        ("", None, ["198.51.100.1"], "unknown"),
        ("", "testclient", ["198.51.100.1"], "testclient"),
    ],
)
def test_counted_address(trusted, peer, forwarded, counted):
    assert client_address(_scope(peer, *forwarded), read_trusted_proxies(trusted)) == counted


def test_a_very_long_header_is_read_only_at_its_end():
    forwarded = ",".join(["10.0.0.3"] * 50_000)
    assert client_address(_scope("10.0.0.1", forwarded), read_trusted_proxies("10.0.0.0/8")) == "10.0.0.3"


def test_a_wrong_setting_is_told_in_chinese():
    with pytest.raises(Invalid, match="POOL_TRUSTED_PROXIES"):
        read_trusted_proxies("10.0.0.0/8, nonsense")
