"""Embed and tag the passages of some providers. What is stored already is never done again."""

from collections.abc import Sequence

from service.copies.embed import embed_texts
from service.copies.open_providers import read_open_providers
from service.copies.propose_scenarios import propose_scenarios
from service.runtime import Runtime
from service.search.passages import Passage, passages
from service.store import unit_of_work
from service.store.queries.embeddings import text_hash
from service.store.queries.feed import record_changes
from service.store.queries.passage_tags import Proposal, TaggedText, replace_proposals, tagged_texts


def prepare_texts(runtime: Runtime, ids: Sequence[str]) -> int:
    """Prepare what is new or changed of these providers, in one transaction with its lines of the feed.

    Returns the number of passages prepared.
    """
    knowledge = runtime.knowledge()
    bank = knowledge.bank
    with unit_of_work.reading(runtime.database) as session:
        done = tagged_texts(session, ids)
        due: list[tuple[str, Passage, TaggedText]] = []
        for provider in read_open_providers(session, ids):
            present = [
                (passage, TaggedText(text_hash(passage.text), bank.fingerprint)) for passage in passages(provider, knowledge.exclusions)
            ]
            fresh = [(provider.id, passage, text) for passage, text in present if done.get(passage.id) != text]
            due.extend(fresh)
            if fresh:
                knowledge.exclusions.of(provider)  # remembered: no visitor waits until the texts are read for it
    if not due:
        return 0
    vectors = embed_texts(runtime.database, runtime.encoder, [passage.text for _, passage, _ in due])
    proposed = propose_scenarios(knowledge, [passage.text for _, passage, _ in due], vectors)
    proposals = [
        Proposal(provider_id, passage.id, tagged, scenarios)
        for (provider_id, passage, tagged), scenarios in zip(due, proposed, strict=True)
    ]
    with unit_of_work.writing(runtime.database) as session:
        replace_proposals(session, proposals)
        record_changes(session, dict.fromkeys(provider_id for provider_id, _, _ in due))
    return len(due)
