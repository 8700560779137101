"""A provider's passages: the texts that are embedded, segmented, tagged and quoted."""

from dataclasses import dataclass

from service.domain.providers import Provider, ScenarioTag, TagOrigin
from service.search.exclusions import without_exclusions

LONGEST = 400
"""Characters of a passage that are embedded: longer texts blur."""

_CONFIRMED_TRUST = 0.8
_DECLARED_TRUST = 0.4


@dataclass(frozen=True, slots=True)
class Passage:
    """One capability, case or summary with the text that is searched (`text`) and its own industries and tags."""

    id: str
    kind: str
    text: str
    industries: tuple[str, ...]
    tags: tuple[ScenarioTag, ...]


def passages(provider: Provider) -> tuple[Passage, ...]:
    """All passages of a provider. The summary's id is the provider's own."""
    found = [
        Passage(
            capability.id,
            "capability",
            offered(f"{capability.content.title}。{capability.content.description}"),
            capability.industry_codes,
            capability.tags,
        )
        for capability in provider.capabilities
    ]
    for case in provider.cases:
        parts = (case.content.customer, case.content.industry, case.content.summary, case.content.outcome)
        found.append(Passage(case.id, "case", offered("。".join(part for part in parts if part)), case.industry_codes, case.tags))
    if provider.summary:
        found.append(Passage(provider.id, "summary", offered(provider.summary), (), ()))
    return tuple(found)


def offered(text: str) -> str:
    """The text without the clauses that say what is *not* offered: their words would find the very firm that does not do it."""
    return (without_exclusions(text) or text)[:LONGEST]


def tag_weights(tags: tuple[ScenarioTag, ...], *, most: int = 5) -> tuple[tuple[str, float], ...]:
    """(code, weight) strongest first.

    What people settled is shared among its scenarios, so that a text which claims ten says each of them less; the rest of the
    weight is the bank's own share. Chosen on the development folds: neither alone is as good.
    """
    confirmed = [tag for tag in tags if tag.origin is TagOrigin.CONFIRMED]
    settled = confirmed or [tag for tag in tags if tag.origin is TagOrigin.DECLARED]
    trust = (_CONFIRMED_TRUST if confirmed else _DECLARED_TRUST) if settled else 0.0
    weights = {tag.code: (1 - trust) * tag.confidence for tag in tags}
    for tag in settled:
        weights[tag.code] += trust / len(settled)
    ordered = sorted(((code, round(weight, 4)) for code, weight in weights.items()), key=lambda pair: (-pair[1], pair[0]))
    return tuple(ordered[:most])
