"""What was vouched for, and the links by which factories do so."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.domain.evidence import CaseLink, EvidenceProof, ProofKind
from service.store.rows import CaseLinkRow, ProofRow


def read_proofs(session: Session, provider_ids: Sequence[str]) -> dict[str, list[EvidenceProof]]:
    """Id of a capability or case → what was vouched of it, newest first."""
    found: dict[str, list[EvidenceProof]] = defaultdict(list)
    rows = session.scalars(select(ProofRow).where(ProofRow.provider_id.in_(provider_ids)).order_by(ProofRow.at.desc(), ProofRow.id))
    for row in rows:
        found[row.item_id].append(EvidenceProof(row.id, row.item_id, ProofKind(row.kind), row.mark, row.by, row.words, row.at))
    return found


def add_proof(session: Session, provider_id: str, proof: EvidenceProof) -> None:
    """Store that somebody vouched."""
    session.add(
        ProofRow(
            id=proof.id,
            provider_id=provider_id,
            item_id=proof.item_id,
            kind=proof.kind,
            mark=proof.mark,
            by=proof.by,
            words=proof.words,
            at=proof.at,
        )
    )
    session.flush()


def remove_proof(session: Session, provider_id: str, proof_id: str) -> bool:
    """Take a proof away; False when this firm has none such."""
    gone = delete(ProofRow).where(ProofRow.id == proof_id, ProofRow.provider_id == provider_id)
    return bool(session.execute(gone.returning(ProofRow.id)).all())


def add_case_link(session: Session, link: CaseLink, digest: str) -> None:
    """Store a new link; an earlier one for the same case that has no answer yet ends."""
    earlier = CaseLinkRow.case_id == link.case_id, CaseLinkRow.answer == ""
    session.execute(delete(CaseLinkRow).where(*earlier))
    session.add(
        CaseLinkRow(
            digest=digest,
            provider_id=link.provider_id,
            case_id=link.case_id,
            mark=link.mark,
            made_by=link.made_by,
            made_at=link.made_at,
            expires_at=link.expires_at,
            answer="",
        )
    )
    session.flush()


def find_case_link(session: Session, digest: str, now: datetime) -> CaseLink | None:
    """The link of this digest, if it can still be answered."""
    row = session.get(CaseLinkRow, digest, populate_existing=True)
    return None if row is None or row.answer or row.expires_at <= now else _link(row)


def answer_case_link(session: Session, digest: str, answer: str) -> None:
    """Use the link up."""
    session.execute(update(CaseLinkRow).where(CaseLinkRow.digest == digest).values(answer=answer))


def case_links_of(session: Session, provider_id: str) -> list[CaseLink]:
    """All links of a firm, newest first."""
    rows = session.scalars(select(CaseLinkRow).where(CaseLinkRow.provider_id == provider_id).order_by(CaseLinkRow.made_at.desc()))
    return [_link(row) for row in rows]


def _link(row: CaseLinkRow) -> CaseLink:
    return CaseLink(row.provider_id, row.case_id, row.mark, row.made_by, row.made_at, row.expires_at, row.answer)
