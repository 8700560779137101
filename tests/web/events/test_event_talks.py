"""洽谈安排: planned, swapped, missed and told by staff; figures stay right, and a wish becomes an introduction."""

from service.flows.events.ask_talk import WishedAsk, answer_talk, ask_talk
from service.flows.events.tend_events import tend_events
from service.gathering.guests import BookingKey
from service.store.rows import IntroductionRow, TalkRow
from tests.brokering import recommended, state
from tests.events import Hall, book, planned, talk_times
from tests.flows.stored import rows
from tests.web.html import read_page


def agreed(hall: Hall, event, factories, providers):
    """Every factory asks every provider, and each says yes."""
    runtime = hall.runtime
    for factory in factories:
        for provider in providers:
            talk = ask_talk(runtime, BookingKey(secret=factory.secret), WishedAsk(provider.booking.id, "想看报工"))
            answer_talk(runtime, BookingKey(secret=provider.secret), talk.id, accept=True)


def stored(hall, event):
    return {row.id: row for row in rows(hall.runtime.database, TalkRow, event_id=event.id)}


def test_a_day_of_talks_with_late_changes(hall):
    runtime, broker = hall.runtime, hall.browsers["broker"]
    event = planned(runtime, hall.actors["broker"], **talk_times(runtime))
    factories = [book(runtime, event, number, number % 2) for number in range(3)]
    providers = [book(runtime, event, 10 + number, number % 2, side="provider") for number in range(2)]
    agreed(hall, event, factories, providers)
    path = f"/workbench/events/{event.id}/talks"
    assert "还没有时间的 6 次" in read_page(broker.get(path).text).words
    done = read_page(broker.send(path, do="plan").text).words
    assert "新排了 6 次" in done
    assert "5 个单位至少谈一次" in done
    first = stored(hall, event)
    assert {row.slot is not None for row in first.values()} == {True}
    busy = [(row.slot, each) for row in first.values() for each in (row.factory_booking, row.provider_booking)]
    assert len(busy) == len(set(busy)), "nobody has two talks at a time"
    assert all(row.near_table for row in first.values())
    again = read_page(broker.send(path, do="plan").text).words
    assert "新排了 0 次" in again
    assert {key: row.slot for key, row in stored(hall, event).items()} == {key: row.slot for key, row in first.items()}
    same = [row for row in first.values() if row.factory_booking == factories[0].booking.id]
    assert broker.send(path, do="swap", talk=same[0].id, other=same[1].id).status_code in {303, 409}
    one, other = (stored(hall, event)[row.id] for row in same)
    assert len({one.slot, other.slot}) == 2
    clash = next(row for row in stored(hall, event).values() if row.provider_booking == one.provider_booking and row.id != one.id)
    assert broker.send(path, do="move", talk=one.id, slot=str(clash.slot)).status_code == 409
    assert broker.send(path, do="move", talk="tlk_x", slot="1").status_code == 409
    assert broker.send(path, do="miss", talk=one.id, missing="factory").status_code == 303
    elsewhere = any(row.provider_booking == other.provider_booking and row.slot == one.slot for row in stored(hall, event).values())
    answer = broker.send(path, do="move", talk=other.id, slot=str(one.slot)).status_code
    assert answer == (409 if elsewhere else 303), "who was missed leaves the slot free"
    assert stored(hall, event)[one.id].state == "missed"


def test_a_request_after_the_plan_holds_its_slot_until_it_lapses(hall):
    runtime = hall.runtime
    event = planned(runtime, hall.actors["broker"], **talk_times(runtime))
    factories = [book(runtime, event, number) for number in range(2)]
    provider = book(runtime, event, 10, 1, side="provider")
    agreed(hall, event, factories[:1], [provider])
    broker, path = hall.browsers["broker"], f"/workbench/events/{event.id}/talks"
    broker.send(path, do="plan")
    (planned_row,) = stored(hall, event).values()
    taken = ask_talk(runtime, BookingKey(secret=factories[1].secret), WishedAsk(provider.booking.id, "想看报工", (planned_row.slot,)))
    assert taken.place is None, "the provider is busy then"
    other = book(runtime, event, 11, 1, side="provider")
    held = ask_talk(runtime, BookingKey(secret=factories[1].secret), WishedAsk(other.booking.id, "想看看板", (7,)))
    assert held.place.slot == 7
    with hall.days_later(4):
        assert tend_events(runtime).lapsed >= 2
        assert {(row.state, row.slot) for row in stored(hall, event).values() if row.id in {held.id, taken.id}} == {("lapsed", None)}


def test_what_both_want_becomes_an_introduction_of_the_desk(hall):
    runtime, broker = hall.runtime, hall.browsers["broker"]
    need, _ = recommended(runtime, hall.actors["broker"], state(runtime, firm="橫沥某模具厂").need)
    event = planned(runtime, hall.actors["broker"], **talk_times(runtime))
    factory = book(runtime, event, 1, firm=need.firm.name)
    firm = hall.actors["provider"].grants[0].firm_id
    booking = book(runtime, event, 2, 0, hall.actors["provider"], firm_id=firm).booking
    talk = ask_talk(runtime, BookingKey(secret=factory.secret), WishedAsk(booking.id, "想看报工"))
    answer_talk(runtime, BookingKey(hall.actors["provider"], booking.id), talk.id, accept=True)
    path = f"/workbench/events/{event.id}/talks"
    broker.send(path, do="plan")
    assert broker.send(path, do="tell", talk=talk.id, result="introduce").status_code == 409, "it has not begun"
    with hall.days_later(10):
        assert broker.send(path, do="tell", talk=talk.id, result="introduce", words="下周看厂").status_code == 303
        assert need.number in read_page(broker.get(path).text).words
        answer = broker.send(path, do="introduce", talk=talk.id, need=need.id, provider=firm)
        assert answer.status_code == 303, read_page(answer.text).words[:600]
        row = stored(hall, event)[talk.id]
        (introduction,) = rows(runtime.database, IntroductionRow, id=row.introduction_id)
        assert (introduction.need_id, introduction.provider_id) == (need.id, firm)
        assert "已转对接" in broker.get(path).text
