"""到期提醒: people of a firm are told before a certificate ends, and before what they confirmed half a year ago is to be confirmed again.

It may run as often as one likes: each thing is told once for each of its marks, however often it is found.
"""

from collections.abc import Iterator
from datetime import date

from service.domain.attachments import REMINDED_DAYS_BEFORE, AttachmentState
from service.domain.freshness import CONFIRMED_AGAIN_DAYS_BEFORE, due_mark, dues_of
from service.domain.notices import NewNotice
from service.domain.people import PersonState, Role
from service.domain.profile_content import content_of
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.attachments import attachments_of
from service.store.queries.confirmations import read_confirmations
from service.store.queries.notices import post_notice
from service.store.queries.people import colleagues_of, firms_with_people
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import reading, writing

_NAME_SHOWN = 60


def remind_dues(runtime: Runtime) -> int:
    """How many notices were posted. Only firms with an account are looked at: nobody else could be told.

    Cost: a firm is read in a few milliseconds; the database is written only for those that have something due.
    """
    with reading(runtime.database) as session:
        due = {firm: found for firm in firms_with_people(session, Role.PROVIDER) if (found := list(_due(runtime, session, firm)))}
    posted = 0
    for firm, told in due.items():
        with writing(runtime.database) as session:
            people = [person.id for person in colleagues_of(session, firm) if person.state is PersonState.ACTIVE]
            notices = [NewNotice(wording, person, values, key) for wording, values, key in told for person in people]
            posted += sum(post_notice(session, notice, runtime.clock.now()) for notice in notices)
    return posted


def _due(runtime: Runtime, session: Transaction, firm: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """(wording, values, key) of everything that has come to one of its marks."""
    provider = find_stored_firm(session, firm)
    if provider is None:
        return
    today = runtime.today
    ends: dict[str, date] = {}
    for due in dues_of(content_of(provider), read_confirmations(session, [firm]).get(firm, {}), provider.updated_at):
        if not due.part:
            ends[due.name] = due.due_on
        elif (mark := due_mark((due.due_on - today).days, CONFIRMED_AGAIN_DAYS_BEFORE)) is not None:
            values = {"what": due.name[:_NAME_SHOWN], "until": due.due_on.isoformat(), "provider": firm}
            yield "due_again", values, f"due:{firm}:{due.part}:{due.due_on}:{mark}"
    # What staff read off the paper counts before what the text says.
    for paper in attachments_of(session, firm):
        if paper.state is AttachmentState.ACCEPTED and paper.valid_until:
            ends[paper.about] = paper.valid_until
    for name, end in ends.items():
        if (mark := due_mark((end - today).days, REMINDED_DAYS_BEFORE)) is not None:
            values = {"what": name[:_NAME_SHOWN] or "营业执照", "until": end.isoformat(), "provider": firm}
            yield "certificate_ending", values, f"ends:{firm}:{name[:_NAME_SHOWN]}:{end}:{mark}"
