"""Passkeys as the browser speaks of them: what it is asked, and whether its answer is right.

Source: W3C Web Authentication Level 3, sections 7.1 and 7.2. Every answer must carry a challenge that was begun in the same browser.
It must name origin and domain of `POOL_PUBLIC_URL`. It must say that the device itself asked for its PIN, finger or face.
"""

import binascii
import ipaddress
import json
import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from service.domain.passkeys import Passkey
from service.domain.people import Person
from service.errors import Invalid, Unavailable
from service.identity.secret_text import digest_of
from service.settings import Settings

ANSWER_MAX_CHARACTERS = 16_000
_CHALLENGE_BYTES = 32
_WAIT_MS = 120_000
_BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, struct.error, binascii.Error, RecursionError, OverflowError)
"""What the library's readers let through for bytes that are no passkey's."""
_NOT_TAKEN = "通行密钥没有通过验证，请再试一次；还是不行，请用别的方式登录。"


@dataclass(frozen=True, slots=True)
class PasskeySite:
    """For which site a passkey holds: `domain` in its own words, `origin` as the browser tells it."""

    domain: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class FreshPasskey:
    """What a device has just made."""

    credential: str
    public_key: bytes
    sign_count: int
    is_synced: bool


def find_passkey_site(settings: Settings) -> PasskeySite | None:
    """The site of `POOL_PUBLIC_URL`; None where browsers make no passkeys: plain http to other machines, or a bare number."""
    address = urlsplit(settings.public_url)
    host = (address.hostname or "").lower()
    if not host or _is_number(host) or not (address.scheme == "https" or host == "localhost"):
        return None
    usual = {"https": 443, "http": 80}.get(address.scheme)
    port = f":{address.port}" if address.port and address.port != usual else ""
    return PasskeySite(host, f"{address.scheme}://{host}{port}", settings.site_name)


def get_passkey_site(settings: Settings) -> PasskeySite:
    """As `find_passkey_site`.

    Raises:
        Unavailable: there is none.
    """
    site = find_passkey_site(settings)
    if site is None:
        raise Unavailable("本站没有设置 https 网址，不能用通行密钥，请用验证器。")
    return site


def fresh_challenge() -> bytes:
    """256 random bits; `challenge_key` names them in the database."""
    return secrets.token_bytes(_CHALLENGE_BYTES)


def challenge_key(challenge: bytes) -> str:
    """The SHA-256 by which a challenge is found again."""
    return digest_of(challenge.hex())


def creation_options(site: PasskeySite, person: Person, held: Sequence[Passkey], challenge: bytes) -> str:
    """JSON for `navigator.credentials.create`. No attestation is asked for: which maker's device it is concerns nobody."""
    from webauthn import base64url_to_bytes, generate_registration_options, options_to_json
    from webauthn.helpers import structs

    wanted = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.REQUIRED, user_verification=structs.UserVerificationRequirement.REQUIRED
    )
    options = generate_registration_options(
        rp_id=site.domain,
        rp_name=site.name,
        user_name=person.email,
        user_display_name=person.name,
        user_id=person.id.encode(),
        challenge=challenge,
        timeout=_WAIT_MS,
        authenticator_selection=wanted,
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential)) for each in held],
    )
    return options_to_json(options)


def request_options(site: PasskeySite, challenge: bytes) -> str:
    """JSON for `navigator.credentials.get`. No account is named, so nobody learns who has a passkey."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=site.domain, challenge=challenge, timeout=_WAIT_MS, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options)


def read_challenge(answer: str) -> bytes:
    """The challenge that an answer says it answers.

    Raises:
        Invalid: it is no answer of a passkey.
    """
    from webauthn import base64url_to_bytes

    try:
        if len(answer) > ANSWER_MAX_CHARACTERS:
            raise ValueError
        told = json.loads(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
        return base64url_to_bytes(told["challenge"])
    except _BROKEN:
        raise _refused() from None


def read_owner(answer: str) -> tuple[str, str]:
    """(digest of the credential, person id as the device remembers it) of an answer to `request_options`.

    Raises:
        Invalid: it is no answer of a passkey.
    """
    from webauthn import base64url_to_bytes

    try:
        told = json.loads(answer)
        return digest_of(str(told["id"])), base64url_to_bytes(told["response"]["userHandle"]).decode()
    except _BROKEN:
        raise _refused() from None


def check_new_passkey(site: PasskeySite, answer: str, challenge: bytes) -> FreshPasskey:
    """Read what a device has made.

    Raises:
        Invalid: challenge, origin, domain or verification of the person are not as asked.
    """
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, *_BROKEN):
        raise _refused() from None
    credential = bytes_to_base64url(made.credential_id)
    return FreshPasskey(credential, made.credential_public_key, made.sign_count, made.credential_backed_up)


def check_passkey(site: PasskeySite, answer: str, challenge: bytes, passkey: Passkey) -> int:
    """Compare an answer with the public key; the new sign count.

    Raises:
        Invalid: signature, challenge, origin, domain or verification are wrong, or the count went back: a copy may be about.
    """
    from cryptography.exceptions import InvalidSignature
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        proved = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, InvalidSignature, *_BROKEN):
        raise _refused() from None
    return proved.new_sign_count


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _refused() -> Invalid:
    return Invalid(_NOT_TAKEN, fields={"passkey": _NOT_TAKEN})
