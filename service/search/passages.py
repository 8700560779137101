"""A provider's passages: the texts that are embedded, segmented, tagged and quoted."""

from dataclasses import dataclass

from service.domain.providers import Provider, ScenarioTag, TagOrigin
from service.search.exclusions import ExclusionReader

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


def passages(provider: Provider, exclusions: ExclusionReader) -> tuple[Passage, ...]:
    """All passages of a provider, without clauses that say what it does not offer. The summary's id is the provider's own.

    A search for ERP must not find the firm that writes 不做ERP. A summary or case that says nothing else stays as it is.
    """
    found = [
        Passage(
            capability.id,
            "capability",
            _joined(capability.content.title, exclusions.offered(capability.content.description)),
            capability.industry_codes,
            capability.tags,
        )
        for capability in provider.capabilities
    ]
    for case in provider.cases:
        told = case.content
        text = _joined(told.customer, told.industry, exclusions.offered(told.summary), told.outcome) or _joined(told.summary)
        found.append(Passage(case.id, "case", text, case.industry_codes, case.tags))
    if provider.summary:
        found.append(Passage(provider.id, "summary", _joined(exclusions.offered(provider.summary) or provider.summary), (), ()))
    return tuple(found)


def _joined(*parts: str | None) -> str:
    return "。".join(part for part in parts if part)[:LONGEST]


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
