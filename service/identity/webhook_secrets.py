"""The secrets that sign what webhooks are sent: derived from the platform's key, so that the copy of a database signs nothing."""

from service.identity.secret_text import derived_secret
from service.runtime import Runtime
from service.webhooks.signing import shown_secret

_PURPOSE = "webhook"


def webhook_secret(runtime: Runtime, salt: str) -> str:
    """The secret of a stored salt, `whsec_…`."""
    return shown_secret(derived_secret(runtime.settings.secret_key, _PURPOSE, salt))
