"""服务商管理: one firm, as staff keep it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar

from service.domain.confirmations import MEMBERSHIP_PART
from service.domain.evidence import GRADE_WORDS, EvidenceProof, ProofKind, text_mark
from service.domain.membership_steps import DESCRIBING, MEMBERSHIP_STEPS, STEP_WORDS, MembershipStep
from service.domain.permissions import Action, Actor, Subject, may
from service.domain.pools import Membership, MembershipState
from service.domain.profile_content import PartValue, content_of, name_of
from service.domain.providers import StoredCapability, StoredCase
from service.errors import PlatformError
from service.flows.profiles.see_entry import EntryState
from web.parts.narrowing import STANDING_WORDS

_DONE = {"membership": "入池资格已改，下一次搜索起有效。", "evidence": "已记下。", "release": "下一份文件起，这一处以文件为准。"}


@dataclass(frozen=True, slots=True)
class KeptMembership:
    """One pool. `steps`: (step, word) that can be done without more words; `describes`: it can be admitted or corrected, by that step."""

    pool: str
    name: str
    standing: str
    category: str
    batch: str
    document_no: str
    admitted_on: str
    valid_until: str
    steps: tuple[tuple[str, str], ...]
    describes: str
    describing_word: str


@dataclass(frozen=True, slots=True)
class VouchedLine:
    """Who vouched, how, and whether for the text as it is now."""

    id: str
    words: str
    at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One capability or case with its grade and what was vouched of it."""

    item_id: str
    name: str
    grade: str
    proofs: tuple[VouchedLine, ...]


@dataclass(frozen=True, slots=True)
class ConfirmedLine:
    """A part that files cannot change."""

    part: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryPage:
    """`may_keep` False: it is the reader's own firm. `typed`: what was sent when it was refused."""

    template: ClassVar[str] = "pages/profiles/entry.html"
    title: str
    provider_id: str
    uscc: str
    version: int
    is_listed: bool
    memberships: tuple[KeptMembership, ...]
    evidence: tuple[EvidenceLine, ...]
    confirmed: tuple[ConfirmedLine, ...]
    may_keep: bool
    done: str
    sentence: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def refused(self, error: PlatformError, typed: Mapping[str, str]) -> "EntryPage":
        """This, with why nothing was done and what was typed."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message, typed=typed)


def entry_page(state: EntryState, day: date, actor: Actor, done: str = "") -> EntryPage:
    """One firm, for staff."""
    provider = state.provider
    held = {membership.pool: membership for membership in provider.memberships}
    parts = content_of(provider).parts()
    pools = {pool.code: pool.name for pool in state.codes.pools}
    items: tuple[StoredCapability | StoredCase, ...] = (*provider.capabilities, *provider.cases)
    return EntryPage(
        title=provider.name,
        provider_id=provider.id,
        uscc=provider.uscc,
        version=provider.version,
        is_listed=provider.is_listed(day),
        memberships=tuple(_membership(code, name, held.get(code), day) for code, name in pools.items()),
        evidence=tuple(_evidence(each, state) for each in items),
        confirmed=tuple(
            ConfirmedLine(part, _part_name(part, word.names, parts, pools), state.names.get(word.by, ""), word.at)
            for part, word in sorted(state.confirmed.items())
        ),
        may_keep=may(actor, Action.KEEP_ENTRIES, Subject(firm_id=provider.id)),
        done=_DONE.get(done, ""),
    )


def _membership(code: str, name: str, held: Membership | None, day: date) -> KeptMembership:
    steps = [step for step in MembershipStep if (held.state if held else None, step) in MEMBERSHIP_STEPS]
    describes = next((step for step in steps if step in DESCRIBING), None)
    told = held if held and held.state is not MembershipState.WITHDRAWN else None
    return KeptMembership(
        pool=code,
        name=name,
        standing=STANDING_WORDS[held.standing(day)] if held else "不在池",
        category=told.category or "" if told else "",
        batch=told.batch or "" if told else "",
        document_no=told.document_no or "" if told else "",
        admitted_on=told.admitted_on.isoformat() if told and told.admitted_on else "",
        valid_until=told.valid_until.isoformat() if told and told.valid_until else "",
        steps=tuple((str(step), STEP_WORDS[step]) for step in steps if step not in DESCRIBING),
        describes=str(describes) if describes else "",
        describing_word=STEP_WORDS[describes] if describes else "",
    )


def _evidence(item: StoredCapability | StoredCase, state: EntryState) -> EvidenceLine:
    proofs: Sequence[EvidenceProof] = state.proofs.get(item.id, ())
    mark = text_mark(item.content)
    lines = tuple(VouchedLine(each.id, _vouched(each, state.names), each.at, each.mark == mark) for each in proofs)
    return EvidenceLine(item.id, name_of("", item.content), GRADE_WORDS[item.grade], lines)


def _vouched(proof: EvidenceProof, names: Mapping[str, str]) -> str:
    who = f"企业确认（{proof.by}）" if proof.kind is ProofKind.MANUFACTURER else f"{names.get(proof.by, '工作人员')} 核验"
    return f"{who}：{proof.words}" if proof.words else who


def _part_name(part: str, names: Sequence[str], parts: Mapping[str, PartValue], pools: Mapping[str, str]) -> str:
    if part.startswith(MEMBERSHIP_PART):
        return f"入池资格：{pools.get(part.removeprefix(MEMBERSHIP_PART), part)}"
    if part in parts or ":" not in part:
        return name_of(part, parts.get(part))
    return f"已撤下：{names[-1][:30] if names else part}"
