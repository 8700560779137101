"""Ways to sign in besides the password, as the settings allow them."""

from dataclasses import dataclass

from service.identity.passkeys import find_passkey_site
from service.runtime import Runtime


@dataclass(frozen=True, slots=True)
class WaysIn:
    """`passkeys`: browsers can use them here. `provider`: the words on the button of the identity provider; empty for none."""

    passkeys: bool
    provider: str


def ways_in_of(runtime: Runtime) -> WaysIn:
    """What this site offers."""
    settings = runtime.settings
    return WaysIn(find_passkey_site(settings) is not None, settings.oidc_name if settings.oidc_issuer else "")
