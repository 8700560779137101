"""对接 as each side sees it: all of a need with what came of them, and all of a provider's."""

from dataclasses import dataclass, replace

from service.brokerage.introducing import IntroductionKey, open_introduction
from service.brokerage.standing import NeedKey, Standing, open_need
from service.copies.kept_codes import read_codes
from service.domain.disputes import Dispute
from service.domain.introductions import Introduction, IntroductionState
from service.domain.meetings import Meeting
from service.domain.need_steps import Party
from service.domain.needs import Need
from service.domain.outcome_cases import CaseText, case_outcome, drafted_case
from service.domain.outcomes import Outcome, OutcomeKind, may_be_told
from service.domain.paging import Page
from service.domain.people import Role
from service.domain.permissions import Action, Actor, could
from service.errors import Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.disputes import disputes_of
from service.store.queries.introductions import introductions_of, list_introductions
from service.store.queries.meetings import meetings_of
from service.store.queries.needs import needs_by_id
from service.store.queries.outcomes import outcomes_of
from service.store.queries.stored_firms import find_stored_firm
from service.store.queries.ties import tied_people
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class SeenIntroduction:
    """One introduction with its meetings and outcomes. `side`: of whoever looks. `tied`: a broker who looks may not broker for it.

    `tellable`: what that side can tell now; for the desk what either side can.
    """

    introduction: Introduction
    need: Need
    side: Party
    meetings: tuple[Meeting, ...]
    outcomes: tuple[Outcome, ...]
    tellable: tuple[OutcomeKind, ...]
    tied: bool = False
    disputes: tuple[Dispute, ...] = ()
    case: CaseText | None = None
    """What the factory can agree to publish; None while there is nothing, and for a provider."""
    capabilities: tuple[str, ...] = ()
    """Of the provider, to one of which the case belongs."""


def see_introductions(runtime: Runtime, key: NeedKey) -> list[SeenIntroduction]:
    """All of one need.

    Raises:
        NotFound: the key opens no need.
    """
    with reading(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        found = [(each, need) for each in introductions_of(session, need.id)]
        return _around(runtime, session, found, standing)


def see_introduction(runtime: Runtime, key: IntroductionKey) -> SeenIntroduction:
    """One of them.

    Raises:
        NotFound: there is none such, or it is none of this actor's business.
    """
    with reading(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        return _around(runtime, session, [(opened.introduction, opened.need)], opened.standing)[0]


def see_provider_introductions(runtime: Runtime, actor: Actor, number: int) -> Page[SeenIntroduction]:
    """Those that the actor's own firms were asked for, newest first.

    Raises:
        Refused: this actor speaks for no provider.
    """
    firms = [grant.firm_id for grant in actor.grants if grant.role is Role.PROVIDER]
    if not firms or not could(actor, Action.KEEP_INTAKE):
        raise Refused("您的账户还没有认领服务商，没有对接可看。")
    with reading(runtime.database) as session:
        page = list_introductions(session, firms, number)
        needs = needs_by_id(session, [each.need_id for each in page.items])
        asked = [(each, needs[each.need_id]) for each in page.items]
        return Page(_around(runtime, session, asked, Standing(Party.PROVIDER, actor)), page.total, number)


def _around(runtime: Runtime, session: Transaction, found: list[tuple[Introduction, Need]], standing: Standing) -> list[SeenIntroduction]:
    side, actor = standing.side, standing.actor
    ids = [introduction.id for introduction, _ in found]
    meetings, outcomes, disputes = meetings_of(session, ids), outcomes_of(session, ids), disputes_of(session, ids)
    sides = (Party.MANUFACTURER, Party.PROVIDER) if side is Party.DESK else (side,)
    seen = []
    for introduction, need in found:
        told = tuple(each for each in outcomes if each.introduction_id == introduction.id)
        agreed = introduction.state is IntroductionState.AGREED
        tellable = tuple(kind for kind in OutcomeKind if agreed and any(may_be_told(kind, each, told) for each in sides))
        own = tuple(each for each in meetings if each.introduction_id == introduction.id)
        tied = side is Party.DESK and actor.person_id in tied_people(session, introduction.provider_id)
        raised = tuple(each for each in disputes if each.introduction_id == introduction.id)
        one = SeenIntroduction(introduction, need, side, own, told, tellable, tied, raised)
        seen.append(_with_case(runtime, session, one))
    return seen


def _with_case(runtime: Runtime, session: Transaction, seen: SeenIntroduction) -> SeenIntroduction:
    """With the words of the case that the factory can agree to, once its project is accepted."""
    if seen.side is Party.PROVIDER or case_outcome(seen.outcomes) is None:
        return seen
    provider = find_stored_firm(session, seen.introduction.provider_id)
    if provider is None:
        return seen
    taxonomy = read_codes(runtime.database, runtime.copies.codes).taxonomy
    text = drafted_case(seen.need, provider, seen.outcomes, taxonomy)
    return replace(seen, case=text, capabilities=tuple(each.content.title for each in provider.capabilities))
