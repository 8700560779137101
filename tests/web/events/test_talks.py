"""洽谈 between two browsers: asked, answered, hidden names, held slots, no time, and what came of it."""

import re

from service.store.rows import NoticeRow, TalkRow
from tests.events import book, planned, talk_times
from tests.flows.stored import rows
from tests.web.html import read_page


def pair(hall, days=10):
    """(event, factory's booking, provider's booking) of two accounts."""
    runtime = hall.runtime
    event = planned(runtime, hall.actors["broker"], days, **talk_times(runtime, days))
    found = [
        book(runtime, event, 1, 0, hall.actors[role], firm_id=hall.actors[role].grants[0].firm_id).booking
        for role in ("manufacturer", "provider")
    ]
    return (event, *found)


def test_a_provider_asks_a_number_and_learns_the_name_with_the_yes(hall):
    event, own, other = pair(hall)
    provider, factory = hall.browsers["provider"], hall.browsers["manufacturer"]
    path = f"/bookings/{other.id}/talks"
    page = read_page(provider.get(path).text).words
    assert f"{own.serial} 号企业" in page
    assert "禾澄电子厂" not in page
    assert provider.send(path, do="ask", other=own.id, reason="").status_code == 422
    assert provider.send(path, do="ask", other=own.id, reason="旧机台联网，做过三家", slot="2").status_code == 303
    assert provider.send(path, do="ask", other=own.id, reason="再约").status_code == 409
    told = [row.wording for row in rows(hall.runtime.database, NoticeRow, person_id=hall.actors["manufacturer"].person_id)]
    assert "talk_asked" in told
    (talk,) = rows(hall.runtime.database, TalkRow, event_id=event.id)
    answer = f"/bookings/{own.id}/talks"
    assert "旧机台联网，做过三家" in factory.get(answer).text
    assert "禾澄电子厂" not in provider.get(path).text
    assert provider.send(path, do="accept", talk=talk.id).status_code == 409, "nobody answers himself"
    assert factory.send(answer, do="accept", talk=talk.id, slot="1").status_code == 303
    (talk,) = rows(hall.runtime.database, TalkRow, event_id=event.id)
    assert (talk.state, talk.wished, talk.slot) == ("accepted", [1, 2], None)
    assert "禾澄电子厂" in provider.get(path).text
    assert hall.browsers["nobody"].get(path).status_code in {303, 401}
    assert factory.get(path).status_code == 404


def test_no_time_and_second_thoughts(hall):
    event, own, other = pair(hall)
    factory, path = hall.browsers["manufacturer"], f"/bookings/{own.id}/talks"
    assert factory.send(path, do="busy", slot=["0", "5", "99"]).status_code == 303
    checked = re.findall(r'name="slot" value="(\d+)" checked', factory.get(path).text)
    assert checked == ["0", "5"]
    factory.send(path, do="ask", other=other.id, reason="想看报工")
    (talk,) = rows(hall.runtime.database, TalkRow, event_id=event.id)
    assert factory.send(path, do="withdraw", talk=talk.id).status_code == 303
    assert factory.send(path, do="withdraw", talk=talk.id).status_code == 409
    assert factory.send(path, do="nothing", talk=talk.id).status_code == 422


def test_without_an_account_the_link_opens_the_talks(hall):
    runtime = hall.runtime
    event = planned(runtime, hall.actors["broker"], **talk_times(runtime))
    one = book(runtime, event, 1)
    other = book(runtime, event, 2, side="provider").booking
    nobody = hall.browsers["nobody"]
    page = f"/bookings/own/talks?t={one.secret}"
    answer = nobody.send("/bookings/own/talks", page=page, t=one.secret, do="ask", other=other.id, reason="想看报工")
    assert answer.headers["location"] == page
    assert "第2五金厂" in read_page(nobody.get(page).text).words
