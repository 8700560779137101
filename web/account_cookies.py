"""The cookies of accounts: the session's, that of a browser which is about to sign in, and the marks of those who signed in before."""

from collections.abc import Iterable
from datetime import datetime

from fastapi import Request, Response

SESSION = "session"
BEFORE = "before"
MARKS = "marks"
_HOST_ONLY = "__Host-"
_COOKIE_MOST = 300
_MARKS_SECONDS = 400 * 86_400
"""As long as browsers keep a cookie at most."""


class AccountCookies:
    """Sets and reads them.

    Args:
        secure: the site is reached by https: the cookies then never go over a plain connection, and no neighbour domain can set them.
    """

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure

    def read(self, request: Request, name: str) -> str:
        """The cookie's value; empty without one."""
        value = request.cookies.get(self._full(name), "")
        return value if len(value) <= _COOKIE_MOST else ""

    def set_session(self, response: Response, value: str, now: datetime, ends_at: datetime) -> None:
        """Give the browser its session; what it had before signing in goes."""
        self._set(response, SESSION, value, int((ends_at - now).total_seconds()))
        self.clear(response, BEFORE)

    def set_before(self, response: Response, value: str) -> None:
        """Give a browser without a session what its forms are bound to, until it is closed."""
        self._set(response, BEFORE, value, None)

    def set_marks(self, response: Response, value: str) -> None:
        """Let the browser be known when one of these people signs in again."""
        self._set(response, MARKS, value, _MARKS_SECONDS)

    def clear(self, response: Response, name: str) -> None:
        """Take one away."""
        response.delete_cookie(self._full(name), path="/", secure=self._secure, httponly=True, samesite="lax")

    @property
    def names(self) -> Iterable[str]:
        """The two that stand for somebody, as browsers send them."""
        return self._full(SESSION), self._full(BEFORE)

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(self._full(name), value, max_age=seconds, path="/", secure=self._secure, httponly=True, samesite="lax")

    def _full(self, name: str) -> str:
        return _HOST_ONLY + name if self._secure else name
