"""Secrets that only their owner knows: cookies, links, tokens. The platform keeps their digests."""

import base64
import hashlib
import hmac
import secrets


def fresh_secret() -> str:
    """256 random bits as 43 characters that stand in addresses and cookies."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """SHA-256, for finding what belongs to a secret of `fresh_secret`."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def keyed_digest(key: str, purpose: str, text: str) -> str:
    """A digest of something that could be guessed, such as an address: without the platform's key nobody can try guesses."""
    return hmac.new(key.encode(), f"{purpose}\0{text}".encode("utf-8", "replace"), "sha256").hexdigest()


def derived_secret(key: str, purpose: str, salt: str) -> str:
    """A secret as of `fresh_secret` that only the platform's key can make from a stored `salt`: the copy of a database opens nothing."""
    made = hmac.new(key.encode(), f"{purpose}\0{salt}".encode(), "sha256").digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode("ascii")
