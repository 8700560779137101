"""What questions between two sides share: who speaks to whom about which need, and whether they know each other by now."""

from dataclasses import dataclass
from datetime import date

from service.brokerage.introducing import Voice, require_untied
from service.brokerage.listed import get_listed_provider
from service.brokerage.masking import mask_words
from service.brokerage.moves import read_reason
from service.brokerage.standing import NeedKey, Standing, open_need
from service.brokerage.telling import tell_desk, tell_firm
from service.domain.introductions import Introduction
from service.domain.need_steps import Party
from service.domain.needs import Need
from service.domain.open_needs import is_shown
from service.domain.people import Role
from service.domain.permissions import Action
from service.domain.providers import Provider
from service.errors import Invalid, NotFound
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.introductions import introductions_of
from service.store.queries.needs import find_need
from service.store.queries.shortlist import shortlist_of

_GONE = "没有找到这条需求，可能编号不对，已经不公开，或不给您看。"


@dataclass(frozen=True, slots=True)
class Talk:
    """A factory and a provider about one need. `standing`: of whoever opened it. `known`: both agreed, so nothing is masked any more."""

    need: Need
    provider: Provider
    standing: Standing
    known: bool

    @property
    def names(self) -> tuple[str, ...]:
        """What both firms are called."""
        provider = self.provider
        return (self.need.firm.name, provider.name, provider.short_name or "", *provider.former_names)

    def side_of(self, voice: Voice) -> Party:
        """For whom something is said. A broker names the side and tells how it was heard.

        Raises:
            Invalid: a broker names no side, or not how it was heard.
        """
        if self.standing.side is not Party.DESK:
            return self.standing.side
        if voice.side not in {Party.MANUFACTURER, Party.PROVIDER}:
            raise Invalid("请选是替哪一边记的。", fields={"side": "请选企业或服务商"})
        read_reason(voice.heard)
        return Party(voice.side)

    def as_shown(self, text: str) -> str:
        """The words as they are stored: masked while the two do not know each other."""
        return text.strip() if self.known else mask_words(text, self.names)[0]

    def tell(self, runtime: Runtime, session: Transaction, side: Party, told: tuple[str, str]) -> None:
        """Tell one side that the other wrote.

        Args:
            told: wording without its ending, and the key that names what happened.
        """
        wording, key = told
        if side is Party.MANUFACTURER:
            values = {"number": self.need.number, "need": self.need.id}
            tell_firm(runtime, session, self.need.firm.manufacturer_id, (f"{wording}_factory", values, key))
            if not self.need.firm.manufacturer_id:
                tell_desk(runtime, session, self.need, (f"{wording}_desk", values, key))
        else:
            tell_firm(runtime, session, self.provider.id, (f"{wording}_provider", {"need": self.need.id}, key))


def open_talk(runtime: Runtime, session: Transaction, key: NeedKey, provider_id: str) -> Talk:
    """The talk between the factory of a need and this provider, for whoever may take part in it.

    Raises:
        NotFound: there is no such need or listed provider, or it is none of this actor's business.
        Refused: a broker is tied to the provider.
    """
    provider = get_listed_provider(runtime, session, provider_id)
    need, standing = _open_for(runtime, session, key, provider_id)
    if standing.side is Party.DESK:
        require_untied(session, key.actor, provider_id, Action.INTRODUCE)
    today = runtime.today
    met = [each for each in introductions_of(session, need.id) if each.provider_id == provider_id]
    if (
        standing.side is not Party.PROVIDER
        and not met
        and not _on_list(session, need, provider_id)
        and not _shown(session, need, provider_id, today)
    ):
        raise NotFound("这家不在名单上，还不能和它问答。")
    return Talk(need, provider, standing, known=any(map(both_agreed, met)))


def opened_by_provider(session: Transaction, need: Need | None, provider_id: str, today: date) -> bool:
    """Tell whether a provider may read a need: it was asked about it, or the factory shows it without its name."""
    if need is None:
        return False
    asked = any(each.provider_id == provider_id and each.asked_at for each in introductions_of(session, need.id))
    return asked or _shown(session, need, provider_id, today)


def both_agreed(introduction: Introduction) -> bool:
    """Whether the two know each other through it."""
    answers = (introduction.manufacturer, introduction.provider)
    return all(answer is not None and answer.accepted for answer in answers)


def _open_for(runtime: Runtime, session: Transaction, key: NeedKey, provider_id: str) -> tuple[Need, Standing]:
    is_provider = any(grant.role is Role.PROVIDER and grant.firm_id == provider_id for grant in key.actor.grants)
    if key.secret or not is_provider:
        return open_need(runtime, session, key)
    need = find_need(session, key.need_id)
    if need is None or not opened_by_provider(session, need, provider_id, runtime.today):
        raise NotFound(_GONE)
    return need, Standing(Party.PROVIDER, key.actor)


def _shown(session: Transaction, need: Need, provider_id: str, today: date) -> bool:
    return is_shown(need, today, on_list=_on_list(session, need, provider_id))


def _on_list(session: Transaction, need: Need, provider_id: str) -> bool:
    return any(line.stands and line.provider_id == provider_id for line in shortlist_of(session, need.id))
