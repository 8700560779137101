"""同事."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from service.domain.people import Person
from service.flows.people.invite_person import Invitation


@dataclass(frozen=True, slots=True)
class FirmPeople:
    """One firm: its people as (name, mail address), and the form as it was typed for it."""

    id: str
    name: str
    people: tuple[tuple[str, str], ...]
    email: str
    new_name: str
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ColleaguesPage:
    """`invited`: somebody was just brought in."""

    template: ClassVar[str] = "pages/people/colleagues.html"
    title: str
    firms: tuple[FirmPeople, ...]
    invited: bool


def colleagues_page(
    firms: Mapping[tuple[str, str], Sequence[Person]],
    wish: Invitation | None = None,
    problems: Mapping[str, str] | None = None,
    *,
    done: bool = False,
) -> ColleaguesPage:
    """Firm by firm; what was wrong stands at the firm it was for."""
    lines = []
    for (firm_id, name), people in firms.items():
        typed = wish if wish and wish.firm_id == firm_id else Invitation("", "", "")
        wrong = (problems or {}) if typed is wish else {}
        lines.append(FirmPeople(firm_id, name, tuple((each.name, each.email) for each in people), typed.email, typed.name, wrong))
    return ColleaguesPage("同事", tuple(lines), done)
