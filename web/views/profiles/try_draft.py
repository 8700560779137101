"""先试一句: the box, and how the draft fares with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from service.domain.completeness import Lack, completeness_of
from service.errors import PlatformError
from service.flows.profiles.see_profile import ProfileState
from service.flows.profiles.try_draft import TriedDraft
from web.parts.match_card import FIT_WORDS

_LACKS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why it is found: the platform's words and the firm's own sentence."""

    words: str
    quote: str
    where: str


@dataclass(frozen=True, slots=True)
class TryPage:
    """`verdict`: the answer in one sentence; `tone`: of its notice; empty: nothing was asked yet. `understood`: scenarios in words.

    `names`: of scenarios, by code."""

    template: ClassVar[str] = "pages/profiles/try_draft.html"
    title: str
    here: str
    back: str
    firm: str
    text: str
    has_draft: bool
    lacks: tuple[Lack, ...]
    edit_root: str
    names: Mapping[str, str]
    longest: int = 800
    verdict: str = ""
    tone: str = "note"
    published: str = ""
    understood: tuple[str, ...] = ()
    reasons: tuple[ReasonLine, ...] = ()
    missing: tuple[str, ...] = ()
    problem: str = ""

    def refused(self, error: PlatformError) -> "TryPage":
        """This, with what is wrong with the sentence."""
        return replace(self, problem=error.fields.get("q", error.message))

    def with_answer(self, found: TriedDraft) -> "TryPage":
        """This, with what came of the sentence."""
        verdict, tone = _verdict(found)
        match = found.match
        return replace(
            self,
            verdict=verdict,
            tone=tone,
            published=_published(found),
            understood=tuple(self.names.get(share.code, share.code) for share in found.reading.scenarios[:3]),
            reasons=tuple(
                ReasonLine(each.text, each.evidence.text if each.evidence else "", each.evidence.source if each.evidence else "")
                for each in match.reasons
            )
            if match
            else (),
            missing=match.missing if match else (),
        )


def try_page(state: ProfileState, text: str = "") -> TryPage:
    """The box with this sentence in it."""
    return TryPage(
        title="先试一句",
        here=f"/profile/{state.provider.id}/try",
        back=f"/profile/{state.provider.id}",
        firm=state.provider.display_name,
        text=text,
        has_draft=state.change is not None,
        lacks=completeness_of(state.wanted).lacks[:_LACKS_SHOWN],
        edit_root=f"/profile/{state.provider.id}/edit/",
        names={each.code: each.name for each in state.codes.taxonomy.scenarios},
    )


def _verdict(found: TriedDraft) -> tuple[str, str]:
    if not found.listed:
        return "资料现在没有公开，谁也找不到。先看入池资格和“暂不公开”。", "warn"
    if found.excluded:
        return "资料里写了不做这件事，所以不会列出来。", "warn"
    if found.reading.verdict is not None:
        return "这句话不像在找服务商，谁都不会列出来。换一句企业会说的话试试。", "note"
    if found.place:
        fit = f"（{FIT_WORDS[found.match.fit]}）" if found.match else ""
        return f"大约排第 {found.place}{fit}，一共列出 {found.of} 家。", "good"
    if found.match:
        return f"沾边，不会主动列出来；现在列出 {found.of} 家。", "warn"
    return "找不到您：资料里没有一句话说到这件事。", "bad"


def _published(found: TriedDraft) -> str:
    if not found.has_draft:
        return "还没有草稿，试的是已公布的资料。"
    if found.published_place:
        return f"已公布的资料排第 {found.published_place}。"
    return "已公布的资料不会列出来。"
