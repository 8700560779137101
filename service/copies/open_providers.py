"""Providers as everybody may see them. The public side of the platform reads providers only here."""

from collections.abc import Sequence

from service.domain.open_profile import open_profile
from service.domain.providers import Provider
from service.store.access import Transaction
from service.store.queries.providers import read_providers


def read_open_providers(session: Transaction, ids: Sequence[str]) -> list[Provider]:
    """The providers of `ids`, as `read_providers` returns them. Personal data in their texts is masked."""
    return [open_profile(provider) for provider in read_providers(session, ids)]
