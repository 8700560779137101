"""新建活动: kept as a draft, changed under its version, refused field by field; who signed up hears of a new time."""

from dataclasses import replace

from service.gathering.event_wishes import WishedEvent
from service.store.rows import EventRow, EventVenueRow
from tests.events import book, planned, wish
from tests.flows.stored import rows
from tests.web.html import read_page


def fields(wished: WishedEvent, ids: tuple[str, ...] = ()) -> dict[str, str]:
    plain = {name: getattr(wished, name) for name in wished.__slots__ if name != "venues"}
    for number, venue in enumerate(wished.venues):
        plain |= {f"venue_{number}_{name}": getattr(venue, name) for name in ("name", "place", "town", "seats", "tables")}
        plain[f"venue_{number}_id"] = ids[number] if number < len(ids) else ""
    return plain


def test_a_new_event_is_a_draft_and_its_form_says_what_it_holds(hall):
    broker = hall.browsers["broker"]
    day = wish(hall.runtime).starts[:10]
    wished = wish(hall.runtime, talks_at=f"{day}T10:30", talk_minutes="15", talk_slots="6")
    answer = broker.send("/workbench/events/new", **fields(wished))
    assert answer.status_code == 303
    event_id = answer.headers["location"].rpartition("/")[2]
    (row,) = rows(hall.runtime.database, EventRow, id=event_id)
    assert (row.state, row.talk_slots, row.cohosts) == ("draft", 6, ["横沥镇经发局", "模具协会"])
    form = broker.get(f"/workbench/events/{event_id}/edit").text
    assert "09:00-09:40 旧机台怎么接 / 某注塑厂 / 主会场" in form
    assert "参会须知 https://site.example/notice.pdf" in form


def test_what_cannot_be_is_told_at_its_field(hall):
    wrong = wish(
        hall.runtime, kind="party", title="", ends="昨天", agenda="看现场", scenario="XYZ9", documents="看 javascript:alert(1) https://"
    )
    answer = hall.browsers["broker"].send("/workbench/events/new", **(fields(wrong) | {"venue_0_seats": "0"}))
    words = read_page(answer.text).words
    assert answer.status_code == 422
    for said in ("请选活动类型", "请填活动名称", "时间请写成", "这一行没看懂", "没有这个场景编码", "请填 1 到 5000 的整数"):
        assert said in words


def test_a_change_tells_guests_and_two_people_at_once_are_told_apart(hall):
    runtime, broker = hall.runtime, hall.browsers["broker"]
    event = planned(runtime, hall.actors["broker"])
    book(runtime, event, 7)
    ids = tuple(venue.id for venue in event.venues)
    path = f"/workbench/events/{event.id}/edit"
    moved = wish(runtime, 11)
    assert broker.send(path, version=str(event.version), **fields(moved, ids)).status_code == 303
    assert broker.send(path, version=str(event.version), **fields(moved, ids)).status_code == 409
    letters = {each.subject: each.body for each in runtime.mailer.letters if each.to == "guest7@example.com"}
    assert "1月16日 09:00" in letters["活动时间或地点有变"]
    smaller = replace(moved, venues=moved.venues[1:])
    refused = broker.send(path, version=str(event.version + 1), **fields(smaller, ids[1:]))
    assert refused.status_code == 422, "somebody has a seat at the venue that was left out"
    assert {row.id for row in rows(runtime.database, EventVenueRow, event_id=event.id)} == set(ids)
