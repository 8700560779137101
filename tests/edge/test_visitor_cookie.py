"""The visitor's cookie: signed, random, and given by pages only."""

import pytest

from service.edge.visitor_cookie import VisitorSigner


def _scope(cookie: str) -> dict:
    return {"type": "http", "headers": [(b"cookie", cookie.encode("latin-1"))]}


def test_a_value_of_ours_names_its_visitor_and_every_value_another_one():
    signer = VisitorSigner("secret")
    first, second = signer.fresh(), signer.fresh()
    assert signer.visitor(_scope(f"display=large; visitor={first}")) == first.partition(".")[0]
    assert first.partition(".")[0] != second.partition(".")[0]


@pytest.mark.parametrize("value", ["", "x", "made-up-number16.", "made-up-number16.signature", "a" * 5_000, "éé.éé", '"', "a b;=;"])
def test_anything_else_names_nobody(value):
    assert VisitorSigner("secret").visitor(_scope(f"visitor={value}")) is None


def test_a_value_signed_by_another_secret_names_nobody():
    assert VisitorSigner("secret").visitor(_scope(f"visitor={VisitorSigner('other').fresh()}")) is None
