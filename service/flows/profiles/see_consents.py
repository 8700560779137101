"""联系人: whom a firm asked, who agreed and until when, and who looked. Names and mobiles stay masked here too."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from service.domain.consents import CURRENT_TEXT, Consent, ContactReveal, consent_text, masked_mobile, masked_name
from service.domain.permissions import Action, Actor, Subject
from service.errors import NotFound
from service.identity.actors import require, require_known
from service.runtime import Runtime
from service.store.queries.consents import consents_of, reveals_of
from service.store.queries.people import firm_names, person_names
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class ConsentsState:
    """All of one firm, newest first, masked. `reveals`: id → who looked; `names`: id → name of the accounts that asked."""

    provider_id: str
    firm: str
    consents: tuple[Consent, ...]
    reveals: Mapping[str, list[ContactReveal]]
    names: Mapping[str, str]
    text: str
    day: date


def see_consents(runtime: Runtime, actor: Actor, provider_id: str, *, as_staff: bool = False) -> ConsentsState:
    """The contact people of a firm, for its own people or for staff.

    Raises:
        NotFound: there is no such firm, or it is another's.
        Refused: not for this member of staff.
    """
    if as_staff:
        require(actor, Action.KEEP_ENTRIES, Subject(firm_id=provider_id))
    else:
        require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    with reading(runtime.database) as session:
        firm = firm_names(session, [provider_id]).get(provider_id)
        if firm is None:
            raise NotFound("没有这家服务商。")
        consents = consents_of(session, provider_id)
        reveals = reveals_of(session, [each.id for each in consents])
        names = person_names(session, sorted({each.asked_by for each in consents}))
    masked = tuple(replace(each, name=masked_name(each.name), mobile=masked_mobile(each.mobile)) for each in consents)
    text = consent_text(CURRENT_TEXT, runtime.settings.site_host, runtime.settings.site_name)
    return ConsentsState(provider_id, firm, masked, reveals, names, text, runtime.today)
