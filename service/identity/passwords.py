"""Passwords: which may be chosen, how they are kept, how one is compared.

Source: OWASP Password Storage Cheat Sheet (argon2id, 19 MiB, two passes, one lane). ASVS 5.0 chapter 6.2: length and a block list,
no rules of composition. The block list holds those of the 30,000 most common passwords that are long enough to be chosen here.
They are from the package zxcvbn 4.5 (MIT licence). Walks on the keyboard, dates and pinyin that people here are fond of were added.
"""

import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import Invalid, Overloaded

T = TypeVar("T")
MIN_CHARACTERS = 10
PASSWORD_MAX_CHARACTERS = 128
"""A longer one is refused, so that nobody makes the server hash megabytes."""
_HASHES_AT_ONCE = 2
_WAIT_SECONDS = 10.0
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_workers = ThreadPoolExecutor(_HASHES_AT_ONCE, thread_name_prefix="passwords")
"""Two threads of their own: freed memory stays with the thread that used it, so forty threads of requests would keep 19 MiB each."""
_BLOCKED = Path(__file__).parent / "blocked_passwords.txt"


def check_new_password(password: str, about: Iterable[str] = ()) -> None:
    """Accept a password that somebody chose.

    Args:
        about: name, address and unit of the person, which must not be the password.

    Raises:
        Invalid: it is too short, too long, well known, or about the person; `fields` says it of `password`.
    """
    if len(password) < MIN_CHARACTERS:
        _refuse(f"密码至少 {MIN_CHARACTERS} 个字符；几个不相干的词连起来，好记又安全。")
    if len(password) > PASSWORD_MAX_CHARACTERS:
        _refuse(f"密码最多 {PASSWORD_MAX_CHARACTERS} 个字符，请删短一些。")
    plain = password.lower()
    if plain in _blocked() or len(set(plain)) < 4:
        _refuse("这个密码太常见，别人很容易猜到，请换一个。")
    if any(part in plain and len(plain) - len(part) < 6 for part in _parts(about)):
        _refuse("密码里主要是您的姓名、邮箱或单位名称，别人容易猜到，请换一个。")


def hash_password(password: str) -> str:
    """What is stored of a password.

    Raises:
        Overloaded: too many others are being hashed.

    Cost: 25 ms and 19 MiB; two at the same time.
    """
    return _worked(_hasher.hash, password)


def is_right_password(kept: str | None, given: str) -> bool:
    """Compare. Where nothing is kept it takes the same time and is False, so that nobody learns which accounts there are.

    Raises:
        Overloaded: too many others are being compared.
    """
    right = _worked(_compare, kept or _nobodys(), given[:PASSWORD_MAX_CHARACTERS])
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Tell whether a stored one was made with weaker numbers than today's."""
    return _hasher.check_needs_rehash(kept)


def _compare(kept: str, given: str) -> bool:
    try:
        return _hasher.verify(kept, given)
    except (VerificationError, InvalidHashError):
        return False


def _worked(step: Callable[..., T], *given: str) -> T:
    work = _workers.submit(step, *given)
    try:
        return work.result(timeout=_WAIT_SECONDS)
    except TimeoutError:
        work.cancel()
        raise Overloaded("此刻登录的人很多，请过几秒再试。", wait_seconds=3) from None


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))


@cache
def _blocked() -> frozenset[str]:
    return frozenset(_BLOCKED.read_text("utf-8").split())


def _parts(about: Iterable[str]) -> list[str]:
    words = [word.lower() for text in about for word in (text, text.partition("@")[0])]
    return [word for word in words if len(word) >= 4]


def _refuse(sentence: str) -> None:
    raise Invalid(sentence, fields={"password": sentence})
