"""对接 as each side sees it: all of a need with what came of them, and all of a provider's."""

from dataclasses import dataclass

from service.brokerage.introducing import IntroductionKey, open_introduction
from service.brokerage.standing import NeedKey, open_need
from service.domain.introductions import Introduction, IntroductionState
from service.domain.meetings import Meeting
from service.domain.need_steps import Party
from service.domain.needs import Need
from service.domain.outcomes import Outcome, OutcomeKind, may_be_told
from service.domain.paging import Page
from service.domain.people import Role
from service.domain.permissions import Action, Actor, could
from service.errors import Refused
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.introductions import introductions_of, list_introductions
from service.store.queries.meetings import meetings_of
from service.store.queries.needs import needs_by_id
from service.store.queries.outcomes import outcomes_of
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


def see_introductions(runtime: Runtime, key: NeedKey) -> list[SeenIntroduction]:
    """All of one need.

    Raises:
        NotFound: the key opens no need.
    """
    with reading(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        found = [(each, need) for each in introductions_of(session, need.id)]
        return _around(session, found, standing.side, standing.actor)


def see_introduction(runtime: Runtime, key: IntroductionKey) -> SeenIntroduction:
    """One of them.

    Raises:
        NotFound: there is none such, or it is none of this actor's business.
    """
    with reading(runtime.database) as session:
        opened = open_introduction(runtime, session, key)
        return _around(session, [(opened.introduction, opened.need)], opened.standing.side, opened.standing.actor)[0]


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
        return Page(_around(session, asked, Party.PROVIDER, actor), page.total, number)


def _around(session: Transaction, found: list[tuple[Introduction, Need]], side: Party, actor: Actor) -> list[SeenIntroduction]:
    ids = [introduction.id for introduction, _ in found]
    meetings, outcomes = meetings_of(session, ids), outcomes_of(session, ids)
    sides = (Party.MANUFACTURER, Party.PROVIDER) if side is Party.DESK else (side,)
    seen = []
    for introduction, need in found:
        told = tuple(each for each in outcomes if each.introduction_id == introduction.id)
        agreed = introduction.state is IntroductionState.AGREED
        tellable = tuple(kind for kind in OutcomeKind if agreed and any(may_be_told(kind, each, told) for each in sides))
        own = tuple(each for each in meetings if each.introduction_id == introduction.id)
        tied = side is Party.DESK and actor.person_id in tied_people(session, introduction.provider_id)
        seen.append(SeenIntroduction(introduction, need, side, own, told, tellable, tied))
    return seen
