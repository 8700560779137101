"""A meeting as an iCalendar file (RFC 5545)."""

from datetime import timedelta

from icalendar import Calendar, Event

from service.domain.meetings import MEETING_WORDS, Meeting

_MAKER = "-//pool-match//meetings//ZH"


def meeting_file(meeting: Meeting, firm: str, provider: str) -> bytes:
    """The file. A changed meeting has the same UID and a higher SEQUENCE, so that calendars move it."""
    event = Event()
    event.add("uid", f"{meeting.id}@pool-match")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.made_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", f"{firm} 与 {provider} 见面")
    event.add("location", meeting.place or MEETING_WORDS[meeting.kind])
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.cancelled_at else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
