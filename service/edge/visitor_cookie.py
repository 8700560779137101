"""A signed cookie that tells apart visitors who share one address. So one person cannot use up the limit of a whole hall.

The cookie holds only a random number and its signature. The browser deletes it when its session ends. Only the limit uses it.
"""

import base64
import hashlib
import hmac
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.edge.trusted_proxies import TrustedProxies

VISITOR_COOKIE = "visitor"
_NUMBER_CHARACTERS = 16
_SIGNATURE_CHARACTERS = 22
_MOST_COOKIE_BYTES = 4_096


class VisitorSigner:
    """Makes and checks the cookie's value: number, dot, signature.

    Args:
        secret: the key of the signature. When it changes, old cookies are no longer valid, and all visitors are new.
    """

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"visitor\0" + secret.encode()).digest()

    def fresh(self) -> str:
        """A new value, for a visitor without a valid cookie."""
        number = secrets.token_urlsafe(12)
        return f"{number}.{self._signature(number)}"

    def visitor(self, scope: Scope) -> str | None:
        """The visitor's number. None when the request has no cookie with a valid signature."""
        given = Headers(scope=scope).get("cookie", "")
        if f"{VISITOR_COOKIE}=" not in given or len(given) > _MOST_COOKIE_BYTES:
            return None
        try:
            morsel = SimpleCookie(given).get(VISITOR_COOKIE)
        except CookieError:
            return None
        number, _, signature = (morsel.value if morsel else "").partition(".")
        if len(number) != _NUMBER_CHARACTERS or not hmac.compare_digest(signature.encode(), self._signature(number).encode()):
            return None
        return number

    def _signature(self, number: str) -> str:
        digest = hmac.new(self._key, number.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode()[:_SIGNATURE_CHARACTERS]


class GiveVisitorCookie:
    """ASGI middleware. A visitor without a valid cookie gets one with the next HTML page. Programs that use the API get none."""

    def __init__(self, app: ASGIApp, *, signer: VisitorSigner, proxies: TrustedProxies) -> None:
        self._app = app
        self._signer = signer
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or self._signer.visitor(scope) is not None:
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    secure = "; Secure" if self._proxies.by_https(scope) else ""
                    headers.append("Set-Cookie", f"{VISITOR_COOKIE}={self._signer.fresh()}; HttpOnly; Path=/; SameSite=lax{secure}")
            await send(message)

        await self._app(scope, receive, send_with_cookie)
