"""人员."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.paging import Page
from service.domain.people import ROLE_WORDS, STAFF, PeopleQuery, Person, PersonState, Role
from service.domain.permissions import Action, Actor, Subject, could, may
from service.errors import PlatformError
from service.flows.people.invite_person import Invitation
from service.flows.people.keep_people import PersonDetail
from web.parts.paging import Paging, paging_of

_NOTHING = Invitation("", "", "")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One account of the list."""

    href: str
    name: str
    email: str
    roles: str
    suspended: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """`may_change`: the form for new staff is shown; `typed`: what it held."""

    template: ClassVar[str] = "pages/people/people.html"
    title: str
    lines: tuple[PersonLine, ...]
    total: int
    paging: Paging
    text: str
    role: str
    roles: tuple[tuple[str, str], ...]
    may_change: bool
    staff_roles: tuple[tuple[str, str], ...]
    typed: Invitation = _NOTHING
    problems: Mapping[str, str] = field(default_factory=dict)

    def refused(self, typed: Invitation, error: PlatformError) -> "PeoplePage":
        """This, with what was wrong with the form."""
        return replace(self, typed=typed, problems=error.fields)


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One role; `step` takes it away."""

    words: str
    step: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`grants` and `gives`: what can be taken and given, as (words, step); `may_change` False: only to be read."""

    template: ClassVar[str] = "pages/people/person.html"
    title: str
    id: str
    email: str
    made_at: datetime
    suspended: bool
    has_password: bool
    grants: tuple[GrantLine, ...]
    gives: tuple[GrantLine, ...]
    may_change: bool
    reason: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, reason: str, error: PlatformError) -> "PersonPage":
        """This, with why nothing was done."""
        return replace(self, reason=reason, problems=error.fields, sentence="" if error.fields else error.message)


def people_page(actor: Actor, people: Page[Person], query: PeopleQuery) -> PeoplePage:
    """The list, narrowed as the address says."""
    return PeoplePage(
        title="人员",
        lines=tuple(_line(person) for person in people.items),
        total=people.total,
        paging=paging_of(people, "/people", (("q", query.text), ("role", query.role))),
        text=query.text,
        role=query.role,
        roles=tuple((role, words) for role, words in ROLE_WORDS.items()),
        may_change=could(actor, Action.KEEP_PEOPLE),
        staff_roles=tuple((role, words) for role, words in ROLE_WORDS.items() if role in STAFF),
    )


def person_page(actor: Actor, detail: PersonDetail) -> PersonPage:
    """One account."""
    person = detail.person
    held = person.roles
    return PersonPage(
        title=person.name,
        id=person.id,
        email=person.email,
        made_at=person.made_at,
        suspended=person.state is PersonState.SUSPENDED,
        has_password=person.has_password,
        grants=tuple(
            GrantLine(_words(grant.role, detail.firms.get(grant.firm_id, "")), f"take {grant.role} {grant.firm_id}".strip())
            for grant in person.grants
        ),
        gives=tuple(GrantLine(words, f"give {role}") for role, words in ROLE_WORDS.items() if role in STAFF - held),
        may_change=may(actor, Action.KEEP_PEOPLE, Subject(person.id)),
    )


def _line(person: Person) -> PersonLine:
    words = "、".join(words for role, words in ROLE_WORDS.items() if role in person.roles)
    return PersonLine(f"/people/{person.id}", person.name, person.email, words, person.state is PersonState.SUSPENDED)


def _words(role: Role, firm: str) -> str:
    return f"{ROLE_WORDS[role]}：{firm}" if firm else ROLE_WORDS[role]
