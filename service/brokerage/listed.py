"""The provider that a shortlist or an introduction is about: public today, or not at all."""

from service.copies.open_providers import read_open_providers
from service.domain.providers import Provider
from service.errors import NotFound
from service.runtime import Runtime
from service.store.access import Transaction


def get_listed_provider(runtime: Runtime, session: Transaction, provider_id: str) -> Provider:
    """The provider with this id.

    Raises:
        NotFound: there is none such, or it is not public today.
    """
    found = read_open_providers(session, [provider_id])
    if not found or not found[0].is_listed(runtime.today):
        raise NotFound("名录里没有这家服务商，或它现在不公开。")
    return found[0]
