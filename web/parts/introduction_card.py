"""An introduction as one of its two sides sees it: what both said, meetings, what came of it, and what this side can do now."""

from dataclasses import dataclass
from datetime import date

from service.domain.calendar import day_in_shanghai
from service.domain.introductions import INTRODUCTION_WORDS, TURNS, IntroductionState, SideAnswer
from service.domain.meetings import MEETING_WORDS, Meeting
from service.domain.need_steps import Party
from service.domain.outcome_cases import CaseText
from service.domain.outcomes import BANDS, OUTCOME_WORDS, Outcome, OutcomeKind
from service.flows.brokering.see_introductions import SeenIntroduction
from web.parts.need_story import SIDE_WORDS
from web.parts.talk_cards import DisputeLine, dispute_lines
from web.text import chinese_date, chinese_instant


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One outcome. `how`: confirmed, denied, or how long the other side has been silent; `waits`: whose word is missing."""

    id: str
    what: str
    how: str
    waits: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting. `id`: for its calendar file."""

    id: str
    words: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class SideCard:
    """`name`: of the other side; a provider learns the factory's with both consents. `my_turn`: this side is asked now, until `due`.

    `mine`, `theirs`: what was answered. `bands`, `tellable`: what can be told now. `case`: what the factory can agree to publish.
    """

    id: str
    name: str
    href: str
    state: str
    is_open: bool
    is_agreed: bool
    my_turn: bool
    due: str
    mine: str
    theirs: str
    meetings: tuple[MeetingLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    tellable: tuple[tuple[str, str], ...]
    is_provider: bool
    disputes: tuple[DisputeLine, ...] = ()
    may_dispute: bool = False
    case: CaseText | None = None
    capabilities: tuple[str, ...] = ()


def side_card(seen: SeenIntroduction, today: date) -> SideCard:
    """The card of one side."""
    each, side = seen.introduction, seen.side
    is_provider = side is Party.PROVIDER
    agreed = each.state is IntroductionState.AGREED
    known = agreed or each.state is IntroductionState.ENDED
    firm = seen.need.firm.name if known else "一家企业（同意后才看得到厂名）"
    mine, theirs = (each.provider, each.manufacturer) if is_provider else (each.manufacturer, each.provider)
    return SideCard(
        id=each.id,
        name=firm if is_provider else each.provider_name,
        href="" if is_provider else f"/providers/{each.provider_id}",
        state=INTRODUCTION_WORDS[each.state],
        is_open=each.is_open,
        is_agreed=agreed,
        my_turn=TURNS.get(each.state) is side,
        due=chinese_date(each.answer_by) if each.answer_by else "",
        mine=answer_words(mine),
        theirs=answer_words(theirs),
        meetings=tuple(MeetingLine(meeting.id, meeting_words(meeting), meeting.cancelled_at is not None) for meeting in seen.meetings),
        outcomes=tuple(_told(outcome, side) for outcome in seen.outcomes),
        tellable=tuple((kind.value, OUTCOME_WORDS[kind]) for kind in seen.tellable),
        is_provider=is_provider,
        disputes=dispute_lines(seen.disputes, side, today),
        may_dispute=known and not any(each.is_open for each in seen.disputes),
        case=seen.case,
        capabilities=seen.capabilities,
    )


def _told(outcome: Outcome, side: Party) -> OutcomeLine:
    """`waits` is kept only when it is this side's word that is missing."""
    line = outcome_line(outcome)
    return line if line.waits == side else OutcomeLine(line.id, line.what, line.how, "")


def outcome_line(outcome: Outcome) -> OutcomeLine:
    """One outcome in words, silence included."""
    facts = outcome.facts
    what = f"{chinese_date(facts.happened_on)} {OUTCOME_WORDS[facts.kind]}"
    if facts.band:
        what += f"，{BANDS[facts.band]}"
    if facts.rating is not None and facts.kind is OutcomeKind.RATED:
        what += f"，{facts.rating} 分"
    what += "".join(f"，{effect.subject} {effect.before} → {effect.after}" for effect in facts.effects)
    what += f"：{facts.words}" if facts.words else ""
    told = f"{SIDE_WORDS[outcome.told_by]}说的"
    waits = outcome.waits_for
    if outcome.denied_at:
        how = f"{told}，对方说不是：{outcome.denied_reason}"
    elif waits:
        how = f"{told}，{chinese_date(day_in_shanghai(outcome.told_at))}起等{SIDE_WORDS[waits]}确认"
    else:
        how = told
    return OutcomeLine(outcome.id, what, how, waits or "")


def meeting_words(meeting: Meeting) -> str:
    """`2026年1月7日 14:30 到工厂`."""
    words = f"{chinese_instant(meeting.starts_at)} {MEETING_WORDS[meeting.kind]} {meeting.place}"
    return f"{words}（已取消）" if meeting.cancelled_at else words


def answer_words(answer: SideAnswer | None) -> str:
    """What one side answered, and when; empty while it has not."""
    if answer is None:
        return ""
    words = f"{'同意' if answer.accepted else '不同意'}，{chinese_instant(answer.at)}"
    words += "（工作人员代记）" if answer.by_phone else ""
    return f"{words}：{answer.reason}" if answer.reason else words
