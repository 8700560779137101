"""电话单: who cannot be told by mail; that the numbers were seen is kept; who stays away makes room."""

from service.store.rows import AuditRow, BookingRow
from tests.events import book, planned
from tests.flows.stored import count, rows
from tests.web.html import read_page


def test_who_has_no_mail_is_called_and_who_stays_away_makes_room(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    one = book(hall.runtime, event, 1, email="").booking
    for number in (2, 3):
        book(hall.runtime, event, number)
    waiting = book(hall.runtime, event, 9, email="").booking
    broker, path = hall.browsers["broker"], f"/workbench/events/{event.id}/calls"
    page = read_page(broker.get(path).text)
    assert "tel:0769-12340001" in page.links()
    assert "没有账户和邮箱" in page.words
    assert "候补，有空位时要马上通知" in page.words
    assert "第2五金厂" not in page.words, "it has an address"
    assert count(hall.runtime.database, AuditRow, action="booking_contacts_seen", subject_id=event.id) == 1
    assert broker.send(path, booking=one.id, answer="maybe").status_code == 422
    assert broker.send(path, booking=one.id, answer="stays_away").status_code == 303
    states = {row.id: row.state for row in rows(hall.runtime.database, BookingRow, event_id=event.id)}
    assert (states[one.id], states[waiting.id]) == ("cancelled", "booked")
    assert hall.browsers["reviewer"].get(path).status_code == 403
