"""A provider's passages: the texts that are embedded, segmented, tagged and quoted."""

from dataclasses import dataclass

from service.domain.providers import Provider, ScenarioTag, TagOrigin
from service.search.exclusions import without_exclusions

LONGEST = 400
"""At most this many characters of a passage are embedded: the vector of a longer text mixes too many topics."""

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
    """The text without clauses that say what is *not* offered: a search for ERP must not find the firm that writes 不做ERP."""
    return (without_exclusions(text) or text)[:LONGEST]


def tag_weights(tags: tuple[ScenarioTag, ...], *, most: int = 5) -> tuple[tuple[str, float], ...]:
    """(code, weight), the strongest first.

    Confirmed tags share a weight of 0.8 equally; without any, declared tags share 0.4. So a text that claims ten scenarios gets
    little for each. The bank's own share gives the rest of the weight. Chosen on the development folds: neither alone is as good.
    """
    confirmed = [tag for tag in tags if tag.origin is TagOrigin.CONFIRMED]
    settled = confirmed or [tag for tag in tags if tag.origin is TagOrigin.DECLARED]
    trust = (_CONFIRMED_TRUST if confirmed else _DECLARED_TRUST) if settled else 0.0
    weights = {tag.code: (1 - trust) * tag.confidence for tag in tags}
    for tag in settled:
        weights[tag.code] += trust / len(settled)
    ordered = sorted(((code, round(weight, 4)) for code, weight in weights.items()), key=lambda pair: (-pair[1], pair[0]))
    return tuple(ordered[:most])
