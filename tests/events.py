"""Events of tests: planned and published by a broker, booked by guests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from service.domain.bookings import Booking
from service.domain.calendar import time_in_shanghai
from service.domain.events import Event
from service.domain.permissions import ANONYMOUS, Actor
from service.flows.events.book_seat import BookedSeat, WishedBooking, book_seat
from service.flows.events.plan_event import plan_event
from service.flows.events.step_event import step_event
from service.gathering.event_wishes import WishedEvent, WishedVenue
from service.runtime import Runtime
from tests.people import WebPerson

GUEST = WishedBooking(side="factory", firm="长安某五金厂", name="何先生", phone="0769-12345678", email="he@example.com", agreed=True)


@dataclass(frozen=True)
class Hall:
    """A platform with people, and a browser of each: broker, reviewer, factory, provider, nobody."""

    runtime: Runtime
    actors: dict[str, Actor]
    browsers: dict[str, WebPerson]

    @contextmanager
    def days_later(self, days: int) -> Iterator[None]:
        """Some days later; everybody signs in anew, then and afterwards."""
        self.runtime.clock.advance(timedelta(days=days))
        try:
            self._sign_in()
            yield
        finally:
            self.runtime.clock.advance(timedelta(days=-days))
            self._sign_in()

    def _sign_in(self) -> None:
        for name, browser in self.browsers.items():
            if name != "nobody":
                browser.client.cookies.clear()
                assert browser.sign_in(f"{name}x").status_code == 303


def wish(runtime: Runtime, days: int = 10, **changes: object) -> WishedEvent:
    """An event some days from now, from nine to twelve, at two venues."""
    day = time_in_shanghai(runtime.clock.now() + timedelta(days=days)).date().isoformat()
    usual = WishedEvent(
        kind="salon",
        title="注塑车间设备联网沙龙",
        summary="请三家注塑厂讲怎么接旧机台。",
        host="东莞市工业和信息化局",
        cohosts="横沥镇经发局、模具协会",
        starts=f"{day}T09:00",
        ends=f"{day}T12:00",
        scenario="DEV02",
        agenda="09:00-09:40 旧机台怎么接 / 某注塑厂 / 主会场\n09:40-10:10 问答",
        documents="参会须知 https://site.example/notice.pdf\n自带名片",
        venues=(WishedVenue("主会场", "会展中心三楼", "", "3", "4"), WishedVenue("横沥分会场", "镇政府二楼", "", "2", "2")),
    )
    return replace(usual, **changes)


def talk_times(runtime: Runtime, days: int = 10) -> dict[str, object]:
    """Eight talks of ten minutes, with room for everybody."""
    day = wish(runtime, days).starts[:10]
    room = (WishedVenue("主会场", seats="60", tables="4"), WishedVenue("横沥分会场", seats="40", tables="2"))
    return {"talks_at": f"{day}T10:00", "talk_minutes": "10", "talk_slots": "8", "venues": room}


def planned(runtime: Runtime, broker: Actor, days: int = 10, *, publish: bool = True, **changes: object) -> Event:
    """The event as stored."""
    event = plan_event(runtime, broker, wish(runtime, days, **changes))
    return step_event(runtime, broker, event.id, "publish") if publish else event


def book(runtime: Runtime, event: Event, number: int = 0, venue: int = 0, actor: Actor = ANONYMOUS, **changes: object) -> BookedSeat:
    """A guest of its own by number."""
    own = {"firm": f"第{number}五金厂", "phone": f"0769-1234{number:04d}", "email": f"guest{number}@example.com"}
    return book_seat(runtime, actor, event.id, replace(GUEST, venue_id=event.venues[venue].id, **(own | changes)))


def booked(runtime: Runtime, event: Event, count: int, venue: int = 0, **changes: object) -> list[Booking]:
    """So many guests."""
    return [book(runtime, event, number, venue, **changes).booking for number in range(count)]
