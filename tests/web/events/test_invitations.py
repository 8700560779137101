"""邀请: each with its reason, sent once, and told apart from those who have signed up."""

from service.store.rows import NoticeRow
from tests.events import book, planned
from tests.flows.stored import rows
from tests.web.html import read_page


def test_a_list_is_written_sent_and_answered(hall):
    runtime, broker = hall.runtime, hall.browsers["broker"]
    event = planned(runtime, hall.actors["broker"], publish=False)
    path = f"/workbench/events/{event.id}/invitations"
    assert broker.send(path, do="add", firm="第1五金厂", side="factory", reason="").status_code == 422
    assert broker.send(path, do="add", firm="第1五金厂", side="factory", reason="问过旧机台联网").status_code == 303
    assert broker.send(path, do="add", firm="第 1 五金厂", side="factory", reason="再请").status_code == 409
    assert broker.send(path, do="send").status_code == 409, "it is a draft"
    broker.send(f"/workbench/events/{event.id}", step="publish")
    assert broker.send(path, do="send").status_code == 303
    page = read_page(broker.get(path).text)
    assert "问过旧机台联网" in page.words
    assert "没有账户，要打电话请" in page.words
    book(runtime, event, 1)
    assert "已报名 1 家" in read_page(broker.get(path).text).words
    assert broker.send(path, do="declined", invitation="inv_x").status_code == 409
    assert not [row for row in rows(runtime.database, NoticeRow) if row.wording == "event_invited"]
