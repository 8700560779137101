"""Build the document that an index holds of a provider."""

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from service.domain.finding import PassageDoc, ProviderDoc
from service.domain.listing import provider_line
from service.domain.providers import Provider
from service.search.knowledge import Knowledge
from service.search.passages import Passage, passages, tag_weights


def build_doc(provider: Provider, knowledge: Knowledge, today: date, vector_of: Callable[[str], NDArray[np.float32] | None]) -> ProviderDoc:
    """Build the document of a provider as of `today`. A provider that is not listed gets no passages, and the engines remove it.

    Args:
        vector_of: a passage's text → its raw vector, None when it was never embedded.
    """
    if not provider.is_listed(today):
        return ProviderDoc(provider.id, provider.version, listed=False)
    found = tuple(
        _passage_doc(passage, provider.id, knowledge, vector_of(passage.text)) for passage in passages(provider, knowledge.exclusions)
    )
    facets = provider_line(provider, today, knowledge.taxonomy).facets  # the directory's own rule, so that lists and filters agree
    prices = [price for capability in provider.capabilities if (price := capability.content.price_min_fen) is not None]
    return ProviderDoc(
        id=provider.id,
        version=provider.version,
        listed=True,
        pools=provider.pools_on(today),
        town=next(iter(facets["town"]), None),
        groups=tuple(sorted(facets["group"])),
        industries=tuple(sorted(facets["industry"])),
        deliveries=tuple(sorted(facets["delivery"])),
        price_min_fen=min(prices) if prices and len(prices) == len(provider.capabilities) else None,
        passages=found,
    )


def _passage_doc(passage: Passage, provider_id: str, knowledge: Knowledge, vector: NDArray[np.float32] | None) -> PassageDoc:
    return PassageDoc(
        id=passage.id,
        provider_id=provider_id,
        kind=passage.kind,
        words=" ".join(knowledge.segmenter.words(passage.text)),
        bigrams=" ".join(knowledge.segmenter.bigrams(passage.text)),
        tags=tag_weights(passage.tags),
        industries=passage.industries or (knowledge.reader.industries_in(passage.text) if passage.kind == "case" else ()),
        vector=None if vector is None else knowledge.bank.centre(vector[None])[0],
    )
