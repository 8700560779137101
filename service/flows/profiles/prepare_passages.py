"""Embed and tag the passages that are new or changed. What is stored already is never done again."""

from collections.abc import Callable, Sequence

from service.copies.kept_exclusions import keep_exclusions
from service.copies.prepare_texts import prepare_texts
from service.runtime import Runtime
from service.store import unit_of_work
from service.store.queries.providers import all_ids

_BATCH_PROVIDERS = 400
"""More than a search waits for (`WAITED_FOR_MOST`): while a long list is prepared, searches answer from the copy they have."""


def prepare_passages(
    runtime: Runtime, *, provider_ids: Sequence[str] | None = None, progress: Callable[[int, int], None] | None = None
) -> int:
    """Embed and tag what needs it, of `provider_ids` or of all; returns the number of passages prepared.

    Each batch of providers is one transaction with its change-feed lines, so an interruption loses at most one batch of work.
    """
    with unit_of_work.reading(runtime.database) as session:
        ids = list(provider_ids) if provider_ids is not None else all_ids(session)
    prepared = 0
    for start in range(0, len(ids), _BATCH_PROVIDERS):
        prepared += prepare_texts(runtime, ids[start : start + _BATCH_PROVIDERS])
        if progress:
            progress(min(start + _BATCH_PROVIDERS, len(ids)), len(ids))
    keep_exclusions(runtime.settings.data_dir / "cache", runtime.knowledge().tagger)
    return prepared
