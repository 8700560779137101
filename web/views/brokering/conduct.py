"""一家服务商的对接情况, as the desk reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.conduct import CONDUCT_WORDS, ConductNote
from service.domain.disputes import DISPUTE_RESULT_WORDS
from service.domain.intake import MONTHLY_USUAL
from service.errors import PlatformError
from service.flows.brokering.see_conduct import ProviderConduct
from web.parts.need_story import SIDE_WORDS


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note. `taken_back`: it counts no more."""

    id: str
    at: datetime
    by: str
    kind: str
    words: str
    shared: bool
    taken_back: bool


@dataclass(frozen=True, slots=True)
class PastDispute:
    """One dispute in a line; `result` empty while it is open."""

    at: datetime
    need_href: str
    number: str
    words: str
    result: str


@dataclass(frozen=True, slots=True)
class ConductPage:
    """`facts`: load and answers, as (word, value)."""

    template: ClassVar[str] = "pages/brokering/conduct.html"
    title: str
    href: str
    provider_href: str
    name: str
    refusal: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[NoteLine, ...]
    disputes: tuple[PastDispute, ...]
    kinds: tuple[tuple[str, str], ...]
    tied: bool
    typed: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)

    def refused(self, typed: str, error: PlatformError) -> "ConductPage":
        """This, with what was wrong."""
        return replace(self, typed=typed, problems=error.fields)


def conduct_page(seen: ProviderConduct) -> ConductPage:
    """Everything about one provider's introductions."""
    intake, record = seen.intake, seen.record
    most = MONTHLY_USUAL if intake.monthly_most is None else intake.monthly_most
    return ConductPage(
        title=f"{seen.name}的对接情况",
        href=f"/workbench/providers/{seen.provider_id}",
        provider_href=f"/providers/{seen.provider_id}",
        name=seen.name,
        refusal=intake.refusal,
        facts=(
            ("本月已接", f"{intake.this_month} 家，每月最多 {most} 家"),
            ("接不接新单", "暂不接新单" if intake.paused else "接"),
            ("两年内被问到", f"{record.asked} 次：同意 {record.agreed}，不同意 {record.declined}，到期没答 {record.lapsed}"),
        ),
        notes=tuple(map(_note, seen.notes)),
        disputes=tuple(
            PastDispute(
                each.raised_at, f"/workbench/needs/{each.need_id}", each.need_number, f"{SIDE_WORDS[each.raised_by]}提出：{each.words}",
                f"{DISPUTE_RESULT_WORDS[each.result]}：{each.result_words}" if each.result else "",
            )
            for each in seen.disputes
        ),
        kinds=tuple((kind.value, words) for kind, words in CONDUCT_WORDS.items()),
        tied=seen.tied,
    )  # fmt: skip


def _note(each: ConductNote) -> NoteLine:
    by, gone = each.made_by_name or "离任同事", each.withdrawn_at is not None
    return NoteLine(each.id, each.made_at, by, CONDUCT_WORDS[each.kind], each.words, each.shared, gone)
