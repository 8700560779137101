"""The signature of a message, as *Standard Webhooks* 1.0.0 says: HMAC-SHA256 over its id, its second and its bytes."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

SECRET_PREFIX = "whsec_"  # noqa: S105  the start of every secret, so that scanners of leaked secrets know it


def signed_headers(secrets: Sequence[str], message_id: str, second: int, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver checks a message.

    Args:
        secrets: as the administrator was shown them, one signature each. second: of the present instant.
    """
    signatures = " ".join(f"v1,{signature(secret, message_id, second, body)}" for secret in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": str(second), "webhook-signature": signatures}


def signature(secret: str, message_id: str, second: int, body: bytes) -> str:
    """One signature in base64."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    made = hmac.new(key, f"{message_id}.{second}.".encode() + body, hashlib.sha256).digest()
    return base64.b64encode(made).decode("ascii")


def shown_secret(derived: str) -> str:
    """A secret of `derived_secret` in the form that receivers paste: `whsec_` and standard base64."""
    key = base64.urlsafe_b64decode(derived + "=" * (-len(derived) % 4))
    return SECRET_PREFIX + base64.b64encode(key).decode("ascii")
