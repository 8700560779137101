"""评审: interests first; who is tied stands aside, whoever says so; nobody else sees the sheet."""

from service.flows.events.keep_contest import WishedEntry, enter_contest, name_juror
from service.store.rows import EntryScoreRow
from tests.events import planned
from tests.flows.stored import rows
from tests.web.html import read_page


def test_a_juror_declares_and_scores(hall):
    runtime, broker = hall.runtime, hall.actors["broker"]
    event = planned(runtime, broker, kind="contest")
    name_juror(runtime, broker, event.id, "providerx@example.com")
    firm = hall.actors["provider"].grants[0].firm_id
    own = enter_contest(runtime, hall.actors["provider"], event.id, WishedEntry("自己的", "做了", firm_id=firm))
    friend, other = (enter_contest(runtime, broker, event.id, WishedEntry(f"作品{n}", "做了", firm=f"第{n}厂")) for n in (1, 2))
    juror, path = hall.browsers["provider"], f"/judging/{event.id}"
    assert hall.browsers["manufacturer"].get(path).status_code == 404
    given = {"points_0": "80", "points_1": "70", "points_2": "90", "words": "数据扎实"}
    assert juror.send(path, entry=other.id, **given).status_code == 409, "interests first"
    assert "自己单位的作品" in read_page(juror.get(path).text).words
    assert juror.send(path, do="declare", **{f"tie_{friend.id}": "表弟的厂"}).status_code == 303
    for tied in (own, friend):
        assert juror.send(path, entry=tied.id, **given).status_code == 403
    assert juror.send(path, entry=other.id, **(given | {"points_1": "101"})).status_code == 422
    assert juror.send(path, entry=other.id, **(given | {"points_1": ""})).status_code == 422
    assert juror.send(path, entry=other.id, **(given | {"words": ""})).status_code == 422
    assert juror.send(path, entry=other.id, **given).status_code == 303
    assert "打分：1 件，应打 1 件" in read_page(juror.get(path).text).words
    juror.send(path, do="declare", **{f"tie_{other.id}": "合同往来"})
    assert rows(runtime.database, EntryScoreRow, entry_id=other.id) == [], "what was given by somebody tied goes"
