"""Scenario tags of passages: proposed by the bank, confirmed by people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from service.store.base import ROWS_AT_ONCE, new_id
from service.store.rows import PassageTagRow


@dataclass(frozen=True, slots=True)
class TaggedText:
    """For which text and bank a passage was tagged."""

    text_hash: str
    bank_fingerprint: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Scenarios proposed for one passage: (code, confidence 0..1), strongest first."""

    provider_id: str
    passage_id: str
    tagged: TaggedText
    scenarios: tuple[tuple[str, float], ...]


def tagged_texts(session: Session, provider_ids: Sequence[str]) -> dict[str, TaggedText]:
    """Passage id → what its proposals were made from; where people confirmed them all, what those were."""
    found: dict[str, TaggedText] = {}
    for start in range(0, len(provider_ids), ROWS_AT_ONCE):
        rows = session.execute(
            select(PassageTagRow.passage_id, PassageTagRow.text_hash, PassageTagRow.bank_fingerprint, PassageTagRow.origin)
            .where(PassageTagRow.provider_id.in_(provider_ids[start : start + ROWS_AT_ONCE]))
            .distinct()
            .order_by(PassageTagRow.origin)  # confirmed before proposed, which has the last word
        )
        found.update((row.passage_id, TaggedText(row.text_hash, row.bank_fingerprint)) for row in rows)
    return found


def all_prepared_by(session: Session, bank_fingerprint: str) -> bool:
    """Tell whether no passage was prepared by another bank: by other sentences, another encoder or another segmentation.

    Cost: the first and the last entry of an index, however many passages there are.
    """
    least = select(func.min(PassageTagRow.bank_fingerprint)).scalar_subquery()
    most = select(func.max(PassageTagRow.bank_fingerprint)).scalar_subquery()
    found = session.execute(select(least, most)).one()
    return set(found) <= {bank_fingerprint, None}


def replace_proposals(session: Session, proposals: Sequence[Proposal]) -> None:
    """Store new proposals in place of the passages' old ones; what people confirmed stays unless its text changed, with its new share."""
    for start in range(0, len(proposals), ROWS_AT_ONCE):
        batch = proposals[start : start + ROWS_AT_ONCE]
        hashes: Mapping[str, str] = {proposal.passage_id: proposal.tagged.text_hash for proposal in batch}
        confirmed = session.scalars(
            select(PassageTagRow).where(PassageTagRow.passage_id.in_(list(hashes)), PassageTagRow.origin == "confirmed")
        ).all()
        kept = {(row.passage_id, row.scenario_code): row for row in confirmed if row.text_hash == hashes[row.passage_id]}
        stale = [row.id for row in confirmed if row.text_hash != hashes[row.passage_id]]
        shares = {(proposal.passage_id, code): share for proposal in batch for code, share in proposal.scenarios}
        banks = {proposal.passage_id: proposal.tagged.bank_fingerprint for proposal in batch}
        for key, row in kept.items():
            row.confidence, row.bank_fingerprint = shares.get(key, 0.0), banks[row.passage_id]
        session.flush()
        session.execute(delete(PassageTagRow).where(PassageTagRow.passage_id.in_(list(hashes)), PassageTagRow.origin == "proposed"))
        session.execute(delete(PassageTagRow).where(PassageTagRow.id.in_(stale)))
        rows = [
            {
                "id": new_id("tag"),
                "provider_id": proposal.provider_id,
                "passage_id": proposal.passage_id,
                "scenario_code": code,
                "origin": "proposed",
                "confidence": confidence,
                "text_hash": proposal.tagged.text_hash,
                "bank_fingerprint": proposal.tagged.bank_fingerprint,
            }
            for proposal in batch
            for code, confidence in proposal.scenarios
            if (proposal.passage_id, code) not in kept
        ]
        if rows:
            session.execute(insert(PassageTagRow), rows)
