"""Browsers in which somebody has signed in before: each keeps a mark that only the platform can make, and nothing is stored of it."""

import hmac
import re
from datetime import timedelta

from service.domain.notices import NewNotice
from service.domain.people import Person
from service.domain.sessions import CameFrom
from service.identity.secret_text import fresh_secret, keyed_digest
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.notices import post_notice

MOST_MARKS = 5
"""So many people's marks one browser keeps: the counter of an office is used by several."""
_NEW_ACCOUNT = timedelta(hours=1)
"""So long after an account was made its owner signs in for the first time and needs no letter about it."""
_MARK = re.compile(r"[\w-]{11}\.[0-9a-f]{32}")


def with_mark(runtime: Runtime, kept: str, person_id: str) -> str:
    """What a browser keeps once this person has signed in with everything that must be shown; `kept`: what it had."""
    marks = _MARK.findall(kept)
    if any(_is_of(runtime, mark, person_id) for mark in marks):
        return kept
    salt = fresh_secret()[:11]
    return "~".join([f"{salt}.{_sign(runtime, salt, person_id)}", *marks][:MOST_MARKS])


def tell_unknown_device(runtime: Runtime, transaction: Transaction, person: Person, came: CameFrom) -> None:
    """Tell somebody by letter that his account was opened in a browser without his mark; once a day for the same kind and place."""
    now = runtime.clock.now()
    if now - person.made_at < _NEW_ACCOUNT or any(_is_of(runtime, mark, person.id) for mark in _MARK.findall(came.marks)):
        return
    where = keyed_digest(runtime.settings.secret_key, "came from", f"{came.agent}\0{came.address}")[:16]
    told = NewNotice("new_device", person.id, {"agent": came.agent or "浏览器"}, f"new_device:{where}:{runtime.today}")
    post_notice(transaction, told, now)


def _sign(runtime: Runtime, salt: str, person_id: str) -> str:
    return keyed_digest(runtime.settings.secret_key, "device", f"{salt}\0{person_id}")[:32]


def _is_of(runtime: Runtime, mark: str, person_id: str) -> bool:
    salt, _, signed = mark.partition(".")
    return hmac.compare_digest(signed, _sign(runtime, salt, person_id))
