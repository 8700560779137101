"""签到名单: found by number or name, let in from the waiting list, and 家, 家次 and 人次 counted apart."""

from service.domain.bookings import turnout_of
from service.store.queries.bookings import bookings_of
from service.store.unit_of_work import reading
from tests.events import book, booked, planned
from tests.web.html import read_page


def test_the_list_at_the_door(hall):
    runtime = hall.runtime
    event = planned(runtime, hall.actors["broker"])
    first, second, third = booked(runtime, event, 3)
    waiting = book(runtime, event, 9).booking
    again = book(runtime, event, 0, 1, phone="0769-99998888", firm="第 0 五金厂").booking
    reviewer, path = hall.browsers["reviewer"], f"/workbench/events/{event.id}/door"
    page = read_page(reviewer.get(path).text).words
    assert "候补中" in page
    assert "□" in page, "a box for the paper list"
    assert "第2五金厂" in reviewer.get(f"{path}?q=3").text
    assert "第2五金厂" not in reviewer.get(f"{path}?q=1").text
    assert "第1五金厂" in reviewer.get(f"{path}?q=第1").text
    for booking in (first, second, waiting, again):
        assert reviewer.send(path, booking=booking.id, seats="1", do="arrive").status_code == 303
    assert reviewer.send(path, booking=third.id, seats="0", do="arrive").status_code == 422
    with reading(runtime.database) as session:
        turnout = turnout_of(bookings_of(session, event.id))
    assert (turnout.came_firms, turnout.came_visits, turnout.came_people) == (3, 3, 4)
    assert reviewer.send(path, booking=first.id, do="undo").status_code == 303
    assert "到场 3 家、3 人次" in read_page(reviewer.get(path).text).words
