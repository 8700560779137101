"""我的资料: is it right, what is the bureau doing with it, and what is missing?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar

from service.domain.calendar import day_in_shanghai
from service.domain.completeness import Completeness, completeness_of
from service.domain.evidence import GRADE_WORDS, text_mark
from service.domain.freshness import Due, dues_of
from service.domain.profile_changes import (
    CHANGE_STEPS,
    RETURNED_STATES,
    SIDES,
    STATE_WORDS,
    ChangeState,
    Side,
    promised_on,
)
from service.domain.profile_content import CAPABILITY_PART, CASE_PART, ProfileContent, changed_parts, name_of
from service.domain.profile_sections import NEW
from service.domain.providers import Capability, EvidenceGrade, StoredCase
from service.errors import PlatformError
from service.flows.profiles.see_profile import ProfileState
from web.parts.profile_difference import PartDifference, part_differences
from web.text import chinese_date

_DONE = {
    "saved": "已存进草稿。送审、通过之后才会公布。",
    "submit": "已送审。审核期间不能改，要改请先撤回。",
    "recall": "已撤回，可以接着改。",
    "discard": "草稿已丢掉，公布的没有变。",
    "appeal": "申诉已提交，由另一位审核人复核。",
    "revert": "旧版已放进草稿，请看一遍差别再送审。",
    "withdraw": "已暂不公开，下一次搜索起就找不到您这家。",
    "show": "已恢复公开。",
    "confirmed": "已记下，从今天起再算半年。",
}
_SECTIONS = (("basics", "基本情况"), ("qualifications", "资质"), ("contact", "联系方式"))


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section to edit."""

    name: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One approved change. `parts`: what it changed, by name."""

    id: str
    at: datetime
    by: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing to stand for again. `part`: what 仍有效 is clicked for; empty: a new certificate is wanted, at `href`."""

    part: str
    name: str
    words: str
    badge: str
    last: str
    href: str


@dataclass(frozen=True, slots=True)
class CaseProofLine:
    """One published case with its grade. `waits_until`: a link waits for the factory's answer; `may_ask`: one can be made."""

    case_id: str
    name: str
    grade: str
    waits_until: date | None
    denied: bool
    may_ask: bool


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """`state`: how far the change is, in words; `may`: steps that can be done now. `returned`: what to mend, by whom it was returned.

    `problems` and `sentence`: why nothing was done, `words`: what was typed then.
    """

    template: ClassVar[str] = "pages/profiles/my_profile.html"
    title: str
    provider_id: str
    name: str
    is_listed: bool
    is_withdrawn: bool
    updated_at: datetime
    state: str
    version: int
    may: frozenset[str]
    saved_by: str
    saved_at: datetime | None
    promised: date | None
    returned: tuple[PartDifference, ...]
    returned_words: str
    returned_by: str
    returned_at: datetime | None
    upheld: bool
    differences: tuple[PartDifference, ...]
    sections: tuple[SectionLine, ...]
    capabilities: tuple[SectionLine, ...]
    cases: tuple[SectionLine, ...]
    completeness: Completeness
    history: tuple[HistoryLine, ...]
    dues: tuple[DueLine, ...]
    proofs: tuple[CaseProofLine, ...]
    new_capability: str
    new_case: str
    done: str = ""
    words: str = ""
    sentence: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    link: str = ""

    def with_link(self, link: str) -> "ProfilePage":
        """This, with a fresh link for the factory of a case: shown this once."""
        return replace(self, link=link)

    def refused(self, error: PlatformError, words: str) -> "ProfilePage":
        """This, with why nothing was done."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message, words=words)


def profile_page(state: ProfileState, done: str = "") -> ProfilePage:
    """The page of one's own firm."""
    change, provider = state.change, state.provider
    review = next((each for each in state.reviews if change and each.change_id == change.id and not each.approved), None)
    shown = review if change and change.state in {*RETURNED_STATES, ChangeState.DRAFT} else None
    differences = part_differences(
        state.differences, state.codes, remarks=shown.remarks if shown else (), overtaken=state.overtaken
    )  # fmt: skip
    return ProfilePage(
        title="我的资料",
        provider_id=provider.id,
        name=provider.name,
        is_listed=provider.is_listed(state.day),
        is_withdrawn=provider.is_withdrawn,
        updated_at=provider.updated_at,
        state=STATE_WORDS[change.state] if change else "",
        version=change.version if change else 0,
        may=_steps(change.state) if change else frozenset(),
        saved_by=state.names.get(change.saved_by, "") if change else "",
        saved_at=change.saved_at if change else None,
        promised=promised_on(day_in_shanghai(change.waits_since)) if change and change.waits_since and not shown else None,
        returned=tuple(each for each in differences if each.remarks),
        returned_words=shown.words if shown else "",
        returned_by=shown.reviewer_name if shown else "",
        returned_at=shown.at if shown else None,
        upheld=bool(change and change.state is ChangeState.UPHELD),
        differences=differences,
        sections=tuple(SectionLine(name, _href(state, section), "") for section, name in _SECTIONS),
        capabilities=_items(state, CAPABILITY_PART),
        cases=_items(state, CASE_PART),
        completeness=completeness_of(state.wanted),
        history=tuple(
            HistoryLine(each.id, each.decided_at or each.made_at, state.names.get(each.saved_by, ""), _parts(each.base, each.content))
            for each in state.history
        ),
        dues=tuple(_due(each, state) for each in dues_of(state.published, state.confirmed, provider.updated_at)),
        proofs=tuple(_case_proof(each, state) for each in provider.cases),
        new_capability=_href(state, CAPABILITY_PART + NEW),
        new_case=_href(state, CASE_PART + NEW),
        done=_DONE.get(done, ""),
    )


def _due(due: Due, state: ProfileState) -> DueLine:
    days = (due.due_on - state.day).days
    words = {"late": f"已过 {-days} 天", "soon": f"还有 {days} 天", "fresh": chinese_date(due.due_on)}[due.standing(state.day)]
    badge = {"late": "bad", "soon": "warn", "fresh": "plain"}[due.standing(state.day)]
    last = f"上次确认 {chinese_date(due.confirmed_on)}" if due.confirmed_on else "没有确认过，来自名单" if due.part else "证书到期"
    return DueLine(due.part, due.name, words, badge, last, _href(state, "qualifications"))


def _case_proof(case: StoredCase, state: ProfileState) -> CaseProofLine:
    mark = text_mark(case.content)
    links = [link for link in state.links if link.case_id == case.id and link.mark == mark]
    waiting = next((link for link in links if not link.answer and link.expires_at > state.now), None)
    return CaseProofLine(
        case_id=case.id,
        name=name_of("", case.content),
        grade=GRADE_WORDS[case.grade],
        waits_until=day_in_shanghai(waiting.expires_at) if waiting else None,
        denied=bool(links and links[0].answer == "denied"),
        may_ask=case.grade is EvidenceGrade.SELF_TOLD,
    )


def _href(state: ProfileState, section: str) -> str:
    return f"/profile/{state.provider.id}/edit/{section}"


def _items(state: ProfileState, kind: str) -> tuple[SectionLine, ...]:
    published = state.published.parts()
    lines = []
    for part, value in state.wanted.parts().items():
        if part.startswith(kind):
            words = "草稿里新加的" if part not in published else "草稿里改过" if part in state.differences else ""
            name = value.title if isinstance(value, Capability) else name_of(part, value)
            lines.append(SectionLine(name, _href(state, part), words))
    return tuple(lines)


def _steps(state: ChangeState) -> frozenset[str]:
    return frozenset(step for before, step in CHANGE_STEPS if before is state and SIDES[step] is Side.FIRM)


def _parts(before: ProfileContent, after: ProfileContent) -> tuple[str, ...]:
    pairs = changed_parts(before, after)
    return tuple(name_of(part, new if new is not None else old) for part, (old, new) in pairs.items())
