"""One event as staff run it: through its states, and what each tells whom."""

from service.store.rows import NoticeRow
from tests.events import book, booked, planned
from tests.flows.stored import rows
from tests.web.html import read_page


def test_an_event_goes_through_its_states(hall):
    event = planned(hall.runtime, hall.actors["broker"], publish=False)
    broker, path = hall.browsers["broker"], f"/workbench/events/{event.id}"
    assert broker.send(path, step="hold").status_code == 409, "its day has not begun"
    for step in ("publish", "close", "reopen", "close"):
        assert broker.send(path, step=step).status_code == 303
    assert "报名已经截止" in hall.browsers["nobody"].get(f"/events/{event.id}").text
    assert broker.send(path, step="publish").status_code == 409
    assert broker.send(path, step="cancel").status_code == 422, "a reason is wanted"
    firm = hall.actors["manufacturer"].grants[0].firm_id
    broker.send(path, step="reopen")
    book(hall.runtime, event, 1, actor=hall.actors["manufacturer"], firm_id=firm)
    assert broker.send(path, step="cancel", reason="台风").status_code == 303
    told = rows(hall.runtime.database, NoticeRow, person_id=hall.actors["manufacturer"].person_id)
    assert "event_cancelled" in {row.wording for row in told}
    assert hall.browsers["reviewer"].send(path, page="/account", step="publish").status_code == 403


def test_guests_stand_there_without_anybodys_name_or_number(hall):
    event = planned(hall.runtime, hall.actors["broker"])
    booked(hall.runtime, event, 4)
    text = hall.browsers["broker"].get(f"/workbench/events/{event.id}").text
    page = read_page(text).words
    assert "第0五金厂" in page
    assert "报上的 3 条" in page
    assert "候补 1 条" in page
    assert "0769-1234" not in text
    assert "何先生" not in text
