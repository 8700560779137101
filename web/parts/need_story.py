"""How far a need is, and what happened to it, in words: for its factory and for the desk alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.calendar import day_in_shanghai
from service.domain.money import write_wan
from service.domain.need_steps import FUNNEL, STATE_WORDS, STEP_WORDS, NeedState, NeedStep, Party
from service.domain.needs import SOURCE_WORDS, Need, NeedSource
from service.domain.promises import PROMISES, STUCK_AFTER_DAYS
from service.domain.taxonomy import Taxonomy
from service.domain.timeline import LineKind, TimelineLine
from service.domain.working_days import WorkingCalendar
from web.text import chinese_date

SIDE_WORDS = {Party.DESK: "服务台", Party.MANUFACTURER: "企业", Party.PROVIDER: "服务商", Party.PLATFORM: "系统"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage on the way. `mark`: done, now, late or coming; `note`: its day, or what is promised."""

    word: str
    mark: str
    note: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of the 经过. `who`: by whom; `said`: the words that were given."""

    at: datetime
    who: str
    what: str
    said: str


@dataclass(frozen=True, slots=True)
class AgeLine:
    """`words`: 第 5 天／承诺 3 天; `left`: 逾期 2 天 or 还剩 1 天; `percent`: of the promise, at most 100."""

    words: str
    left: str
    late: bool
    percent: int


def stages_of(need: Need, lines: Sequence[TimelineLine], today: date) -> tuple[Stage, ...]:
    """The whole way with the day of each stage reached; a need that left it shows where it left."""
    reached = {NeedState.REGISTERED: day_in_shanghai(need.made_at)}
    for line in reversed(lines):
        if line.kind is LineKind.STEP and line.detail.get("to") in set(NeedState):
            reached[NeedState(str(line.detail["to"]))] = day_in_shanghai(line.at)
    place = FUNNEL.index(need.state) if need.state in FUNNEL else len(FUNNEL)
    stages = []
    for at, state in enumerate(FUNNEL):
        day = reached.get(state)
        if state is need.state and need.is_open:
            late = need.promised_on is not None and need.promised_on < today
            stages.append(Stage(STATE_WORDS[state], "late" if late else "now", f"应于 {short_day(need.promised_on)} 前办完"))
        elif day is not None and at <= place:
            stages.append(Stage(STATE_WORDS[state], "done", short_day(day)))
        else:
            promise = PROMISES.get(state)
            stages.append(Stage(STATE_WORDS[state], "coming", f"{promise.days} 个工作日内" if promise and need.is_open else ""))
    if need.state not in FUNNEL:
        stages.append(Stage(STATE_WORDS[need.state], "late", short_day(day_in_shanghai(need.state_at))))
    return tuple(stages)


def age_of(need_day: date, promised_on: date | None, today: date, calendar: WorkingCalendar) -> AgeLine:
    """The age of a stage against its promise, in working days."""
    passed = calendar.passed(need_day, today)
    if promised_on is None:
        return AgeLine(f"第 {passed} 天", "", late=False, percent=0)
    days = max(1, calendar.passed(need_day, promised_on))
    left = calendar.passed(today, promised_on)
    words = f"逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else f"还剩 {left} 天")
    return AgeLine(f"第 {passed} 天／承诺 {days} 天", words, late=left < 0, percent=min(100, round(100 * passed / days)))


def short_day(day: date | None) -> str:
    """`11月26日`; the desk's days are of this year, others say theirs on the need's page."""
    return f"{day.month}月{day.day}日" if day else ""


def told_facts(need: Need, taxonomy: Taxonomy) -> tuple[tuple[str, str], ...]:
    """What the factory told beside the sentence, as (word, value), without who it is."""
    facts = need.facts
    town = next((town.name for town in taxonomy.towns if town.code == facts.town), "")
    industry = taxonomy.industry_by_code.get(facts.industry)
    told = (
        ("行业", industry.name if industry else ""),
        ("镇街", town),
        ("人数", f"{facts.staff_count} 人" if facts.staff_count is not None else ""),
        ("预算", f"{write_wan(facts.budget_fen)} 万元" if facts.budget_fen is not None else ""),
        ("希望用上", chinese_date(facts.needed_by_on) if facts.needed_by_on else ""),
        ("已经有", "、".join(facts.owned)),
    )
    return tuple((word, value) for word, value in told if value)


def story_of(lines: Iterable[TimelineLine], names: Mapping[str, str]) -> tuple[StoryLine, ...]:
    """The lines in words.

    Args:
        names: ids of providers and people → what they are called.
    """
    return tuple(StoryLine(line.at, line.name or SIDE_WORDS[line.side], _what(line, names), line.words) for line in lines)


def _what(line: TimelineLine, names: Mapping[str, str]) -> str:
    detail = {name: str(value) for name, value in line.detail.items()}
    step, source, by = (detail.get(name, "") for name in ("step", "source", "by"))
    worded = {
        "step": STEP_WORDS[NeedStep(step)] if step in set(NeedStep) else "",
        "source": SOURCE_WORDS[NeedSource(source)] if source in set(NeedSource) else "登记",
        "by": SIDE_WORDS[Party(by)] if by in set(Party) else "",
        "answer": _ANSWERS.get(detail.get("answer", ""), ""),
        "provider": names.get(detail.get("provider", ""), "一家服务商"),
        "to": names.get(detail.get("to", ""), "另一位同事"),
        **{name: detail.get(name, "") for name in ("on", "until", "what")},
    }
    return _LINES[line.kind].format(**worded)


_ANSWERS = {"accept": "同意", "decline": "不同意"}
_LINES = {
    LineKind.STATED: "{source}",
    LineKind.STEP: "{step}",
    LineKind.NOTE: "备注",
    LineKind.CHANGED: "改了需求内容",
    LineKind.HANDED_OVER: "交给 {to}",
    LineKind.PLANNED: "下一步定在 {on}",
    LineKind.RENEWED: "续期到 {until}",
    LineKind.SHORTLISTED: "名单加入 {provider}",
    LineKind.REMOVED: "名单移出 {provider}",
    LineKind.REPLIED: "补充说明",
    LineKind.CONTACT_SEEN: "查看了联系方式",
    LineKind.INTRODUCED: "请 {provider} 对接",
    LineKind.ANSWERED: "{by}答复 {provider} 的对接：{answer}",
    LineKind.REMINDED: "提醒{by}答复 {provider} 的对接",
    LineKind.LAPSED: "{provider} 的对接到期没有答复，作废",
    LineKind.WITHDRAWN: "撤回 {provider} 的对接",
    LineKind.MEETING: "与 {provider} 见面：{what}",
    LineKind.OUTCOME: "与 {provider} 的进展：{what}",
    LineKind.ASKED: "{by}提问，与 {provider}",
    LineKind.TOLD: "{by}答问，与 {provider}",
    LineKind.DISPUTE: "与 {provider} 的争议：{what}",
    LineKind.PUBLISHED: "同意公布为 {provider} 的案例",
}


STUCK_WORDS = f"过了答应的日子，或 {STUCK_AFTER_DAYS} 个工作日没有动静"
