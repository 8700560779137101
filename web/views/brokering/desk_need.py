"""One need as the desk sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.calendar import day_in_shanghai
from service.domain.disputes import DISPUTE_RESULT_WORDS
from service.domain.introductions import INTRODUCTION_WORDS, TURNS, IntroductionState
from service.domain.meetings import MEETING_WORDS
from service.domain.money import write_wan
from service.domain.need_steps import EXITS, REASON_NEEDED, STATE_WORDS, STEP_WORDS, NeedStep, Party
from service.domain.needs import SOURCE_WORDS, VISIBILITY_WORDS
from service.domain.outcome_cases import CaseText
from service.domain.outcomes import BANDS, OUTCOME_WORDS
from service.domain.questions import Question
from service.domain.shortlists import PROPOSED_LEAST, ShortlistLine
from service.domain.snapshots import KeptJob, read_plan
from service.errors import PlatformError
from service.flows.brokering.recall_alike import AlikeNeed
from service.flows.brokering.see_conduct import ProviderLoad
from service.flows.brokering.see_introductions import SeenIntroduction
from service.flows.brokering.see_need import SeenNeed
from web.addresses.search_address import COMPARED_MOST, Asked
from web.parts.introduction_card import OutcomeLine, answer_words, meeting_words, outcome_line
from web.parts.match_card import FIT_WORDS
from web.parts.need_story import SIDE_WORDS, AgeLine, Stage, StoryLine, age_of, stages_of, story_of
from web.parts.programme_lines import ProgrammesBeside
from web.parts.talk_cards import DisputeLine, QuestionLine, dispute_lines, question_lines
from web.text import chinese_date

_SPEAKERS = ((Party.MANUFACTURER.value, "企业"), (Party.PROVIDER.value, "服务商"))


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a need on the desk. `questions`: with the providers that can be asked; `loads`: provider → its load."""

    alike: Sequence[AlikeNeed]
    questions: tuple[Sequence[Question], Sequence[tuple[str, str]]]
    loads: Mapping[str, ProviderLoad]


@dataclass(frozen=True, slots=True)
class StepButton:
    """A step that can be taken. `needs_reason`: not without words; `leaves`: it closes the need."""

    step: str
    words: str
    needs_reason: bool
    leaves: bool


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One provider of the shortlist. `note`: who put it on or took it off, and when its pin ends. `load`: 本月已接 4 家.

    `warning`: why it cannot be introduced now, or that its conduct was noted.
    """

    provider_id: str
    name: str
    fit: str
    why: str
    note: str
    can_introduce: bool
    load: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class IntroductionCard:
    """One introduction: what both sides said, meetings and outcomes, and what can be written down. `tied`: the reader may not broker it."""

    id: str
    name: str
    href: str
    state: str
    is_open: bool
    is_agreed: bool
    tied: bool
    due: str
    turn: str
    manufacturer: str
    provider: str
    meetings: tuple[str, ...]
    outcomes: tuple[OutcomeLine, ...]
    tellable: tuple[tuple[str, str], ...]
    disputes: tuple[DisputeLine, ...] = ()
    may_dispute: bool = False
    case: CaseText | None = None
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job of a need with several. `firms`: (id, name), best first."""

    title: str
    firms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """Another need of the same firm."""

    id: str
    href: str
    number: str
    text: str
    state: str
    alike: bool


@dataclass(frozen=True, slots=True)
class DeskNeedPage:
    """`shown`: a contact or link that is told once. `wrong`: what was refused, and `sentence` why."""

    template: ClassVar[str] = "pages/brokering/desk_need.html"
    title: str
    id: str
    href: str
    version: int
    text: str
    about: tuple[str, ...]
    state: str
    is_open: bool
    is_late: bool
    stages: tuple[Stage, ...]
    age: AgeLine
    next_words: str
    next_on: date | None
    waits: str
    forward: tuple[StepButton, ...]
    leaving: tuple[StepButton, ...]
    may_merge: bool
    facts: tuple[tuple[str, str], ...]
    understood: tuple[tuple[str, str], ...]
    least: int
    listed: tuple[ListedLine, ...]
    addable: tuple[tuple[str, str], ...]
    left_out: tuple[ListedLine, ...]
    introductions: tuple[IntroductionCard, ...]
    speakers: tuple[tuple[str, str], ...]
    bands: tuple[tuple[str, str], ...]
    meeting_kinds: tuple[tuple[str, str], ...]
    alike: tuple[AlikeLine, ...]
    contact: str
    story: tuple[StoryLine, ...]
    brokers: tuple[tuple[str, str], ...]
    merged_number: str
    today: date
    questions: tuple[QuestionLine, ...]
    can_ask: tuple[tuple[str, str], ...]
    jobs: tuple[JobLine, ...]
    covering: tuple[tuple[str, str], ...]
    compare_href: str
    results: tuple[tuple[str, str], ...]
    shown: tuple[str, str] | None = None
    programmes: ProgrammesBeside | None = None
    wrong: str = ""
    sentence: str = ""

    def refused(self, wrong: str, error: PlatformError) -> "DeskNeedPage":
        """This, with why nothing was done."""
        told = "；".join(dict.fromkeys(error.fields.values())) if error.fields and "action" not in error.fields else error.message
        return replace(self, wrong=wrong, sentence=told)

    def showing(self, what: str, words: str) -> "DeskNeedPage":
        """This, with something that is told once."""
        return replace(self, shown=(what, words))


def desk_need_page(seen: SeenNeed, introductions: Sequence[SeenIntroduction], around: Around, today: date) -> DeskNeedPage:
    """One need with everything around it."""
    need = seen.need
    questions, can_ask = around.questions
    jobs, covering = read_plan(seen.snapshot) if seen.snapshot else ((), ())
    names = {line.provider_id: line.provider_name for line in seen.shortlist}
    names |= {each.introduction.provider_id: each.introduction.provider_name for each in introductions} | seen.brokers
    busy = {each.introduction.provider_id for each in introductions if each.introduction.is_open}
    buttons = [
        StepButton(step, STEP_WORDS[step], step in REASON_NEEDED, step in EXITS) for step in seen.steps if step is not NeedStep.MERGE
    ]
    standing = [line for line in seen.shortlist if line.stands]
    shown = seen.snapshot.lines if seen.snapshot else ()
    state_on = day_in_shanghai(need.state_at)
    return DeskNeedPage(
        title=f"{need.firm.name} {need.number}",
        id=need.id,
        href=f"/workbench/needs/{need.id}",
        version=need.version,
        text=need.text,
        about=_about(seen),
        state=STATE_WORDS[need.state],
        is_open=need.is_open,
        is_late=need.promised_on is not None and need.promised_on < today,
        stages=stages_of(need, seen.timeline, today),
        age=age_of(state_on, need.promised_on, today, seen.calendar),
        next_words=need.next_action.words,
        next_on=need.next_action.on,
        waits=SIDE_WORDS[need.next_action.waits_for],
        forward=tuple(button for button in buttons if not button.leaves),
        leaving=tuple(button for button in buttons if button.leaves),
        may_merge=NeedStep.MERGE in seen.steps,
        facts=_facts(seen),
        understood=seen.snapshot.understood if seen.snapshot else (),
        least=PROPOSED_LEAST,
        listed=tuple(
            _loaded(_listed(line, can_introduce=line.provider_id not in busy and need.is_open), around.loads) for line in standing
        ),
        addable=tuple((line.provider_id, line.name) for line in shown if line.provider_id not in {each.provider_id for each in standing}),
        left_out=tuple(_listed(line, can_introduce=False) for line in seen.shortlist if not line.stands),
        introductions=tuple(_card(each, today) for each in introductions),
        speakers=_SPEAKERS,
        bands=tuple(BANDS.items()),
        meeting_kinds=tuple((kind.value, words) for kind, words in MEETING_WORDS.items()),
        alike=tuple(_alike(each) for each in around.alike),
        contact=seen.contact,
        story=story_of(seen.timeline, names),
        brokers=tuple(seen.brokers.items()),
        merged_number=seen.merged_number,
        today=today,
        questions=question_lines(questions, Party.DESK),
        can_ask=tuple(can_ask),
        jobs=tuple(JobLine(_job_title(seen, job), job.providers) for job in jobs),
        covering=covering,
        compare_href=_compare_href(need.text, standing) if len(standing) > 1 else "",
        results=tuple((result.value, words) for result, words in DISPUTE_RESULT_WORDS.items()),
    )


def _job_title(seen: SeenNeed, job: KeptJob) -> str:
    scenario = seen.codes.taxonomy.scenario_by_code.get(job.scenario)
    return scenario.name if scenario else job.text


def _compare_href(text: str, standing: Sequence[ShortlistLine]) -> str:
    asked = Asked(text, compared=tuple(line.provider_id for line in standing[:COMPARED_MOST]))
    return "/compare?" + urlencode(asked.pairs())


def _about(seen: SeenNeed) -> tuple[str, ...]:
    need, taxonomy = seen.need, seen.codes.taxonomy
    town = next((town.name for town in taxonomy.towns if town.code == need.facts.town), "")
    industry = taxonomy.industry_by_code.get(need.facts.industry)
    people = f"{need.facts.staff_count} 人" if need.facts.staff_count is not None else ""
    stated = f"{chinese_date(day_in_shanghai(need.made_at))}{SOURCE_WORDS[need.source]}"
    parts = (need.firm.name, town, industry.name if industry else "", people, need.number, stated, f"经办 {seen.broker or '还没有人'}")
    return tuple(part for part in parts if part)


def _facts(seen: SeenNeed) -> tuple[tuple[str, str], ...]:
    facts = seen.need.facts
    scenario = seen.codes.taxonomy.scenario_by_code.get(facts.scenario)
    told = (
        ("最像的场景", scenario.name if scenario else ""),
        ("预算", f"{write_wan(facts.budget_fen)} 万元" if facts.budget_fen is not None else ""),
        ("希望用上", chinese_date(facts.needed_by_on) if facts.needed_by_on else ""),
        ("已经有", "、".join(facts.owned)),
        ("信用代码", seen.need.firm.uscc),
        ("谁看得见", VISIBILITY_WORDS[facts.visibility]),
    )
    return tuple((word, value) for word, value in told if value)


def _listed(line: ShortlistLine, *, can_introduce: bool) -> ListedLine:
    if line.stands:
        pin = f"，{chinese_date(line.pinned_until_on)}前有效" if line.pinned_until_on else ""
        note = f"{line.added_by_name or '系统排的'} {chinese_date(day_in_shanghai(line.added_at))}{pin}"
    else:
        note = f"{line.removed_by_name} {chinese_date(day_in_shanghai(line.removed_at or line.added_at))}"
    why = line.added_reason if line.stands else line.removed_reason
    return ListedLine(line.provider_id, line.provider_name, _fit_words(line.fit), why, note, can_introduce)


def _loaded(line: ListedLine, loads: Mapping[str, ProviderLoad]) -> ListedLine:
    """With what a broker must know of the provider before putting it to a factory."""
    known = loads.get(line.provider_id)
    if known is None:
        return line
    noted = f"有 {known.notes} 条履约备注" if known.notes else ""
    return replace(
        line, load=f"本月已接 {known.intake.this_month} 家", warning="；".join(part for part in (known.intake.refusal, noted) if part)
    )


def _fit_words(fit: str) -> str:
    return next((words for value, words in FIT_WORDS.items() if value == fit), "人工加入")


def _card(seen: SeenIntroduction, today: date) -> IntroductionCard:
    each = seen.introduction
    return IntroductionCard(
        id=each.id,
        name=each.provider_name,
        href=f"/providers/{each.provider_id}",
        state=INTRODUCTION_WORDS[each.state],
        is_open=each.is_open,
        is_agreed=each.state is IntroductionState.AGREED,
        tied=seen.tied,
        due=chinese_date(each.answer_by) if each.answer_by else "",
        turn=TURNS.get(each.state, ""),
        manufacturer=answer_words(each.manufacturer),
        provider=answer_words(each.provider),
        meetings=tuple(meeting_words(meeting) for meeting in seen.meetings),
        outcomes=tuple(outcome_line(outcome) for outcome in seen.outcomes),
        tellable=tuple((kind.value, OUTCOME_WORDS[kind]) for kind in seen.tellable),
        disputes=dispute_lines(seen.disputes, Party.DESK, today),
        may_dispute=each.state in {IntroductionState.AGREED, IntroductionState.ENDED} and not any(one.is_open for one in seen.disputes),
        case=seen.case,
        capabilities=seen.capabilities,
    )


def _alike(each: AlikeNeed) -> AlikeLine:
    need = each.need
    return AlikeLine(need.id, f"/workbench/needs/{need.id}", need.number, need.text, STATE_WORDS[need.state], each.alike)
