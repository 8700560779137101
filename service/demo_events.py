"""The command demo-events: a year of fictitious events in every state, for a demonstration database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import typer

from service.bootstrap import build_runtime
from service.command_errors import tell_waiting
from service.demo_commands import PastClock
from service.domain.calendar import SHANGHAI, time_in_shanghai
from service.domain.events import Event
from service.domain.people import Role
from service.domain.permissions import ANONYMOUS, Actor
from service.errors import Conflict, Refused
from service.flows.events.ask_talk import WishedAsk, answer_talk, ask_talk
from service.flows.events.book_seat import BookedSeat, WishedBooking, book_seat
from service.flows.events.check_in import BY_CODE, check_in
from service.flows.events.invite_firms import WishedInvitation, add_guest_firm, invite_firms
from service.flows.events.judge_entries import declare_interests, score_entry
from service.flows.events.keep_contest import WishedEntry, enter_contest, keep_contest, name_juror, tell_ranking
from service.flows.events.plan_event import plan_event
from service.flows.events.plan_talks import plan_talks
from service.flows.events.record_talk import record_talk
from service.flows.events.see_talks import see_talks
from service.flows.events.step_event import step_event
from service.gathering.event_wishes import WishedEvent, WishedVenue
from service.gathering.guests import BookingKey
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.settings import read_settings
from service.store.queries.counts import find_demo_provider
from service.store.queries.events import EventQuery, list_events
from service.store.queries.people import active_with_role, find_person
from service.store.unit_of_work import reading

_TOPICS = (
    ("lecture", "工业互联网公益讲座：从设备联网做起", "DEV02"),
    ("salon", "注塑车间数据采集对接沙龙", "DEV02"),
    ("lecture", "公益讲座：扫码报工不难", "PLN07"),
    ("visit", "走进示范工厂：看排产怎么上系统", "PLN07"),
    ("salon", "模具企业供需对接沙龙", ""),
    ("lecture", "公益讲座：上云上平台的账怎么算", ""),
)
_HELD, _COMING = 28, 6
_GUESTS = 12
_OVER_DAYS, _NEXT_DAYS = 10, 9
"""Between two events that were held, and between two that are coming."""


def demo_events_command() -> None:
    """演示数据库：约四十场虚构活动，各种状态都有，日期可信；已有活动时什么也不做。"""
    made = build_demo_events(build_runtime(read_settings(), tell_waiting=tell_waiting))
    typer.echo(f"演示活动 {made} 场。" if made else "已有活动，没有再办。")


def build_demo_events(runtime: Runtime) -> int:
    """Make them through the use cases themselves; how many. Nothing when there are events already.

    Raises:
        Conflict: this is no demonstration database, or nobody brokers in it.
    """
    with reading(runtime.database) as session:
        brokers = [person for each in active_with_role(session, Role.BROKER) if (person := find_person(session, each))]
        reviewers = [person for each in active_with_role(session, Role.REVIEWER) if (person := find_person(session, each))]
        demo = find_demo_provider(session)
        has_events = list_events(session, EventQuery(size=1)).total
    if demo is None or not brokers or not runtime.settings.may_show_demonstration:
        raise Conflict("只有演示数据库才办演示活动：先运行 make demo，它会建好演示账户。")
    if has_events:
        return 0
    staff = actor_of(brokers[0], staff=True)
    hall = _Hall(runtime, staff, _guests(runtime))
    for number in range(_HELD):
        hall.hold(_TOPICS[number % len(_TOPICS)], days=-_OVER_DAYS * (number + 1), guests=_GUESTS - number % 5)
    for number in range(_COMING):
        hall.announce(_TOPICS[number % len(_TOPICS)], days=6 + _NEXT_DAYS * number, guests=_GUESTS - 2 * number)
    hall.cancel(_TOPICS[3], days=12)
    hall.cancel(_TOPICS[1], days=-35)
    hall.draft(_TOPICS[4], days=40)
    hall.kick_off(days=20, close=True)
    hall.kick_off(days=-15, close=False)
    jury = [(brokers[0].email, staff), *((each.email, actor_of(each, staff=True)) for each in reviewers[:1])]
    hall.compete(jury, days=30, told=False)
    hall.compete(jury, days=-50, told=len(jury) > 1)
    return _HELD + _COMING + 7


@dataclass
class _Hall:
    """Plans events at believable days. `names`: fictitious firms, one after the other."""

    runtime: Runtime
    staff: Actor
    names: Iterator[tuple[str, str]]

    def __post_init__(self) -> None:
        self._now = self.runtime.clock.now()
        self._clock = PastClock(self._now)
        self._past = replace(self.runtime, clock=self._clock)

    def hold(self, topic: tuple[str, str, str], days: int, guests: int) -> None:
        """One that took place: four of five came."""
        event = self._publish(self._wish(topic, days))
        booked = [self._book(event, number) for number in range(guests)]
        self._clock.instant = event.facts.starts_at + timedelta(minutes=5)
        for number, each in enumerate(booked):
            if number % 5:
                check_in(self._past, self.staff, each.booking.id, each.booking.seats, BY_CODE)
        self._clock.instant = event.facts.ends_at
        step_event(self._past, self.staff, event.id, "hold")

    def announce(self, topic: tuple[str, str, str], days: int, guests: int) -> None:
        """One that is coming; the first one is full and has a waiting list, some firms are invited."""
        seats = str(guests) if days < _NEXT_DAYS else "60"
        room = (WishedVenue("主会场", "演示会议中心二楼", seats=seats, tables="4"),)
        event = self._publish(replace(self._wish(topic, days), venues=room))
        for number in range(guests + (3 if days < _NEXT_DAYS else 0)):
            self._book(event, number)
        name, _ = next(self.names)
        add_guest_firm(self._past, self.staff, event.id, WishedInvitation("factory", name, "问过同样的题目"))
        invite_firms(self._past, self.staff, event.id)

    def cancel(self, topic: tuple[str, str, str], days: int) -> None:
        """One that does not take place."""
        event = self._publish(self._wish(topic, days))
        self._book(event, 0)
        step_event(self._past, self.staff, event.id, "cancel", reason="场地检修，另定日期")

    def draft(self, topic: tuple[str, str, str], days: int) -> None:
        """One that is still being written."""
        self._clock.instant = self._now
        plan_event(self._past, self.staff, self._wish(topic, days))

    def kick_off(self, days: int, *, close: bool) -> None:
        """One main and two branch venues with talks of two; the coming one is closed, the past one has outcomes."""
        day = self._day(days)
        venues = tuple(WishedVenue(name, "演示地址", seats="80", tables="4") for name in ("主会场", "长安分会场", "松山湖分会场"))
        topic = ("kickoff", "5G+工业互联网应用启动会", "")
        wished = replace(self._wish(topic, days), venues=venues, talks_at=f"{day}T15:00", talk_minutes="15", talk_slots="6")
        event = self._publish(wished)
        factories = [self._book(event, number, number % 3, "factory") for number in range(8)]
        providers = [self._book(event, 10 + number, number % 2, "provider") for number in range(5)]
        for number, factory in enumerate(factories):
            for step in (0, 2):
                provider = providers[(number + step) % len(providers)]
                wish = WishedAsk(provider.booking.id, "想看同行怎么做的，预算不大")
                talk = ask_talk(self._past, BookingKey(secret=factory.secret), wish)
                if number % 4 or step:
                    answer_talk(self._past, BookingKey(secret=provider.secret), talk.id, accept=number % 7 != 6)
        plan_talks(self._past, self.staff, event.id)
        if close:
            step_event(self._past, self.staff, event.id, "close")
            return
        self._clock.instant = event.facts.starts_at + timedelta(hours=3)
        for number, each in enumerate([*factories, *providers]):
            if number != 3:
                check_in(self._past, self.staff, each.booking.id, 1, BY_CODE)
        self._record(factories)
        step_event(self._past, self.staff, event.id, "hold")

    def compete(self, jury: list[tuple[str, Actor]], days: int, *, told: bool) -> None:
        """A contest, with its jury, entries and scores."""
        event = self._publish(self._wish(("contest", "工业互联网应用创新大赛", ""), days))
        for number in range(5):
            name, _ = next(self.names)
            entry = WishedEntry(f"演示作品{number + 1}：旧机台联网", "十几台旧机接上以后，停机有人知道。演示内容。", firm=name)
            enter_contest(self._past, self.staff, event.id, entry)
        for email, juror in jury:
            name_juror(self._past, self.staff, event.id, email)
            declare_interests(self._past, juror, event.id, {})
            seen = keep_contest(self._past, self.staff, event.id)
            for each in seen.ranking:
                points = {one.name: 60 + (each.entry.serial * 7 + place * 5) % 35 for place, one in enumerate(seen.criteria)}
                try:
                    score_entry(self._past, juror, event.id, each.entry.id, (points, "演示评语：数据说得清楚"))
                except Refused:
                    continue  # a juror who is tied to the entry stands aside
        if told:
            tell_ranking(self._past, self.staff, event.id)
            self._clock.instant = event.facts.ends_at
            step_event(self._past, self.staff, event.id, "hold")

    def _record(self, factories: list[BookedSeat]) -> None:
        for number, factory in enumerate(factories):
            from_past = BookingKey(secret=factory.secret)
            for talk_id in self._talks(factory):
                record_talk(self._past, from_past, talk_id, ("go_on", "introduce", "nothing")[number % 3], "演示：约了下周看厂")

    def _talks(self, factory: BookedSeat) -> list[str]:
        own = see_talks(self._past, BookingKey(secret=factory.secret))
        return [talk.id for talk in own.talks if talk.place]

    def _publish(self, wished: WishedEvent) -> Event:
        starts = datetime.fromisoformat(wished.starts).replace(tzinfo=SHANGHAI)
        self._clock.instant = min(self._now - timedelta(days=2), starts - timedelta(days=25))
        event = plan_event(self._past, self.staff, wished)
        event = step_event(self._past, self.staff, event.id, "publish")
        self._clock.instant = min(self._now - timedelta(days=1), starts - timedelta(days=12))
        return event

    def _book(self, event: Event, number: int, venue: int = 0, side: str = "") -> BookedSeat:
        name, phone = next(self.names)
        self._clock.instant += timedelta(minutes=37)
        wished = WishedBooking(
            event.venues[venue % len(event.venues)].id,
            side or ("provider" if number % 4 == 3 else "factory"),
            name,
            seats=str(1 + number % 2),
            name="演示联系人",
            phone=phone,
            agreed=True,
        )
        return book_seat(self._past, ANONYMOUS, event.id, wished)

    def _day(self, days: int) -> str:
        day = time_in_shanghai(self._now + timedelta(days=days)).date()
        while day.weekday() > 4:
            day += timedelta(days=1)
        return day.isoformat()

    def _wish(self, topic: tuple[str, str, str], days: int) -> WishedEvent:
        kind, title, scenario = topic
        day = self._day(days)
        return WishedEvent(
            kind,
            title,
            summary="演示活动，内容虚构。请同行讲做法，服务商现场答疑。",
            host="东莞市工业和信息化局（演示）",
            cohosts="演示协会",
            starts=f"{day}T14:00",
            ends=f"{day}T17:30",
            sign_up_until=f"{day}T14:00",
            scenario=scenario,
            agenda="14:00-14:40 同行怎么做的 / 演示工厂\n14:40-15:00 现场问答",
            documents="参会须知（演示）",
            venues=(WishedVenue("主会场", "演示会议中心二楼", seats="60", tables="4"),),
        )


def _guests(runtime: Runtime) -> Iterator[tuple[str, str]]:
    """(firm, telephone) of fictitious guests; after sixty the same firms come again, so that 家 and 家次 differ."""
    towns = [town.short for town in runtime.knowledge().taxonomy.towns]
    number = 0
    while True:
        which = number % 60
        yield f"{towns[which % len(towns)]}演示第{which + 1}厂", f"0769-0000{number % 10_000:04d}"
        number += 1
