"""交作品: for one's own firm, or through staff."""

from service.store.rows import ContestEntryRow
from tests.events import planned
from tests.flows.stored import rows
from tests.web.html import read_page


def test_a_firm_enters(hall):
    event = planned(hall.runtime, hall.actors["broker"], kind="contest")
    provider, path = hall.browsers["provider"], f"/events/{event.id}/enter"
    firm = hall.actors["provider"].grants[0].firm_id
    wrong = provider.send(path, title="", summary="", href="http://a.example", firm_id=firm)
    assert "有 3 处要改" in read_page(wrong.text).words
    assert provider.send(path, title="老机联网", summary="十二台老机接上", firm_id=firm).status_code == 303
    (row,) = rows(hall.runtime.database, ContestEntryRow, event_id=event.id)
    assert (row.serial, row.firm_id) == (1, firm)
    foreign = hall.browsers["manufacturer"].send(path, title="冒名", summary="冒名", firm_id=firm)
    assert foreign.status_code == 422
    salon = planned(hall.runtime, hall.actors["broker"])
    assert "现在不收作品" in provider.get(f"/events/{salon.id}/enter").text
    assert provider.send(f"/events/{salon.id}/enter", page="/account", title="x", summary="y", firm_id=firm).status_code == 409
