"""通行密钥."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.passkeys import Passkey
from service.errors import PlatformError
from service.flows.people.keep_passkeys import PasskeyShelf


@dataclass(frozen=True, slots=True)
class PasskeysPage:
    """`is_fresh` False: one signs in again before anything is changed. `codes`: recovery codes, shown this once."""

    template: ClassVar[str] = "pages/people/passkeys.html"
    title: str
    passkeys: tuple[Passkey, ...]
    is_offered: bool
    is_fresh: bool
    codes: tuple[str, ...]
    done: bool
    name: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, name: str, error: PlatformError) -> "PasskeysPage":
        """This, with what was wrong."""
        return replace(self, name=name, problems=error.fields, sentence="" if error.fields else error.message)


def passkeys_page(shelf: PasskeyShelf, *, is_fresh: bool, codes: Sequence[str] = (), done: bool = False) -> PasskeysPage:
    """The passkeys of whoever is signed in."""
    return PasskeysPage("通行密钥", tuple(shelf.passkeys), shelf.is_offered, is_fresh, tuple(codes), done)
