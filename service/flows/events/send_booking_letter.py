"""Mail one guest without an account. A performer of background tasks; the address is read when the letter goes, and may be gone by then."""

from service.domain.letters import Letter
from service.domain.notice_words import WORDINGS, written
from service.domain.tasks import Task
from service.gathering.guest_notices import guest_values
from service.gathering.guests import booking_secret
from service.runtime import Runtime
from service.store.queries.bookings import booking_contacts, find_booking
from service.store.queries.events import find_event
from service.store.unit_of_work import reading


def send_booking_letter(runtime: Runtime, task: Task) -> None:
    """Hand it to the mailer; nothing is sent when the address was deleted meanwhile.

    Raises:
        Unavailable: the mail server does not take it now.
        Refused: it never will.
    """
    with reading(runtime.database) as session:
        booking = find_booking(session, task.values["booking"])
        contact = booking_contacts(session, [task.values["booking"]]).get(task.values["booking"])
        event = find_event(session, booking.event_id) if booking else None
    if booking is None or event is None or contact is None or not contact.email:
        return
    settings, wording = runtime.settings, WORDINGS[task.values["wording"]]
    body = written(wording, guest_values(event, booking), settings.site_name)
    link = f"{settings.public_url.rstrip('/')}/bookings/own?t={booking_secret(runtime, booking)}"
    runtime.mailer.send(Letter(task.id, contact.email, wording.subject, f"{body}\n\n查看或取消：\n{link}\n"))
