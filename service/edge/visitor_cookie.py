"""A signed cookie that tells one visitor behind an address from another, so that one person cannot use up the limit of a whole hall.

It holds a random number and nothing else, ends with the browser's session, and is used for nothing but the limit.
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
        secret: signs; with another one all visitors are new.
    """

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"visitor\0" + secret.encode()).digest()

    def fresh(self) -> str:
        """The value for a visitor seen for the first time."""
        number = secrets.token_urlsafe(12)
        return f"{number}.{self._signature(number)}"

    def visitor(self, scope: Scope) -> str | None:
        """The visitor's number; None without a cookie of ours."""
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
    """Pure ASGI: a page answered to somebody without the cookie brings one. Programs that ask the API get none."""

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
