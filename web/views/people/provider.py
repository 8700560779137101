"""统一身份."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from service.domain.identities import Identity


@dataclass(frozen=True, slots=True)
class IdentityProviderPage:
    """`address`: on the way there; empty: what is bound. `is_fresh` False: one signs in again before one is bound."""

    template: ClassVar[str] = "pages/people/provider.html"
    title: str
    address: str = ""
    identities: tuple[Identity, ...] = ()
    is_fresh: bool = False


def on_the_way_page(address: str) -> IdentityProviderPage:
    """The page that leads to the identity provider."""
    return IdentityProviderPage("前往统一身份认证", address)


def own_identities_page(identities: Sequence[Identity], *, is_fresh: bool) -> IdentityProviderPage:
    """What is bound to the account of whoever is signed in."""
    return IdentityProviderPage("统一身份", identities=tuple(identities), is_fresh=is_fresh)
