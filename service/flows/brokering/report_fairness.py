"""公平季报: who was recommended how often, how concentrated that was, and every pin and removal with its reason."""

from dataclasses import dataclass

from service.domain.calendar import start_of_day
from service.domain.fairness import Concentration, Hand, ProviderShare, Quarter, concentration_of, shares_of
from service.domain.permissions import Action, Actor, Subject
from service.errors import Invalid
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.introductions import led_between
from service.store.queries.people import firm_names
from service.store.queries.providers import listed_ids
from service.store.queries.shortlist import hands_between, recommended_between
from service.store.queries.ties import count_ties
from service.store.unit_of_work import reading

HANDS_MOST = 500


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """One quarter. `hands`: at most 500, newest first. `ties`: how many ties of staff are declared now."""

    quarter: Quarter
    is_over: bool
    concentration: Concentration
    shares: tuple[ProviderShare, ...]
    hands: tuple[Hand, ...]
    ties: int


def report_fairness(runtime: Runtime, actor: Actor, quarter: str) -> FairnessReport:
    """The report of a quarter.

    Args:
        quarter: 2026Q4; empty for the present one.

    Raises:
        Refused: not for this actor.
        Invalid: it is no quarter.
    """
    require(actor, Action.READ_FAIRNESS, Subject())
    asked = Quarter.read(quarter) if quarter else Quarter.of(runtime.today)
    if asked is None:
        raise Invalid("季度请写成 2026Q4 的样子。", fields={"quarter": "请写成 2026Q4 的样子"})
    first, end = start_of_day(asked.first_on), start_of_day(asked.next.first_on)
    with reading(runtime.database) as session:
        recommended = recommended_between(session, first, end)
        hands = hands_between(session, first, end, HANDS_MOST)
        led = led_between(session, first, end)
        names = firm_names(session, [*{each.provider_id for each in recommended}, *{hand.provider_id for hand in hands}, *led])
        return FairnessReport(
            asked,
            asked.next.first_on <= runtime.today,
            concentration_of(recommended, len(listed_ids(session, runtime.today))),
            shares_of(recommended, hands, led, names),
            tuple(hands),
            count_ties(session),
        )
