"""Codes of an authenticator app (TOTP).

Source: RFC 6238 with its usual numbers: six digits, 30 seconds, SHA-1, one step of tolerance to both sides.
"""

import base64
import hmac
import secrets
from datetime import datetime

import pyotp

_TOLERANCE_STEPS = 1


def fresh_salt() -> str:
    """What is stored of a secret: without the platform's key nothing follows from it."""
    return secrets.token_urlsafe(32)


def secret_of(key: str, person_id: str, salt: str) -> str:
    """The secret that the app holds, in base 32; derived each time and stored nowhere."""
    return base64.b32encode(hmac.digest(key.encode(), f"totp\0{person_id}\0{salt}".encode(), "sha256")[:20]).decode()


def address_of(secret: str, account: str, site: str) -> str:
    """The `otpauth:` address that an app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site)


def step_of(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The time step whose code this is; None when it is wrong, or not newer than `after`: a code is taken once."""
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    for step in range(present - _TOLERANCE_STEPS, present + _TOLERANCE_STEPS + 1):
        if step > after and hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def plain_code(typed: str) -> str:
    """A code as it is compared: people type spaces, dashes and capitals."""
    return "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalnum())[:40]
