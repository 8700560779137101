"""Who is told of a step: the people of the factory, those of the provider, and the broker in charge. Only accounts are told."""

from collections.abc import Mapping

from service.domain.introductions import INTRODUCTION_WORDS, Introduction
from service.domain.needs import Need
from service.domain.notices import NewNotice
from service.domain.people import PersonState, Role
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.notices import post_notice
from service.store.queries.people import active_with_role, colleagues_of


def tell_firm(runtime: Runtime, session: Transaction, firm_id: str, told: tuple[str, Mapping[str, str], str]) -> None:
    """Tell everybody who speaks for a firm; a factory without an account follows its link.

    Args:
        told: wording, its values, and the key that names what happened.
    """
    if firm_id:
        active = [person.id for person in colleagues_of(session, firm_id) if person.state is PersonState.ACTIVE]
        _post(runtime, session, active, told)


def tell_desk(runtime: Runtime, session: Transaction, need: Need, told: tuple[str, Mapping[str, str], str]) -> None:
    """Tell the broker in charge; while there is none, or who was does not work here any more, all who broker."""
    brokers = active_with_role(session, Role.BROKER)
    _post(runtime, session, [need.broker_id] if need.broker_id in brokers else brokers, told)


def tell_over(runtime: Runtime, session: Transaction, need: Need, introduction: Introduction) -> None:
    """Tell both firms that an introduction came to nothing; a provider that was never asked hears of nothing."""
    state, key = INTRODUCTION_WORDS[introduction.state], f"introduction:{introduction.id}:{introduction.state}:over"
    for_factory = {"provider": introduction.provider_name, "state": state, "need": need.id}
    tell_firm(runtime, session, need.firm.manufacturer_id, ("introduction_declined_factory", for_factory, key))
    if introduction.asked_at:
        for_provider = {"state": state, "introduction": introduction.id}
        tell_firm(runtime, session, introduction.provider_id, ("introduction_declined_provider", for_provider, key))


def _post(runtime: Runtime, session: Transaction, people: list[str], told: tuple[str, Mapping[str, str], str]) -> None:
    wording, values, key = told
    for person_id in people:
        post_notice(session, NewNotice(wording, person_id, values, key), runtime.clock.now())
