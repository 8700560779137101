"""Whoever speaks for a firm already hears of everybody who wants to, and of everybody who then may."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.notices import NewNotice
from service.store.access import Transaction
from service.store.queries.notices import post_notice
from service.store.queries.people import colleagues_of, firm_names


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim of a firm. `person_id`: who made it."""

    id: str
    firm_id: str
    person_id: str


def tell_people_of_firm(transaction: Transaction, wording: str, claimed: Claimed, now: datetime) -> None:
    """Tell all of them but the one who claims."""
    firm = firm_names(transaction, [claimed.firm_id]).get(claimed.firm_id, "")
    for person in colleagues_of(transaction, claimed.firm_id):
        if person.id != claimed.person_id:
            post_notice(transaction, NewNotice(wording, person.id, {"firm": firm}, f"claim:{claimed.id}:{wording}"), now)
