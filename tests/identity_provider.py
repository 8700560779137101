"""An identity provider on this machine that says whatever a test wants, right or wrong."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "pool", "a secret of the tests"


@dataclass
class HonestProvider:
    """Its answers, for a test to bend. `token`: given instead of a made one; `said`: changes of the description."""

    address: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    published: list[Any] = field(default_factory=list)
    claims: dict[str, Any] = field(default_factory=dict)
    token: str | None = None
    said: dict[str, Any] = field(default_factory=dict)
    padding: int = 0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def grant(self, address: str, now: int, **claims: Any) -> dict[str, str]:
        """What a browser brings back after its owner signed in at `address`."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        usual = {"iss": self.address, "aud": CLIENT, "sub": "42", "nonce": asked["nonce"], "iat": now, "exp": now + 300}
        self.claims = {**usual, "name": "林一", "email": "lin@bureau.example", "email_verified": True, **claims}
        code = f"code for {asked['state']}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def signed(self, **header: Any) -> str:
        """The token of the last grant."""
        if self.token is not None:
            return self.token
        return jwt.encode({"alg": "RS256", "kid": "first", **header}, self.claims, self.key)

    def describe(self) -> dict[str, Any]:
        """What it says of itself."""
        own = {"issuer": self.address, "jwks_uri": f"{self.address}/keys"}
        return {**own, "authorization_endpoint": f"{self.address}/authorize", "token_endpoint": f"{self.address}/token", **self.said}

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The token for a code: once, with its secret and the verifier of the challenge."""
        asked = self.codes.pop(form.get("code", ""), None)
        secret = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or authorization != secret or asked["code_challenge"] != proof or asked["redirect_uri"] != form["redirect_uri"]:
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.signed()}


def unsigned(claims: dict[str, Any]) -> str:
    """A token that nobody signed."""
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def signed_with_public_key(provider: HonestProvider) -> str:
    """HS256 with what everybody knows: the classic confusion of a key's kind."""
    known = provider.key.as_pem(private=False)
    header = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "first"}).encode()).rstrip(b"=")
    body = base64.urlsafe_b64encode(json.dumps(provider.claims).encode()).rstrip(b"=")

    signature = base64.urlsafe_b64encode(hmac.digest(known, header + b"." + body, "sha256")).rstrip(b"=")
    return b".".join((header, body, signature)).decode()


@contextmanager
def running() -> Iterator[HonestProvider]:
    """One that listens while the block runs."""
    provider = HonestProvider()
    provider.published = [provider.key]

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            told = {"/.well-known/openid-configuration": provider.describe}.get(self.path, self.keys)()
            self.answer(200, told)

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            posted = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(posted).items()}
            told = provider.exchange(form, self.headers.get("Authorization", ""))
            self.answer(200 if told else 400, told or {"error": "invalid_grant"})

        def keys(self) -> dict[str, Any]:
            return {"keys": [key if isinstance(key, dict) else key.as_dict(private=isinstance(key, OctKey)) for key in provider.published]}

        def answer(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode() + b" " * provider.padding
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield provider
    server.shutdown()
    server.server_close()
