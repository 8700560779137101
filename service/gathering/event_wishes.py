"""An event as staff typed it, read into what is kept; whatever cannot be used is told field by field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.calendar import SHANGHAI, time_in_shanghai
from service.domain.codes import CodeTables
from service.domain.events import (
    AGENDA_MOST,
    COHOSTS_MOST,
    DOCUMENTS_MOST,
    LONGEST_EVENT,
    PLACE_WORDS_MOST_CHARACTERS,
    SEATS_MOST,
    SLOTS_MOST,
    SUMMARY_MOST_CHARACTERS,
    TABLES_MOST,
    TITLE_MOST_CHARACTERS,
    VENUES_MOST,
    AgendaLine,
    EventDocument,
    EventFacts,
    EventKind,
    TalkTimes,
    Venue,
)
from service.domain.people import read_line
from service.errors import Invalid
from service.store.base import new_id

_AGENDA = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:：](\d{2})\s+(.+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,300}")
_SHORTEST_TALK, _LONGEST_TALK = 5, 120


@dataclass(frozen=True, slots=True)
class WishedVenue:
    """One venue as it was typed; without a name it is left out. `id`: empty for a new one."""

    name: str
    place: str = ""
    town: str = ""
    seats: str = ""
    tables: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class WishedEvent:
    """Everything as text. Times: 2026-12-03T14:30 by the clock in Asia/Shanghai. The first venue is the main one.

    `agenda`: a line each such as 09:30-10:10 题目 / 主讲 / 会场. `documents`: a line each, title and perhaps an address.
    """

    kind: str
    title: str
    summary: str = ""
    host: str = ""
    cohosts: str = ""
    starts: str = ""
    ends: str = ""
    sign_up_until: str = ""
    scenario: str = ""
    industry: str = ""
    town: str = ""
    agenda: str = ""
    documents: str = ""
    talks_at: str = ""
    talk_minutes: str = ""
    talk_slots: str = ""
    venues: tuple[WishedVenue, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """What is kept of it."""

    facts: EventFacts
    venues: tuple[Venue, ...]
    agenda: tuple[AgendaLine, ...]


def read_event(wished: WishedEvent, codes: CodeTables, known: frozenset[str] = frozenset()) -> ReadEvent:
    """Read it.

    Args:
        known: ids of the venues that the event has; any other id counts as new.

    Raises:
        Invalid: `fields` says what is to be mended.
    """
    reader = _Reader(codes)
    starts, ends = reader.instant("starts", wished.starts), reader.instant("ends", wished.ends)
    until = reader.instant("sign_up_until", wished.sign_up_until) if wished.sign_up_until.strip() else starts
    if starts and ends and not starts < ends <= starts + LONGEST_EVENT:
        reader.problems["ends"] = f"结束要在开始之后，最长 {LONGEST_EVENT.days} 天。"
    if starts and until and until > starts:
        reader.problems["sign_up_until"] = "报名截止不能晚于活动开始。"
    if wished.kind not in set(EventKind):
        reader.problems["kind"] = "请选活动类型。"
    title = reader.line("title", wished.title, TITLE_MOST_CHARACTERS, "活动名称", required=True)
    host = reader.line("host", wished.host, TITLE_MOST_CHARACTERS, "主办单位", required=True)
    summary = wished.summary.strip()
    if len(summary) > SUMMARY_MOST_CHARACTERS:
        reader.problems["summary"] = f"简介最多 {SUMMARY_MOST_CHARACTERS} 个字。"
    cohosts = tuple(part.strip() for part in re.split(r"[、，,;；\n]", wished.cohosts) if part.strip())
    if len(cohosts) > COHOSTS_MOST or any(len(each) > TITLE_MOST_CHARACTERS for each in cohosts):
        reader.problems["cohosts"] = f"协办单位最多 {COHOSTS_MOST} 家，用顿号分开。"
    venues = reader.venues(wished.venues, known)
    agenda = reader.agenda(wished.agenda, starts, {venue.name for venue in venues})
    documents = reader.documents(wished.documents)
    talks = reader.talks(wished, (starts, ends))
    scenario = wished.scenario.strip().upper()
    if scenario and scenario not in {each.code for each in codes.taxonomy.scenarios}:
        reader.problems["scenario"] = "没有这个场景编码，例如 DEV02。"
    industry = reader.code("industry", wished.industry, {each.code for each in codes.taxonomy.industries})
    town = reader.code("town", wished.town, {each.code for each in codes.taxonomy.towns})
    if reader.problems or starts is None or ends is None or until is None:
        raise Invalid("有内容没填对。", fields=reader.problems)
    facts = EventFacts(
        EventKind(wished.kind), title, summary, host, cohosts, starts, ends, until, scenario, industry, town, documents, talks
    )
    return ReadEvent(facts, venues, agenda)


class _Reader:
    """Reads one field at a time and collects what is wrong."""

    def __init__(self, codes: CodeTables) -> None:
        self.problems: dict[str, str] = {}
        self._towns = {town.code for town in codes.taxonomy.towns}

    def line(self, field: str, text: str, most: int, word: str, *, required: bool = False) -> str:
        line = read_line(text, most) if text.strip() else ""
        if line is None or (required and not line):
            self.problems[field] = f"请填{word}，最多 {most} 个字。"
        return line or ""

    def instant(self, field: str, text: str) -> datetime | None:
        try:
            return datetime.fromisoformat(text.strip()).replace(tzinfo=SHANGHAI)
        except ValueError:
            self.problems[field] = "时间请写成 2026-12-03T14:30 的样子。"
            return None

    def whole(self, field: str, text: str, bounds: tuple[int, int]) -> int:
        text = text.strip() or "0"
        least, most = bounds
        if not (text.isascii() and text.isdigit() and len(text) < 8 and least <= int(text) <= most):
            self.problems[field] = f"请填 {least} 到 {most} 的整数。"
            return 0
        return int(text)

    def code(self, field: str, text: str, known: set[str]) -> str:
        if text.strip() and text.strip() not in known:
            self.problems[field] = "请从列表里选，或留空。"
        return text.strip()

    def venues(self, wished: Sequence[WishedVenue], known: frozenset[str]) -> tuple[Venue, ...]:
        named = [(number, each) for number, each in enumerate(wished) if each.name.strip()]
        if not named or len(named) > VENUES_MOST:
            self.problems["venue_0_name"] = f"至少一个会场，最多 {VENUES_MOST} 个，第一个是主会场。"
        found: list[Venue] = []
        for number, each in named[:VENUES_MOST]:
            prefix = f"venue_{number}_"
            name = self.line(prefix + "name", each.name, TITLE_MOST_CHARACTERS, "会场名称")
            place = self.line(prefix + "place", each.place, PLACE_WORDS_MOST_CHARACTERS, "地址")
            town = self.code(prefix + "town", each.town, self._towns)
            seats = self.whole(prefix + "seats", each.seats, (1, SEATS_MOST))
            tables = self.whole(prefix + "tables", each.tables, (0, TABLES_MOST))
            found.append(Venue(each.id if each.id in known else new_id("evv"), name, not found, place, town, seats, tables))
        names = [venue.name for venue in found]
        if len(set(names)) < len(names):
            self.problems["venue_0_name"] = "两个会场不能同名。"
        return tuple(found)

    def agenda(self, text: str, starts: datetime | None, venues: set[str]) -> tuple[AgendaLine, ...]:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > AGENDA_MOST:
            self.problems["agenda"] = f"议程最多 {AGENDA_MOST} 行。"
        found = []
        for line in lines[:AGENDA_MOST]:
            told = _AGENDA.fullmatch(line)
            parts = [part.strip() for part in re.split(r"[/／|]", told.group(5))] if told else []
            hours = [int(told.group(each)) for each in (1, 2, 3, 4)] if told else []
            minutes = (hours[2] * 60 + hours[3]) - (hours[0] * 60 + hours[1]) if hours else 0
            venue = parts[2] if len(parts) > 2 else ""
            long = any(len(part) > TITLE_MOST_CHARACTERS for part in parts)
            clock = bool(hours) and hours[0] < 24 and hours[2] < 24 and hours[1] < 60 and hours[3] < 60
            if not clock or minutes <= 0 or long or len(parts) > 3 or (venue and venue not in venues):
                self.problems["agenda"] = f"这一行没看懂：“{line[:40]}”。请写成：09:30-10:10 题目 / 主讲 / 会场，后两样可不写。"
            elif starts:
                at = time_in_shanghai(starts).replace(hour=hours[0], minute=hours[1])
                found.append(AgendaLine(at, minutes, parts[0], parts[1] if len(parts) > 1 else "", venue))
        return tuple(sorted(found, key=lambda each: each.starts_at))

    def documents(self, text: str) -> tuple[EventDocument, ...]:
        found = []
        for line in [line.strip() for line in text.splitlines() if line.strip()]:
            told = _ADDRESS.search(line)
            title = (line[: told.start()] if told else line).strip(" ：:") or line
            if len(title) > TITLE_MOST_CHARACTERS or "://" in title:
                self.problems["documents"] = "每行一份：名称，后面可以跟网址，例如：参会须知 https://site.example/notice.pdf。"
            found.append(EventDocument(title[:TITLE_MOST_CHARACTERS], told.group() if told else ""))
        if len(found) > DOCUMENTS_MOST:
            self.problems["documents"] = f"最多 {DOCUMENTS_MOST} 份。"
        return tuple(found[:DOCUMENTS_MOST])

    def talks(self, wished: WishedEvent, day: tuple[datetime | None, datetime | None]) -> TalkTimes:
        if not wished.talks_at.strip():
            return TalkTimes()
        at = self.instant("talks_at", wished.talks_at)
        minutes = self.whole("talk_minutes", wished.talk_minutes or "15", (_SHORTEST_TALK, _LONGEST_TALK))
        slots = self.whole("talk_slots", wished.talk_slots, (1, SLOTS_MOST))
        starts, ends = day
        if at and starts and ends and not starts <= at <= at + timedelta(minutes=minutes * slots) <= ends:
            self.problems["talks_at"] = "洽谈要在活动开始和结束之间排得完。"
        return TalkTimes(at, minutes, slots)
