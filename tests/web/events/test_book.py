"""报名: with and without an account, twice, past the last seat, and wrong in every field."""

import re

from service.domain.bookings import BookingState
from service.store.rows import BookingContactRow, BookingRow
from tests.events import booked, planned
from tests.flows.stored import count, rows
from tests.web.html import read_page

GUEST = {"side": "factory", "firm": "长安某五金厂", "seats": "1", "name": "何先生", "phone": "0769-12345678", "agreed": "1"}


def test_without_an_account_one_gets_a_link(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    nobody, path = hall.browsers["nobody"], f"/events/{event.id}/book"
    fields = GUEST | {"venue_id": event.venues[0].id, "key": "k1", "email": "he@example.com"}
    answer = nobody.send(path, **fields)
    assert answer.status_code == 303
    again = nobody.send(path, **fields)
    assert again.headers["location"] == answer.headers["location"], "pressed twice is one booking"
    assert count(hall.runtime.database, BookingRow, event_id=event.id) == 1
    page = read_page(nobody.get(answer.headers["location"]).text)
    assert "请收藏这个网页" in page.words
    assert "报名号 1" in page.words
    (row,) = rows(hall.runtime.database, BookingRow, event_id=event.id)
    secret = answer.headers["location"].partition("t=")[2].partition("&")[0]
    assert len(secret) >= 43
    assert secret not in (row.link_digest, row.code_digest)
    letters = hall.runtime.mailer.letters
    assert {each.subject: f"/bookings/own?t={secret}" in each.body for each in letters if each.to == "he@example.com"} == {"报名成功": True}


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    answer = hall.browsers["nobody"].send(f"/events/{event.id}/book", venue_id="evv_x", seats="9", firm="", phone="x", name="何先生")
    assert answer.status_code == 422
    for words in ("有 6 处要改", "请选去哪个会场", "一次最多报 5 个人", "请填单位名称", "请填能打通的电话", "请先看过并同意"):
        assert words in read_page(answer.text).words
    assert count(hall.runtime.database, BookingRow, event_id=event.id) == 0


def test_past_the_last_seat_one_waits_and_nobody_overtakes(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    booked(hall.runtime, event, 2)
    nobody = hall.browsers["nobody"]
    fields = GUEST | {"venue_id": event.venues[0].id}
    big = nobody.send(f"/events/{event.id}/book", **(fields | {"seats": "2", "firm": "两个人的厂", "phone": "0769-22223333"}))
    assert "已排进候补" in nobody.get(big.headers["location"]).text
    later = nobody.send(f"/events/{event.id}/book", **fields)
    assert "前面还有 1 条候补" in read_page(nobody.get(later.headers["location"]).text).words
    states = [row.state for row in rows(hall.runtime.database, BookingRow, event_id=event.id)]
    assert states.count(BookingState.WAITING) == 2


def test_an_account_books_for_its_firm_and_keeps_no_address(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    factory = hall.browsers["manufacturer"]
    form = read_page(factory.get(f"/events/{event.id}/book").text)
    assert "禾澄电子厂" in form.words
    firm_id = hall.actors["manufacturer"].grants[0].firm_id
    answer = factory.send(f"/events/{event.id}/book", venue_id=event.venues[1].id, firm_id=firm_id, seats="2")
    assert re.fullmatch(r"/bookings/bkg_\w+\?new=1", answer.headers["location"])
    (row,) = rows(hall.runtime.database, BookingRow, event_id=event.id)
    assert (row.side, row.firm_id, row.seats) == ("factory", firm_id, 2)
    (contact,) = rows(hall.runtime.database, BookingContactRow, booking_id=row.id)
    assert (contact.person_id, contact.email) == (hall.actors["manufacturer"].person_id, "")
    assert factory.send(f"/events/{event.id}/book", venue_id=event.venues[1].id, firm_id=firm_id, seats="1").status_code == 409
