"""The provider over HTTP: what it says of itself, its keys, and the exchange of a code for a token.

Nothing is asked at the start of the program: a provider that is down must not stop the site. What it says is kept for an hour.
"""

import base64
import hashlib
import json
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2

from service.domain.identities import ProvedIdentity
from service.domain.people import Role
from service.errors import Unavailable
from service.oidc.id_token import Expected, check_id_token, refused

_ANSWER_MAX_BYTES = 256 * 1024
_ANSWER_SECONDS = 8.0
_STEP_SECONDS = 4.0
_TRUSTED_SECONDS = 3_600.0
_KEYS_AGAIN_SECONDS = 60.0
"""Not sooner are keys fetched again because a token names an unknown one: else anybody's tokens would make us ask."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What the platform knows of its provider. `redirect_uri`: the one address to which it sends people back."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    scopes: str
    role_claim: str
    roles: Mapping[str, Role]
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """The secrets of one way there and back: compared with the answer, used once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class _Described:
    """What the provider says of itself."""

    authorize: str
    token: str
    keys: str
    tells_issuer: bool
    posts_secret: bool


class OidcProvider:
    """One provider, for all threads of a process."""

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._described: tuple[float, _Described] | None = None
        self._keys: tuple[float, Any] | None = None

    @property
    def mapped_roles(self) -> frozenset[Role]:
        """Roles that its groups give and take; empty when administrators give roles."""
        return frozenset(self._settings.roles.values()) if self._settings.role_claim else frozenset()

    def address(self, started: Started, *, again: bool) -> str:
        """Where the browser is sent. `again`: the person must show there once more who he is.

        Raises:
            Unavailable: the provider does not answer, or not as itself.
        """
        challenge = base64.urlsafe_b64encode(hashlib.sha256(started.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._settings.redirect_uri,
            "scope": self._settings.scopes,
            "state": started.state,
            "nonce": started.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        } | ({"prompt": "login"} if again else {})
        endpoint = self._description().authorize
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    def identity(self, code: str, issuer: str | None, started: Started, now: datetime) -> ProvedIdentity:
        """Who it was, for the code that came back.

        Args:
            issuer: who says to have answered (RFC 9207): another one's answer is not taken to this one.

        Raises:
            Refused: code or token are not right.
            Unavailable: the provider does not answer.
        """
        described = self._description()
        if (issuer is None and described.tells_issuer) or (issuer is not None and issuer != self._settings.issuer):
            raise refused("iss")
        expected = Expected(self._settings.issuer, self._settings.client_id, started.nonce, self._settings.role_claim, self._settings.roles)
        token = self._exchange(described, code, started.verifier)
        from joserfc.errors import InvalidKeyIdError

        try:
            return check_id_token(token, self._key_set(described), expected, now)
        except InvalidKeyIdError:
            pass  # the provider may have changed its keys since they were fetched
        try:
            return check_id_token(token, self._key_set(described, at_most_old=_KEYS_AGAIN_SECONDS), expected, now)
        except InvalidKeyIdError:
            raise refused("kid") from None

    def _exchange(self, described: _Described, code: str, verifier: str) -> str:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.redirect_uri,
            "code_verifier": verifier,
        }
        auth = None
        if described.posts_secret:
            sent |= {"client_id": self._settings.client_id, "client_secret": self._settings.client_secret}
        else:
            auth = (self._settings.client_id, self._settings.client_secret)
        answer = self._ask("POST", described.token, form=sent, auth=auth)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise refused("no id_token")
        return token

    def _description(self) -> _Described:
        with self._lock:
            if self._described is None or time.monotonic() - self._described[0] > _TRUSTED_SECONDS:
                told = self._ask("GET", f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration")
                self._described = (time.monotonic(), self._read(told))
            return self._described[1]

    def _key_set(self, described: _Described, at_most_old: float = _TRUSTED_SECONDS) -> Any:  # noqa: ANN401  joserfc's KeySet
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        with self._lock:
            if self._keys is None or time.monotonic() - self._keys[0] > at_most_old:
                told = self._ask("GET", described.keys)
                try:
                    # Secrets are no keys for signatures: a token signed with one of them is not even tried.
                    public = [key for key in told["keys"] if key.get("kty") in {"RSA", "EC"} and key.get("use", "sig") == "sig"]
                    self._keys = (time.monotonic(), KeySet.import_key_set({"keys": public}))
                except (JoseError, ValueError, KeyError, TypeError, AttributeError):
                    raise _unavailable() from None
            return self._keys[1]

    def _read(self, told: Mapping[str, Any]) -> _Described:
        endpoints = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if told.get("issuer") != self._settings.issuer or not all(isinstance(each, str) and _is_safe(each) for each in endpoints):
            raise _unavailable()
        ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        tells = told.get("authorization_response_iss_parameter_supported") is True
        authorize, token, keys = (str(each) for each in endpoints)
        return _Described(authorize, token, keys, tells, posts_secret="client_secret_basic" not in ways)

    def _ask(self, method: str, address: str, form: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None) -> dict[str, Any]:
        """One question: a JSON object of bounded size, in bounded time, from that address and no other.

        Raises:
            Refused: the provider says no (a code that was used, for example).
            Unavailable: anything else went wrong.
        """
        ends = time.monotonic() + _ANSWER_SECONDS
        try:
            trust = ssl.create_default_context(cafile=self._settings.ca_file) if self._settings.ca_file else True
            with (
                httpx2.Client(timeout=_STEP_SECONDS, follow_redirects=False, verify=trust, trust_env=False) as client,
                client.stream(method, address, data=form, auth=auth, headers={"Accept": "application/json"}) as answer,
            ):
                body = b""
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > _ANSWER_MAX_BYTES or time.monotonic() > ends:
                        raise _unavailable()
                if answer.status_code in {400, 401, 403} and method == "POST":
                    raise refused(f"token endpoint {answer.status_code}")
                told = json.loads(body) if answer.status_code == 200 else None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError, RecursionError):
            raise _unavailable() from None
        if not isinstance(told, dict):
            raise _unavailable()
        return told


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _unavailable() -> Unavailable:
    return Unavailable("统一身份认证服务暂时没有正确响应，请稍后再试，或用邮箱和密码登录。")
