"""Embed and tag the passages that are new or changed. What is stored already is never done again."""

from collections.abc import Callable, Sequence

from service.copies.embed import embed_texts
from service.copies.kept_exclusions import keep_exclusions
from service.copies.open_providers import read_open_providers
from service.runtime import Runtime
from service.search.bank import PASSAGE_SHARPNESS, shares
from service.search.passages import Passage, passages
from service.store import unit_of_work
from service.store.queries.embeddings import text_hash
from service.store.queries.feed import record_changes
from service.store.queries.passage_tags import Proposal, TaggedText, replace_proposals, tagged_texts
from service.store.queries.providers import all_ids

_PROVIDERS_AT_ONCE = 200
_PROPOSED_MOST = 5
_PROPOSED_LEAST_SHARE = 0.01


def prepare_passages(
    runtime: Runtime, *, provider_ids: Sequence[str] | None = None, progress: Callable[[int, int], None] | None = None
) -> int:
    """Embed and tag what needs it, of `provider_ids` or of all; returns the number of passages prepared.

    Each batch of providers is one transaction with its change-feed lines, so an interruption loses at most one batch of work.
    """
    with unit_of_work.reading(runtime.database) as session:
        ids = list(provider_ids) if provider_ids is not None else all_ids(session)
    prepared = 0
    for start in range(0, len(ids), _PROVIDERS_AT_ONCE):
        prepared += _prepare_batch(runtime, ids[start : start + _PROVIDERS_AT_ONCE])
        if progress:
            progress(min(start + _PROVIDERS_AT_ONCE, len(ids)), len(ids))
    keep_exclusions(runtime.settings.data_dir / "cache")
    return prepared


def _prepare_batch(runtime: Runtime, ids: Sequence[str]) -> int:
    knowledge = runtime.knowledge()
    bank = knowledge.bank
    with unit_of_work.reading(runtime.database) as session:
        done = tagged_texts(session, ids)
        due: list[tuple[str, Passage, TaggedText]] = []
        for provider in read_open_providers(session, ids):
            for passage in passages(provider):
                tagged = TaggedText(text_hash(passage.text), bank.fingerprint)
                if done.get(passage.id) != tagged:
                    due.append((provider.id, passage, tagged))
    if not due:
        return 0
    vectors = embed_texts(runtime.database, runtime.encoder, [passage.text for _, passage, _ in due])
    tokens = [knowledge.segmenter.tokens(passage.text) for _, passage, _ in due]
    passage_shares = shares(bank.scores(bank.centre(vectors), tokens)[:, : len(bank.codes)], PASSAGE_SHARPNESS)
    proposals = []
    for (provider_id, passage, tagged), row in zip(due, passage_shares, strict=True):
        best = row.argsort()[::-1][:_PROPOSED_MOST]
        likely = [column for column in best if row[column] >= _PROPOSED_LEAST_SHARE] or [best[0]]
        scenarios = tuple((bank.codes[column], round(float(row[column]), 4)) for column in likely)
        proposals.append(Proposal(provider_id, passage.id, tagged, scenarios))
    with unit_of_work.writing(runtime.database) as session:
        replace_proposals(session, proposals)
        record_changes(session, dict.fromkeys(provider_id for provider_id, _, _ in due))
    return len(due)
