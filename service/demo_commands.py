"""The command demo-needs: about 120 fictitious needs in every state, with believable days, for a demonstration database."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import typer

from service.bootstrap import build_runtime
from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.brokerage.statements import Statement
from service.brokerage.told_outcomes import ToldOutcome
from service.command_errors import tell_waiting
from service.domain.calendar import SHANGHAI, day_in_shanghai
from service.domain.needs import NeedSource, Visibility
from service.domain.people import Role
from service.domain.permissions import Actor
from service.errors import Conflict, Invalid
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.ask_question import AskedWords, answer_question, ask_question
from service.flows.brokering.check_need_sheet import SentSheet, check_need_sheet
from service.flows.brokering.introduce import introduce
from service.flows.brokering.keep_shortlist import keep_shortlist
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.note_conduct import WishedNote, note_conduct
from service.flows.brokering.plan_meeting import WishedMeeting, plan_meeting
from service.flows.brokering.publish_case import publish_case
from service.flows.brokering.raise_dispute import SaidResult, close_dispute, raise_dispute, reply_to_dispute
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.flows.brokering.see_introductions import see_introduction
from service.flows.brokering.see_need import see_need
from service.flows.brokering.state_need import StatedBy, state_need
from service.flows.matching.match_need import MatchRequest, match_need
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.settings import read_settings
from service.store.queries.counts import find_demo_provider
from service.store.queries.needs import NeedQuery, list_needs
from service.store.queries.people import active_with_role, find_person
from service.store.unit_of_work import reading

_HEARD = "电话里说的"
_WAY = ("check", "clarify", "recommend", "agree", "met", "intent", "signed", "delivered", "accepted", "rated")
"""What happens one after the other; the first three are steps of the desk."""
_PLAN: Sequence[tuple[str, int, int, int, str]] = (
    # (last of the way, how many, youngest and oldest in days, how it was left)
    ("", 14, 0, 6, ""),
    ("check", 9, 1, 7, ""),
    ("clarify", 11, 2, 10, ""),
    ("recommend", 12, 5, 14, ""),
    ("agree", 9, 9, 20, ""),
    ("met", 8, 15, 30, ""),
    ("intent", 6, 25, 50, ""),
    ("signed", 7, 40, 80, ""),
    ("delivered", 4, 70, 100, ""),
    ("accepted", 4, 90, 110, ""),
    ("rated", 12, 95, 150, ""),
    ("clarify", 6, 20, 90, "find_none"),
    ("recommend", 5, 20, 90, "solve_alone"),
    ("check", 4, 15, 60, "pause"),
    ("clarify", 4, 15, 60, "lack_budget"),
    ("check", 4, 15, 60, "lose_touch"),
)
_WHY = {
    "find_none": "问过三家，都没做过这么老的机台",
    "solve_alone": "厂里自己请人装好了",
    "pause": "老板说年后再看",
    "lack_budget": "今年没有这笔预算",
    "lose_touch": "座机、手机各打三次，没人接",
}


_QUESTIONS = (
    ("机台多旧？有没有串口或网口？", "大半有串口，最旧的六台没有"),
    ("装的时候能停机多久？", "周日可以停半天"),
    ("现在的 ERP 是哪一家的？", "用金蝶，不打算换"),
)
_ANSWERED_WITHIN = timedelta(days=2)
_SHEET = """需求,企业名称,镇街,行业,人数
三十几台啤机，晚班开没开在家看不到,清溪某胶壳厂,清溪镇,注塑,120
冲床打多少下全靠工人报,清溪某冲压厂,清溪镇,五金,60
,清溪某喷涂厂,清溪镇,五金,45
仓库里的料找不到，盘点要三天,清溪某电子厂,清溪,电子,八十
"""
"""Two rows are right; one says nothing, one has a number in words."""


@dataclass
class PastClock:
    """A clock that the command sets: each need has its own days."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant


def demo_needs_command() -> None:
    """演示数据库：登记约 120 条虚构需求，各个阶段都有，日期可信；已有需求时什么也不做。"""
    runtime = build_runtime(read_settings(), tell_waiting=tell_waiting)
    made = build_demo_needs(runtime)
    typer.echo(f"演示需求 {made} 条。" if made else "已有需求，没有再登记。")


def add_demo_commands(app: typer.Typer) -> None:
    """Give the commands their names."""
    app.command("demo-needs")(demo_needs_command)


def build_demo_needs(runtime: Runtime) -> int:
    """Make them through the use cases themselves, as a broker would; how many. Nothing when there are needs already.

    Raises:
        Conflict: this is no demonstration database, or nobody brokers in it.
    """
    with reading(runtime.database) as session:
        brokers = [person for each in active_with_role(session, Role.BROKER) if (person := find_person(session, each))]
        demo = find_demo_provider(session)
        has_needs = list_needs(session, NeedQuery(size=1)).total
    if demo is None or not brokers or not runtime.settings.may_show_demonstration:
        raise Conflict("只有演示数据库才登记演示需求：先运行 make demo，它会建好演示账户。")
    if has_needs:
        return 0
    now = runtime.clock.now()
    firms = _firms(runtime)
    sentences = _sentences(runtime)
    made = 0
    for last, count, youngest, oldest, left in _PLAN:
        for number in range(count):
            age = youngest + (oldest - youngest) * number / max(1, count - 1)
            story = _Story(runtime, actor_of(brokers[made % len(brokers)], staff=True), (now - timedelta(days=age), now), made)
            try:
                story.tell(next(sentences), next(firms), _WAY[: _WAY.index(last) + 1] if last else (), left)
            except (Conflict, Invalid):
                continue  # a sentence that nobody in the pools serves goes only as far as it can
            finally:
                made += 1
    broker = actor_of(brokers[0], staff=True)
    note_conduct(runtime, broker, demo, WishedNote("kept_word", "三次都当天答复，见面准时，企业说讲得明白", shared=True))
    note_conduct(runtime, broker, demo, WishedNote("slow", "约好入企临时改期，没有先打电话"))
    check_need_sheet(runtime, broker, SentSheet("清溪镇需求征集表.csv", _SHEET.encode()))
    return made


class _Story:
    """One need from its first day to now."""

    def __init__(self, runtime: Runtime, broker: Actor, days: tuple[datetime, datetime], number: int) -> None:
        begins, ends = days
        self._number = number
        self._clock = PastClock(begins)
        self._present = runtime
        self._runtime = replace(runtime, clock=self._clock)
        self._broker = broker
        self._ends = ends

    def tell(self, text: str, firm: tuple[str, str, str], way: Sequence[str], left: str) -> None:
        name, town, industry = firm
        pause = (self._ends - self._clock.instant) / (len(way) + bool(left) + 1)
        # The list of today: an index made anew for every past day would cost seconds and show nothing more.
        answer = match_need(self._present, MatchRequest(text, include_weak=True))
        statement = Statement(
            text, firm=name, town=town, industry=industry, staff_count=str(30 + len(text) * 3), visibility=self._visibility
        )
        stated = state_need(self._runtime, StatedBy(self._broker, NeedSource.SITE, is_demo=True), statement, answer)
        key = NeedKey(self._broker, stated.need.id)
        if "agree" in way or "recommend" in way:
            self._fill_list(key, [match.provider.id for match in (*answer.matches, *answer.weak)])
        introduction = ""
        for deed in way:
            # Both sides answer within their days, however long the story is.
            self._go_on(min(pause, _ANSWERED_WITHIN) if deed == "agree" else pause)
            introduction = self._do(key, deed, introduction)
            self._talk(key, deed, introduction)
        if left:
            self._go_on(pause)
            move_need(self._runtime, key, WishedStep(left, _WHY[left]))

    @property
    def _visibility(self) -> str:
        return Visibility.POOL if self._number % 5 == 0 else Visibility.SHORTLISTED

    def _talk(self, key: NeedKey, deed: str, introduction: str) -> None:
        """What the two sides say beside the steps: questions, now and then a dispute, and a case in the end."""
        if deed not in {"recommend", "signed", "rated"} or self._number % 3:
            return
        one, number = IntroductionKey(introduction, self._broker), self._number // 3
        factory, provider = Voice("manufacturer", _HEARD), Voice("provider", _HEARD)
        seen = see_introduction(self._runtime, one)
        if deed == "recommend":
            words, answer = _QUESTIONS[number % len(_QUESTIONS)]
            asked = ask_question(self._runtime, key, provider, AskedWords(seen.introduction.provider_id, words))
            if number % 2:
                answer_question(self._runtime, key, factory, asked.id, answer)
        elif deed == "signed":
            dispute = raise_dispute(self._runtime, one, factory, "说好两周装完，第四周还没进场")
            if number % 2:
                reply_to_dispute(self._runtime, one, provider, dispute.id, "电箱没到位，进不了场，周三补装")
                close_dispute(self._runtime, one, dispute.id, SaidResult("settled", "周三进场，误工不计"))
        elif seen.case:
            publish_case(self._runtime, one, Voice("manufacturer", "电话里逐字念过，企业同意"), seen.case)

    def _go_on(self, pause: timedelta) -> None:
        """To office hours of a later day."""
        later = self._clock.instant + pause
        office = later.astimezone(SHANGHAI).replace(hour=9 + later.minute % 8, minute=later.second % 60)
        self._clock.instant = min(max(office, self._clock.instant + timedelta(minutes=5)), self._ends)

    def _fill_list(self, key: NeedKey, found: Sequence[str]) -> None:
        standing = {line.provider_id for line in see_need(self._runtime, key).shortlist}
        for provider_id in [each for each in found if each not in standing][: max(0, 2 - len(standing))]:
            keep_shortlist(self._runtime, key, provider_id, "名单太短，电话问过可以谈")

    def _do(self, key: NeedKey, deed: str, introduction: str) -> str:
        match deed:
            case "check" | "clarify" | "recommend":
                move_need(self._runtime, key, WishedStep(deed, "池里做过这件事的不多"))
                if deed == "recommend":
                    first = see_need(self._runtime, key).shortlist[0].provider_id
                    introduction = introduce(self._runtime, key, first).id
            case "agree":
                one = IntroductionKey(introduction, self._broker)
                for side in ("manufacturer", "provider"):
                    answer_introduction(self._runtime, one, Voice(side, _HEARD), SaidAnswer("accept"))
                day = day_in_shanghai(self._clock.instant + timedelta(days=2)).isoformat()
                plan_meeting(self._runtime, one, WishedMeeting("factory", f"{day}T14:30", 60, ""))
            case _:
                self._outcome(IntroductionKey(introduction, self._broker), deed)
        return introduction

    def _outcome(self, key: IntroductionKey, kind: str) -> None:
        effects = [("晚班开机率", "58%", "74%")] if kind == "accepted" else []
        told = ToldOutcome(kind, words="装得快，老机也接上了" if kind == "rated" else "", band="10_30", effects=effects, rating="5")
        outcome = record_outcome(self._runtime, key, Voice("manufacturer", _HEARD), told)
        if outcome.waits_for:
            settle_told_outcome(self._runtime, key, Voice(outcome.waits_for, _HEARD), outcome.id, "")


def _sentences(runtime: Runtime) -> Iterator[str]:
    """Fictitious needs of the fixtures, again and again."""
    path = runtime.settings.fixtures_dir / "needs" / "development.jsonl"
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    while True:
        yield from texts


def _firms(runtime: Runtime) -> Iterator[tuple[str, str, str]]:
    """(name, town, industry) of fictitious factories: 长安某五金厂."""
    taxonomy = runtime.knowledge().taxonomy
    towns, industries = taxonomy.towns, taxonomy.industries
    for number in range(10_000):
        town, industry = towns[number % len(towns)], industries[(number * 7) % len(industries)]
        yield f"{town.short}某{industry.name.removesuffix('制造')}厂", town.name, industry.code
