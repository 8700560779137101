"""Whom a request is counted for."""

import pytest

from service.edge.trusted_proxies import read_trusted_proxies
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
        ("", "testclient", [], "testclient"),
        ("10.0.0.0/8", "10.0.0.1", ["198.51.100.1:4711, [2001:db8::7]:80"], "2001:db8::/64"),
        # What a server that believes the header itself has put in the peer's place proves nothing, however the header was padded.
        ("", "198.51.100.1", ["198.51.100.1"], "unknown"),
        ("", "198.51.100.1", ["198.51.100.1:99"], "unknown"),
        ("", "198.51.100.1", ["198.51.100.1" + ",127.0.0.1" * 50], "unknown"),
        ("", "made up", ["made up"], "unknown"),
    ],
)
def test_counted_address(trusted, peer, forwarded, counted):
    assert read_trusted_proxies(trusted).address(_scope(peer, *forwarded)) == counted


def test_a_very_long_header_is_read_only_at_its_end():
    forwarded = ",".join(["10.0.0.3"] * 50_000)
    assert read_trusted_proxies("10.0.0.0/8").address(_scope("10.0.0.1", forwarded)) == "10.0.0.3"


@pytest.mark.parametrize(
    ("peer", "scheme", "said", "https"),
    [
        ("203.0.113.9", "http", None, False),
        ("203.0.113.9", "https", None, True),
        ("203.0.113.9", "https", "https", False),  # the server may have believed the header: a stranger's word
        ("203.0.113.9", "http", "https", False),
        ("10.0.0.1", "http", "https", True),
        ("10.0.0.1", "http", "http", False),
    ],
)
def test_https_is_what_the_connection_is_or_a_trusted_proxy_says(peer, scheme, said, https):
    scope = _scope(peer) | {"scheme": scheme}
    scope["headers"] = [(b"x-forwarded-proto", said.encode())] if said else []
    assert read_trusted_proxies("10.0.0.0/8").by_https(scope) is https


@pytest.mark.parametrize(
    ("peer", "given", "kept"),
    [
        ("10.0.0.1", "portal-0123456789abcdef", True),
        ("203.0.113.9", "portal-0123456789abcdef", False),
        ("10.0.0.1", "short", False),
        ("10.0.0.1", "a" * 65, False),
        ("10.0.0.1", "tel-13912345678-aaaa", False),
        ("10.0.0.1", "1391234567813912", False),
        ("10.0.0.1", "id-441900199001011234", False),
        ("10.0.0.1", 'a"b\\c{}<script>alert', False),
    ],
)
def test_an_id_is_kept_from_a_trusted_proxy_and_only_in_a_safe_shape(peer, given, kept):
    scope = _scope(peer)
    scope["headers"] = [(b"x-request-id", given.encode())]
    assert read_trusted_proxies("10.0.0.0/8").request_id(scope) == (given if kept else None)


def test_a_wrong_setting_is_told_in_chinese():
    with pytest.raises(Invalid, match="POOL_TRUSTED_PROXIES"):
        read_trusted_proxies("10.0.0.0/8, nonsense")
