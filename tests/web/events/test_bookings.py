"""我的活动: changed, cancelled, by account and by link; what is somebody else's stays hidden."""

from icalendar import Calendar

from service.domain.bookings import BookingState
from service.store.rows import BookingContactRow, BookingRow
from tests.events import book, booked, planned
from tests.flows.stored import rows
from tests.web.html import read_page


def state_of(hall, booking):
    (row,) = rows(hall.runtime.database, BookingRow, id=booking.id)
    return row.state, row.seats, row.venue_id


def test_by_its_link_a_booking_is_changed_and_given_back(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    one = book(hall.runtime, event, 1)
    nobody, path = hall.browsers["nobody"], "/bookings/own"
    page = f"{path}?t={one.secret}"
    assert nobody.get("/bookings/own?t=wrong").status_code == 404
    assert nobody.send(path, page=page, t=one.secret, do="change", seats="3", venue_id=event.venues[0].id).status_code == 303
    assert state_of(hall, one.booking)[1] == 3
    full = nobody.send(path, page=page, t=one.secret, do="change", seats="3", venue_id=event.venues[1].id)
    assert full.status_code == 409
    assert state_of(hall, one.booking)[2] == event.venues[0].id, "without room nothing changes"
    waiting = book(hall.runtime, event, 2).booking
    assert waiting.state is BookingState.WAITING
    calendar = Calendar.from_ical(nobody.get(f"/bookings/own.ics?t={one.secret}").content)
    assert next(iter(calendar.walk("VEVENT")))["STATUS"] == "CONFIRMED"
    assert nobody.send(path, page=page, t=one.secret, do="cancel").status_code == 303
    assert state_of(hall, waiting)[0] == "booked", "who waits moves up at once"
    assert "候补有座位了" in {each.subject for each in hall.runtime.mailer.letters if each.to == "guest2@example.com"}
    calendar = Calendar.from_ical(nobody.get(f"/bookings/own.ics?t={one.secret}").content)
    assert next(iter(calendar.walk("VEVENT")))["STATUS"] == "CANCELLED"
    assert nobody.send(path, page="/recover", t=one.secret, do="cancel").status_code == 409


def test_an_account_sees_its_own_and_nobody_elses(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    firm = hall.actors["manufacturer"].grants[0].firm_id
    own = book(hall.runtime, event, 1, actor=hall.actors["manufacturer"], firm_id=firm).booking
    foreign = book(hall.runtime, event, 2).booking
    factory = hall.browsers["manufacturer"]
    assert f"/bookings/{own.id}" in read_page(factory.get("/bookings").text).links()
    page = factory.get(f"/bookings/{own.id}")
    assert 'src="data:image/svg+xml' in page.text, "the code for the door"
    assert factory.get(f"/bookings/{foreign.id}").status_code == 404
    assert hall.browsers["provider"].get(f"/bookings/{own.id}").status_code == 404
    assert factory.send(f"/bookings/{own.id}", do="nothing").status_code == 422


def test_staff_renew_a_lost_link_and_the_old_one_ends(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    one = book(hall.runtime, event, 1)
    broker = hall.browsers["broker"]
    answer = broker.send(f"/bookings/{one.booking.id}", do="renew-link")
    new = read_page(answer.text).words.partition("/bookings/own?t=")[2].split()[0]
    assert hall.browsers["nobody"].get(f"/bookings/own?t={one.secret}").status_code == 404
    assert hall.browsers["nobody"].get(f"/bookings/own?t={new}").status_code == 200


def test_many_wait_in_order_and_skip_who_is_too_many(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    first, second, _ = booked(hall.runtime, event, 3)
    big = book(hall.runtime, event, 11, seats="2").booking
    small = book(hall.runtime, event, 12).booking
    broker = hall.browsers["broker"]
    assert broker.send(f"/bookings/{first.id}", do="cancel").status_code == 303
    assert (state_of(hall, big)[0], state_of(hall, small)[0]) == ("waiting", "booked"), "one seat is free, and one person waits"
    assert broker.send(f"/bookings/{second.id}", do="cancel").status_code == 303
    assert state_of(hall, big)[0] == "waiting"
    assert broker.send(f"/bookings/{small.id}", do="cancel").status_code == 303
    assert state_of(hall, big)[0] == "booked"


def test_who_signed_up_is_forgotten_at_once_and_the_seat_stays(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    one = book(hall.runtime, event, 1)
    page = f"/bookings/own?t={one.secret}"
    assert hall.browsers["nobody"].send("/bookings/own", page=page, t=one.secret, do="forget").status_code == 303
    assert rows(hall.runtime.database, BookingContactRow, booking_id=one.booking.id) == []
    assert state_of(hall, one.booking)[0] == "booked"
