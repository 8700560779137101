"""待接的需求: what factories show to providers without saying who they are, and the questions about it."""

from dataclasses import dataclass, replace

from service.brokerage.standing import NeedKey, open_need
from service.brokerage.talking import both_agreed, opened_by_provider
from service.domain.need_steps import Party
from service.domain.needs import Need, NeedFirm
from service.domain.paging import Page
from service.domain.people import Role
from service.domain.permissions import Action, Actor, Subject
from service.domain.questions import Question
from service.errors import NotFound, Refused
from service.identity.actors import require
from service.runtime import Runtime
from service.store.queries.introductions import introductions_of
from service.store.queries.needs import find_need, list_open_needs
from service.store.queries.providers import listed_ids
from service.store.queries.questions import questions_of
from service.store.queries.shortlist import shortlist_of
from service.store.unit_of_work import reading

_UNNAMED = NeedFirm("一家企业")


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need as a provider reads it. `need` names its firm only when both agreed; `introduction_id`: of its own introduction, if any."""

    need: Need
    provider_id: str
    questions: tuple[Question, ...]
    introduction_id: str = ""


def browse_open_needs(runtime: Runtime, actor: Actor, number: int) -> Page[Need]:
    """Those that are shown to one's firms, newest first, without the names of their firms.

    Raises:
        Refused: this actor speaks for no listed provider.
    """
    firms = _own_firms(runtime, actor)
    if not firms:
        raise Refused("您的账户还没有认领公开的服务商，没有需求可看。")
    with reading(runtime.database) as session:
        page = list_open_needs(session, firms, runtime.today, number)
    return Page([replace(need, firm=_UNNAMED) for need in page.items], page.total, page.number, page.size)


def see_open_need(runtime: Runtime, actor: Actor, need_id: str) -> OpenNeed:
    """One of them.

    Raises:
        NotFound: there is none such, or it is not shown to one's firms.
    """
    with reading(runtime.database) as session:
        need = find_need(session, need_id)
        for provider_id in _own_firms(runtime, actor):
            if need is not None and opened_by_provider(session, need, provider_id, runtime.today):
                met = [each for each in introductions_of(session, need.id) if each.provider_id == provider_id and each.asked_at]
                shown = need if any(map(both_agreed, met)) else replace(need, firm=_UNNAMED)
                questions = questions_of(session, need.id, [provider_id])
                return OpenNeed(shown, provider_id, tuple(questions), met[-1].id if met else "")
    raise NotFound("没有找到这条需求，可能已经不公开，或不给您看。")


def see_questions(runtime: Runtime, key: NeedKey) -> tuple[list[Question], list[tuple[str, str]]]:
    """All questions about a need, for its factory or the desk, and the providers that can be asked: (id, name).

    Raises:
        NotFound: the key opens no need.
    """
    with reading(runtime.database) as session:
        need, standing = open_need(runtime, session, key)
        on_list = [(line.provider_id, line.provider_name) for line in shortlist_of(session, need.id) if line.stands]
        met = [(each.provider_id, each.provider_name) for each in introductions_of(session, need.id)]
        can_ask = list(dict.fromkeys((*met, *on_list))) if need.is_open else []
        questions = questions_of(session, need.id)
        if standing.side is Party.MANUFACTURER:
            known = {provider_id for provider_id, _ in can_ask}
            questions = [each if each.provider_id in known else replace(each, provider_name="资源池里的一家服务商") for each in questions]
        return questions, can_ask


def _own_firms(runtime: Runtime, actor: Actor) -> list[str]:
    firms = [grant.firm_id for grant in actor.grants if grant.role is Role.PROVIDER]
    for firm in firms:
        require(actor, Action.SEE_OPEN_NEEDS, Subject(firm_id=firm))
    with reading(runtime.database) as session:
        listed = set(listed_ids(session, runtime.today))
    return [firm for firm in firms if firm in listed]
