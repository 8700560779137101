"""The token in every form: only a page that was drawn for this browser can know it.

Bound to the cookie of the session, or of a browser that has none yet, and masked anew on every page: a compressed page that holds the
same secret twice could be guessed from its length (BREACH).
"""

import hashlib
import hmac
import secrets

FIELD = "form_token"
_BYTES = 16


class FormTokens:
    """Makes and checks tokens.

    Args:
        secret: signs; with another one all open forms are void.
    """

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"form\0" + secret.encode()).digest()

    def fresh(self, cookie: str) -> str:
        """A token for a form of the browser with this cookie."""
        mask = secrets.token_bytes(_BYTES)
        return (mask + _xor(mask, self._expected(cookie))).hex()

    def fits(self, cookie: str, token: str) -> bool:
        """Whether it was made for this cookie."""
        try:
            given = bytes.fromhex(token) if len(token) == _BYTES * 4 else b""
        except ValueError:
            return False
        return len(given) == _BYTES * 2 and hmac.compare_digest(_xor(given[:_BYTES], given[_BYTES:]), self._expected(cookie))

    def _expected(self, cookie: str) -> bytes:
        return hmac.digest(self._key, cookie.encode("utf-8", "replace"), "sha256")[:_BYTES]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(left, right, strict=True))
