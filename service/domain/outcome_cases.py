"""成效变案例: what an accepted project becomes as a case of its provider, once the factory agrees to every word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.need_steps import Party
from service.domain.needs import Need
from service.domain.outcomes import Effect, Outcome, OutcomeKind
from service.domain.providers import Provider, SuccessCase
from service.domain.taxonomy import Taxonomy

CASE_SUMMARY_MOST = 300
CASE_OUTCOME_MOST = 200
_TEXT_SHOWN = 120


@dataclass(frozen=True, slots=True)
class CaseText:
    """The words that are published. `customer`: how the factory is called, by default without its name: 清溪某注塑厂."""

    customer: str
    summary: str
    outcome: str
    capability: str = ""


def case_outcome(told: Sequence[Outcome]) -> Outcome | None:
    """The outcome that can become a case: accepted, confirmed by both, and not published yet; None while there is none."""
    confirmed = [each for each in told if each.confirmed_at and each.denied_at is None]
    if any(each.case_id for each in confirmed):
        return None
    return next((each for each in confirmed if each.facts.kind is OutcomeKind.ACCEPTED), None)


def drafted_case(need: Need, provider: Provider, told: Sequence[Outcome], taxonomy: Taxonomy) -> CaseText:
    """What the factory is asked to agree to; it may change every word."""
    town = next((town.short for town in taxonomy.towns if town.code == need.facts.town), "东莞")
    industry = taxonomy.industry_by_code.get(need.facts.industry)
    trade = industry.name.removesuffix("制造").removesuffix("业") if industry else "制造"
    effects = _effects(told)
    codes = {code for each in told for code in each.facts.scenarios} | ({need.facts.scenario} if need.facts.scenario else set())
    return CaseText(
        customer=f"{town}某{trade}厂",
        summary=need.text[:_TEXT_SHOWN],
        outcome="；".join(f"{each.subject} {each.before} → {each.after}" for each in effects)[:CASE_OUTCOME_MOST],
        capability=_capability(provider, codes),
    )


def success_case(need: Need, text: CaseText, told: Iterable[Outcome], taxonomy: Taxonomy) -> SuccessCase:
    """The case as it is stored with the provider."""
    industry = taxonomy.industry_by_code.get(need.facts.industry)
    town = next((town.name for town in taxonomy.towns if town.code == need.facts.town), None)
    accepted = [each.facts.happened_on for each in told if each.facts.kind is OutcomeKind.ACCEPTED and each.confirmed_at]
    return SuccessCase(
        summary=text.summary,
        customer=text.customer or None,
        industry=industry.name if industry else None,
        town=town,
        year=accepted[-1].year if accepted else None,
        outcome=text.outcome or None,
        capability=text.capability or None,
    )


def may_publish(side: Party) -> bool:
    """Only the factory lets its project be told; a broker writes its word down."""
    return side is Party.MANUFACTURER


def _effects(told: Sequence[Outcome]) -> list[Effect]:
    confirmed = (each for each in told if each.confirmed_at and each.denied_at is None)
    return list(dict.fromkeys(effect for each in confirmed for effect in each.facts.effects))


def _capability(provider: Provider, codes: set[str]) -> str:
    """The capability that was bought: the first that bears one of the scenarios; empty when none does."""
    for each in provider.capabilities:
        if codes & {*each.content.scenarios, *(tag.code for tag in each.tags)}:
            return each.content.title
    return ""
