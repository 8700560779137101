"""Passwords: what may be chosen, and what is kept of them."""

import pytest

from service.errors import Invalid
from service.identity.passwords import check_new_password, hash_password, is_outdated, is_right_password


@pytest.mark.parametrize("good", ["三条腿的板凳坐不稳当", "correct horse battery", "abcd efghij", "禾澄电子厂的老猫爱吃鱼"])
def test_long_and_unknown_is_enough(good):
    check_new_password(good, ("lin@example.com", "林工", "禾澄电子厂"))


@pytest.mark.parametrize(
    "weak", ["short", "123456789", "1234567890", "QWERTYUIOP", "woaini1314520", "dongguan2026", "aaaaaaaaaa", "linlin1985", "x" * 129]
)
def test_weak_ones_are_refused(weak):
    with pytest.raises(Invalid) as refused:
        check_new_password(weak, ("linlin1985@example.com", "林工"))
    assert set(refused.value.fields) == {"password"}
    assert weak not in refused.value.message


def test_what_is_kept_is_argon2id_with_its_own_salt():
    first, second = hash_password("三条腿的板凳坐不稳当"), hash_password("三条腿的板凳坐不稳当")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert is_right_password(first, "三条腿的板凳坐不稳当")
    assert not is_right_password(first, "三条腿的板凳坐不稳当 ")
    assert not is_outdated(first)


def test_nothing_fits_nobody():
    assert not is_right_password(None, "三条腿的板凳坐不稳当")
    assert not is_right_password("not a hash", "三条腿的板凳坐不稳当")


def test_an_older_hash_is_noticed():
    assert is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$w0Y0nKpTuxDqZzkHIxk5ZPIrkUhFYPcVBUZgFXJ2cJ8")
