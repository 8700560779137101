"""改一栏: one section of an entry in a form, and what to do when a colleague was quicker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.codes import CodeTables
from service.domain.profile_content import CAPABILITY_PART, CASE_PART, name_of
from service.domain.profile_sections import (
    GAIN_ROWS,
    MOST_QUALIFICATIONS,
    NEW,
    SCENARIO_ROWS,
    SPARE_QUALIFICATIONS,
    Typed,
    section_mark,
    typed_section,
)
from service.errors import PlatformError
from service.flows.profiles.edit_profile import EditOutcome
from service.flows.profiles.see_profile import ProfileState
from web.parts.profile_difference import remark_words, section_of

_TITLES = {"basics": "基本情况", "qualifications": "资质", "contact": "联系方式"}
_FIELD_WORDS = {
    "name": "企业全称", "short_name": "简称", "former_names": "曾用名", "city": "城市", "town": "镇街", "founded": "成立年份",
    "staff": "员工人数", "summary": "简介或做了什么", "contact_name": "联系人", "contact_phone": "联系电话", "contact_email": "邮箱",
    "title": "能力名称", "description": "能力描述", "excludes": "不做", "industries": "适用行业", "delivery": "交付方式",
    "price_min_wan": "价格下限", "price_max_wan": "价格上限", "weeks": "周期", "customer": "客户", "industry": "行业", "year": "年份",
    "rest": "其他成效", "capability": "对应能力", "subject": "指标", "before": "原来", "after": "现在", "text": "资质", "until": "有效期",
    "scenario": "场景",
}  # fmt: skip
DELIVERIES = ("现场", "远程", "混合", "本地部署", "SaaS")


@dataclass(frozen=True, slots=True)
class TheirWord:
    """A field that a colleague saved otherwise than what was typed here."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class SectionPage:
    """`kind`: which form is drawn. `typed`: what its fields hold; `mark`: what the form was drawn from.

    `conflict`: fields that a colleague (`by`, `at`) saved meanwhile; `gone`: he took the item out. `remarks`: why it was returned.
    """

    template: ClassVar[str] = "pages/profiles/section.html"
    title: str
    kind: str
    action: str
    back: str
    firm: str
    typed: Typed
    mark: str
    is_new: bool
    remarks: tuple[str, ...]
    rows: tuple[int, ...]
    gain_rows: tuple[int, ...]
    scenario_rows: tuple[int, ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    towns: tuple[str, ...]
    trades: tuple[str, ...]
    deliveries: tuple[str, ...]
    offers: tuple[str, ...]
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""
    conflict: tuple[TheirWord, ...] = ()
    gone: bool = False
    by: str = ""
    at: datetime | None = None

    def answered(self, typed: Typed, outcome: EditOutcome) -> "SectionPage":
        """This with what was typed, and why it was not saved."""
        if outcome.theirs is None:
            return replace(self, typed=typed, problems=outcome.problems)
        conflict = _conflict(outcome.theirs, typed) if outcome.theirs else ()
        return replace(
            self, typed=typed, conflict=conflict, gone=not outcome.theirs, by=outcome.by, at=outcome.at, mark=outcome.mark
        )  # fmt: skip

    def refused(self, typed: Typed, error: PlatformError) -> "SectionPage":
        """This with what was typed, when the section cannot be edited now."""
        return replace(self, typed=typed, sentence=error.message)


def section_page(state: ProfileState, section: str) -> SectionPage:
    """The form of one section, filled with the draft."""
    content = state.wanted
    kind = section.partition(":")[0]
    is_new = section in {CAPABILITY_PART + NEW, CASE_PART + NEW}
    typed = typed_section(content, section)
    held = sum(name.startswith("text-") for name in typed)
    review = next((each for each in state.reviews if state.change and each.change_id == state.change.id), None)
    remarks = review.remarks if review and not review.approved else ()
    title = _TITLES.get(section) or (
        f"新的{'能力' if kind == 'capability' else '案例'}" if is_new else name_of(section, content.parts().get(section))
    )
    return SectionPage(
        title=title,
        kind=kind,
        action=f"/profile/{state.provider.id}/edit/{section}",
        back=f"/profile/{state.provider.id}",
        firm=state.provider.display_name,
        typed=typed,
        mark=section_mark(content, section),
        is_new=is_new,
        remarks=tuple(remark_words(each) for each in remarks if section_of(each.part) == section),
        rows=tuple(range(min(held + SPARE_QUALIFICATIONS, MOST_QUALIFICATIONS))),
        gain_rows=tuple(range(GAIN_ROWS)),
        scenario_rows=tuple(range(SCENARIO_ROWS)),
        groups=_groups(state.codes),
        towns=tuple(town.name for town in state.codes.taxonomy.towns),
        trades=tuple(industry.name for industry in state.codes.taxonomy.industries),
        deliveries=DELIVERIES,
        offers=tuple(told.title for told in content.capabilities.values()),
    )


def read_typed(posted: Mapping[str, str], page: SectionPage) -> dict[str, str]:
    """The fields of the section's form, out of what was sent; nothing else comes in."""
    names = [name for name in posted if name.partition("-")[0] in _FIELD_WORDS or name in page.typed]
    return {name: posted[name] for name in names}


def _groups(codes: CodeTables) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    taxonomy = codes.taxonomy
    return tuple(
        (group.name, tuple((each.code, f"{each.name}（{each.code}）") for each in taxonomy.scenarios if each.group == group.code))
        for group in taxonomy.groups
    )


def _conflict(theirs: Typed, mine: Typed) -> tuple[TheirWord, ...]:
    names: Sequence[str] = list(dict.fromkeys((*theirs, *mine)))
    return tuple(
        TheirWord(_label(name), theirs.get(name, ""), mine.get(name, ""))
        for name in names
        if theirs.get(name, "").strip() != mine.get(name, "").strip()
    )


def _label(name: str) -> str:
    stem, _, row = name.partition("-")
    return f"{_FIELD_WORDS.get(stem, stem)}{' ' + str(int(row) + 1) if row else ''}"
