"""Staff enter a manufacturer that came by telephone, at a counter or at an event, and invite one of its people."""

from dataclasses import dataclass

from service.domain.audit import AuditEntry
from service.domain.links import LinkKind
from service.domain.people import NAME_MAX_CHARACTERS, REASON_MAX_CHARACTERS, UNIT_MAX_CHARACTERS, Role, read_email, read_line
from service.domain.permissions import Action, Actor, Subject
from service.errors import Conflict, Invalid
from service.identity.actors import require
from service.identity.links import LinkWish, send_link
from service.runtime import Runtime
from service.store.queries.audit import record_audit
from service.store.queries.manufacturers import add_manufacturer, find_manufacturer_by_name
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class ManufacturerWish:
    """As it was typed. `reason`: how staff know that this person speaks for the firm. `joins`: it is the firm of that name already here."""

    unit: str
    name: str
    email: str
    reason: str
    joins: bool = False


def enter_manufacturer(runtime: Runtime, actor: Actor, wish: ManufacturerWish) -> str:
    """Store the firm and send its person a link; who opens it speaks for the firm. The firm's id.

    Raises:
        Refused: not for this actor.
        Invalid: `fields` says what is to be mended.
        Conflict: a firm of this name is here, and `joins` was not chosen.
    """
    require(actor, Action.ENTER_MANUFACTURERS, Subject())
    unit, name = read_line(wish.unit, UNIT_MAX_CHARACTERS), read_line(wish.name, NAME_MAX_CHARACTERS)
    email, reason = read_email(wish.email), read_line(wish.reason, REASON_MAX_CHARACTERS)
    fields = {
        "unit": "" if unit else f"请填企业全称，最多 {UNIT_MAX_CHARACTERS} 个字。",
        "name": "" if name else f"请填联系人姓名，最多 {NAME_MAX_CHARACTERS} 个字。",
        "email": "" if email else "请填能收信的邮箱，例如 name@example.com。",
        "reason": "" if reason else f"请写明怎么确认这个人代表这家企业，最多 {REASON_MAX_CHARACTERS} 个字。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or unit is None or name is None or email is None or reason is None:
        raise Invalid("有内容没填对。", fields=problems)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        known = find_manufacturer_by_name(session, unit)
        if known and not wish.joins:
            sentence = "已经有一家同名的企业。确认是同一家，请勾选“就是已有的这家”再提交；不是，请用全称区分。"
            raise Conflict(sentence, fields={"unit": sentence})
        firm_id = known or add_manufacturer(session, unit, now)
        send_link(runtime, session, LinkWish(LinkKind.INVITATION, email, actor), name=name, role=Role.MANUFACTURER, firm=firm_id)
        entry = AuditEntry(now, actor, "manufacturer_entered", "firm", firm_id, {"was_known": bool(known)}, reason=reason)
        record_audit(session, [entry])
    return firm_id
