"""活动 for everybody: what comes and what was, one event with its venues, and its calendar file."""

from icalendar import Calendar

from service.flows.events.plan_event import plan_event
from service.flows.events.step_event import step_event
from tests.events import booked, planned, wish
from tests.web.conftest import HOSTILE
from tests.web.html import read_page


def test_an_event_tells_when_where_and_which_seats_are_left(hall):
    broker, nobody = hall.actors["broker"], hall.browsers["nobody"]
    event = planned(hall.runtime, broker, title=f"讲座{HOSTILE}"[:80], kind="lecture")
    booked(hall.runtime, event, 2)
    page = read_page(nobody.get(f"/events/{event.id}").text)
    for words in ("2026年1月15日（周四）09:00–12:00", "3 座，还剩 1 座", "2 座，还剩 2 座", "主会场", "分会场", "横沥镇经发局、模具协会"):
        assert words in page.words
    assert "旧机台怎么接" in page.words
    assert f"/events/{event.id}/book" in page.links()
    assert "https://site.example/notice.pdf" in page.links()
    listed = read_page(nobody.get("/events?kind=lecture").text)
    assert f"/events/{event.id}" in listed.links()
    assert "余 3 座" in listed.words
    assert f"/events/{event.id}" not in read_page(nobody.get("/events?kind=visit").text).links()
    assert f"/events/{event.id}" not in read_page(nobody.get("/events?past=1").text).links()


def test_a_draft_is_nobodys_business(hall):
    draft = planned(hall.runtime, hall.actors["broker"], publish=False)
    assert hall.browsers["nobody"].get(f"/events/{draft.id}").status_code == 404
    assert hall.browsers["nobody"].get(f"/events/{draft.id}/book").status_code == 404
    assert f"/events/{draft.id}" not in hall.browsers["nobody"].get("/events").text


def test_a_calendar_moves_and_loses_what_changed(hall):
    runtime, broker, nobody = hall.runtime, hall.actors["broker"], hall.browsers["nobody"]
    event = planned(runtime, broker)
    address = f"/events/{event.id}/calendar.ics"

    def entry():
        calendar = Calendar.from_ical(nobody.get(address).content)
        return calendar["METHOD"], next(iter(calendar.walk("VEVENT")))

    first = entry()[1]
    moved = wish(runtime, 12)
    venues = tuple(
        type(one)(one.name, one.place, one.town, one.seats, one.tables, stored.id)
        for one, stored in zip(moved.venues, event.venues, strict=True)
    )
    plan_event(
        runtime,
        broker,
        type(moved)(**{**{name: getattr(moved, name) for name in moved.__slots__}, "venues": venues}),
        event_id=event.id,
        version=event.version,
    )
    method, second = entry()
    assert (first["UID"], method) == (second["UID"], "PUBLISH")
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert (second["DTSTART"].dt - first["DTSTART"].dt).days == 2
    step_event(runtime, broker, event.id, "cancel", reason="场地停电")
    method, third = entry()
    assert (method, third["STATUS"]) == ("CANCEL", "CANCELLED")
    assert third["SEQUENCE"] > second["SEQUENCE"]
    page = read_page(nobody.get(f"/events/{event.id}").text).words
    assert "场地停电" in page
