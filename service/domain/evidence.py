"""依据: what backs a capability or a case, as a word that everybody understands. It never outlives the text that it was given for."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from service.domain.providers import Capability, EvidenceGrade, StoredCapability, StoredCase, SuccessCase

_Stored = TypeVar("_Stored", StoredCapability, StoredCase)
GRADE_WORDS = {
    EvidenceGrade.SELF_TOLD: "自报",
    EvidenceGrade.WITH_CASE: "有案例",
    EvidenceGrade.CASE_CONFIRMED: "案例经企业确认",
    EvidenceGrade.VERIFIED: "局核验",
}
CASE_LINK_LASTS = timedelta(days=14)
MOST_OPEN_CASE_LINKS = 20
"""Links of one firm that wait for an answer at the same time."""


class ProofKind(StrEnum):
    """Who vouched: the factory of a case, or the bureau."""

    MANUFACTURER = "manufacturer"
    BUREAU = "bureau"


@dataclass(frozen=True, slots=True)
class EvidenceProof:
    """Somebody vouched for one text. `mark`: of that text; `by`: a person of the bureau, or the unit as its people wrote it."""

    id: str
    item_id: str
    kind: ProofKind
    mark: str
    by: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A link by which a factory confirms a case without an account. `answer`: `confirmed`, `denied`, or empty while none was given."""

    provider_id: str
    case_id: str
    mark: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    answer: str = ""


def text_mark(content: Capability | SuccessCase) -> str:
    """A mark of the text that is vouched for: another text has another mark. Prices and weeks of a capability are not vouched for."""
    if isinstance(content, Capability):
        told: tuple[object, ...] = (content.title, content.description)
    else:
        told = (content.customer, content.year, content.summary, content.outcome)
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:32]


def graded(
    capabilities: Iterable[StoredCapability], cases: Iterable[StoredCase], proofs: Mapping[str, Iterable[EvidenceProof]]
) -> tuple[tuple[StoredCapability, ...], tuple[StoredCase, ...]]:
    """Both lists with their grades. `proofs`: id of an item → what was vouched of it.

    A capability that a case names has that case behind it: confirmed where the case is.
    """
    with_grades = tuple(_at_grade(each, _own_grade(each.id, each.content, proofs)) for each in cases)
    behind: dict[str, bool] = {}
    for case in with_grades:
        if name := case.content.capability:
            behind[name] = behind.get(name, False) or case.grade is not EvidenceGrade.SELF_TOLD
    return tuple(_graded_capability(each, behind, proofs) for each in capabilities), with_grades


def _own_grade(item_id: str, content: Capability | SuccessCase, proofs: Mapping[str, Iterable[EvidenceProof]]) -> EvidenceGrade:
    found = proofs.get(item_id)
    if not found:
        return EvidenceGrade.SELF_TOLD
    mark = text_mark(content)
    kinds = {proof.kind for proof in found if proof.mark == mark}
    if ProofKind.BUREAU in kinds:
        return EvidenceGrade.VERIFIED
    return EvidenceGrade.CASE_CONFIRMED if ProofKind.MANUFACTURER in kinds else EvidenceGrade.SELF_TOLD


def _graded_capability(
    each: StoredCapability, behind: Mapping[str, bool], proofs: Mapping[str, Iterable[EvidenceProof]]
) -> StoredCapability:
    own = _own_grade(each.id, each.content, proofs)
    if own is EvidenceGrade.SELF_TOLD and each.content.title in behind:
        own = EvidenceGrade.CASE_CONFIRMED if behind[each.content.title] else EvidenceGrade.WITH_CASE
    return _at_grade(each, own)


def _at_grade(each: _Stored, grade: EvidenceGrade) -> _Stored:
    return each if each.grade is grade else replace(each, grade=grade)
