"""重复的企业: pairs with their reasons, and two of them side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.duplicates import Certainty, DuplicateGuess
from service.domain.providers import Provider
from service.errors import PlatformError
from service.flows.profiles.merge_firms import MergePreview

_PAIRS_SHOWN = 100
_DONE = {"merged": "已合并。", "apart": "已记为两家，不再提示。"}
_CERTAINTIES = {Certainty.LIKELY: ("很像一家", "warn"), Certainty.POSSIBLE: ("不一定", "quiet")}


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two firms that may be one."""

    href: str
    first: str
    first_code: str
    second: str
    second_code: str
    certainty: str
    tone: str
    reasons: str


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    """`total`: also those that are not shown."""

    template: ClassVar[str] = "pages/profiles/duplicates.html"
    title: str
    lines: tuple[PairLine, ...]
    total: int
    done: str


@dataclass(frozen=True, slots=True)
class SideLine:
    """One property of both, and what it becomes."""

    label: str
    kept: str
    lost: str
    after: str


@dataclass(frozen=True, slots=True)
class MergePage:
    """`swap`: the address of the same page with the other one kept."""

    template: ClassVar[str] = "pages/profiles/duplicate.html"
    title: str
    here: str
    swap: str
    kept: str
    lost: str
    kept_version: int
    lost_version: int
    lines: tuple[SideLine, ...]
    reason: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError, reason: str) -> "MergePage":
        """This, with why nothing was done."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message, reason=reason)


def duplicates_page(guesses: Sequence[DuplicateGuess], done: str) -> DuplicatesPage:
    """The likely ones first."""
    return DuplicatesPage("重复的企业", tuple(_line(each) for each in guesses[:_PAIRS_SHOWN]), len(guesses), _DONE.get(done, ""))


def merge_page(seen: MergePreview) -> MergePage:
    """Side by side."""
    kept, lost = seen.kept, seen.lost
    pools = {pool.code: pool.short_name for pool in seen.codes.pools}
    sides = [_told(each, pools) for each in (kept, lost, seen.after)]
    return MergePage(
        title="合并两家",
        here=f"/entries/{kept.id}/merge/{lost.id}",
        swap=f"/entries/{lost.id}/merge/{kept.id}",
        kept=kept.name,
        lost=lost.name,
        kept_version=kept.version,
        lost_version=lost.version,
        lines=tuple(SideLine(label, *(side[label] for side in sides)) for label in sides[0]),
    )


def _line(guess: DuplicateGuess) -> PairLine:
    first, second = guess.first, guess.second
    words, tone = _CERTAINTIES[guess.certainty]
    href = f"/entries/{first.id}/merge/{second.id}"
    return PairLine(href, first.names[0], first.uscc, second.names[0], second.uscc, words, tone, "；".join(guess.reasons))


def _told(firm: Provider, pools: Mapping[str, str]) -> dict[str, str]:
    return {
        "企业全称": firm.name,
        "统一社会信用代码": firm.uscc,
        "曾用名": "、".join(firm.former_names) or "—",
        "城市和镇街": f"{firm.city or ''}{firm.town or ''}" or "—",
        "资源池": "、".join(pools.get(each.pool, each.pool) for each in firm.memberships) or "—",
        "服务能力": "、".join(each.content.title for each in firm.capabilities) or "—",
        "案例": f"{len(firm.cases)} 个",
        "资质": f"{len(firm.qualifications)} 项",
    }
