"""Whether an ID token is right. Pure: token, keys and the present instant go in, an identity comes out.

Source: OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725 (algorithms are named here, never taken from the token).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.domain.identities import ProvedIdentity
from service.domain.people import NAME_MAX_CHARACTERS, Role, read_email, read_line
from service.errors import Refused

ALGORITHMS = ("RS256", "ES256", "PS256")
_LEEWAY_SECONDS = 60
_OLDEST_SECONDS = 600
_SUBJECT_MOST = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say, and how its groups are read. `role_claim` empty: it tells no roles."""

    issuer: str
    client_id: str
    nonce: str
    role_claim: str
    roles: Mapping[str, Role]


def check_id_token(token: str, keys: Any, expected: Expected, now: datetime) -> ProvedIdentity:  # noqa: ANN401  joserfc's KeySet, imported late
    """Read one.

    Raises:
        Refused: signature, algorithm, issuer, audience, nonce or times are wrong.
        joserfc.errors.InvalidKeyIdError: it is signed by a key that is not in `keys`.
    """
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError, JoseError

    try:
        claims = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": expected.issuer},
            aud={"essential": True, "value": expected.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        registry.validate(claims)
    except InvalidKeyIdError:
        raise
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise refused(type(error).__name__) from None
    _check_rest(claims, expected, now)
    groups = claims.get(expected.role_claim) if expected.role_claim else None
    named = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    email = read_email(str(claims.get("email", ""))) if claims.get("email_verified") is True else None
    name = claims.get("name") or claims.get("preferred_username") or ""
    return ProvedIdentity(
        issuer=expected.issuer,
        subject=claims["sub"],
        name=read_line(str(name)[:NAME_MAX_CHARACTERS], NAME_MAX_CHARACTERS) or "",
        email=email or "",
        roles=frozenset(expected.roles[group] for group in named if isinstance(group, str) and group in expected.roles),
    )


def refused(why: str) -> Refused:
    """One sentence for everything that is wrong; `why` goes into the log of the chain of errors, not to the person."""
    error = Refused("统一身份认证没有通过，没有登录。请从登录页重新开始；一直不行，请联系平台管理员。")
    error.add_note(why)
    return error


def _check_rest(claims: Mapping[str, Any], expected: Expected, now: datetime) -> None:
    audience = claims["aud"]
    others = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", "" if others else expected.client_id) != expected.client_id:
        raise refused("azp")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise refused("nonce")
    if not 0 < len(claims["sub"]) <= _SUBJECT_MOST:
        raise refused("sub")
    if now.timestamp() - claims["iat"] > _OLDEST_SECONDS:
        raise refused("iat")
