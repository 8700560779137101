"""请联系人同意: a firm makes a link for one of its people, who alone writes down name and mobile behind it."""

from service.brokerage.consents import ConsentDeed, consent_address, record_step
from service.domain.consents import (
    CONSENT_LINK_LASTS,
    MOST_CONTACTS,
    POST_MAX_CHARACTERS,
    Consent,
    ConsentSide,
    ConsentState,
    ConsentStep,
)
from service.domain.contacts import MOBILE
from service.domain.people import read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid, NotFound
from service.identity.actors import require_known
from service.identity.secret_text import digest_of, fresh_secret
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.consents import add_consent, count_open_consents
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing


def ask_consent(runtime: Runtime, actor: Actor, provider_id: str, post: str) -> str:
    """A new link, shown this once. Nothing of the person is kept before he agrees.

    Args:
        post: what he does in the firm, so that the list tells who was asked: 销售负责人.

    Raises:
        NotFound: there is no such firm, or it is another's.
        Invalid: no post, or one that holds a number.
        Conflict: too many people are asked or have agreed.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    said = read_line(post, POST_MAX_CHARACTERS)
    if said is None or MOBILE.search(said):
        sentence = f"请写他做什么，例如“销售负责人”，最多 {POST_MAX_CHARACTERS} 个字；不要写姓名和号码。"
        raise Invalid("有内容没填对。", fields={"post": sentence})
    now, secret = runtime.clock.now(), fresh_secret()
    with writing(runtime.database) as session:
        if find_stored_firm(session, provider_id) is None:
            raise NotFound("没有这家服务商。")
        if count_open_consents(session, provider_id) >= MOST_CONTACTS:
            raise Conflict(f"一家最多 {MOST_CONTACTS} 位联系人，请先撤下不再对接的。")
        made = Consent(new_id("con"), provider_id, 1, ConsentState.ASKED, said, actor.person_id, now, now + CONSENT_LINK_LASTS)
        add_consent(session, made, digest_of(secret))
        record_step(runtime, session, made, ConsentDeed(ConsentStep.ASK, ConsentSide.FIRM, actor))
    return consent_address(runtime, secret)
