"""Ask for an account: a letter goes to the address, and nothing is stored of the person before its link is opened."""

from dataclasses import dataclass

from service.domain.links import LinkKind
from service.domain.notices import NewNotice
from service.domain.people import NAME_MAX_CHARACTERS, UNIT_MAX_CHARACTERS, read_email, read_line
from service.domain.permissions import Actor
from service.domain.sessions import CameFrom
from service.errors import Invalid
from service.identity.links import LinkWish, send_link, write_either_way
from service.runtime import Runtime
from service.store.queries.notices import post_notice
from service.store.queries.people import find_person_by_email
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class SignUpWish:
    """As it was typed. `unit`: the manufacturer one works for; a provider's people leave it empty and claim their firm later."""

    email: str
    name: str
    unit: str
    agreed: bool


def sign_up(runtime: Runtime, wish: SignUpWish, came: CameFrom) -> None:
    """Send the letter. The answer is the same whether or not the address has an account: only its owner learns it.

    Raises:
        Invalid: `fields` says what is to be mended.
    """
    email, name = read_email(wish.email), read_line(wish.name, NAME_MAX_CHARACTERS)
    unit = read_line(wish.unit, UNIT_MAX_CHARACTERS)
    fields = {
        "email": "" if email else "请填能收信的邮箱，例如 name@example.com。",
        "name": "" if name else f"请填您的称呼，最多 {NAME_MAX_CHARACTERS} 个字。",
        "unit": "" if unit or not wish.unit.strip() else f"单位名称最多 {UNIT_MAX_CHARACTERS} 个字，不要有特殊符号。",
        "agreed": "" if wish.agreed else "请先看过并同意个人信息的用途。",
    }
    problems = {field: sentence for field, sentence in fields.items() if sentence}
    if problems or email is None or name is None:
        raise Invalid("有内容没填对。", fields=problems)
    with writing(runtime.database) as session:
        write_either_way(runtime, session, email)
        if person := find_person_by_email(session, email):
            now = runtime.clock.now()
            # Told once a day: the address may be somebody else's who is typed in again and again.
            post_notice(session, NewNotice("has_account", person.id, {}, f"has_account:{runtime.today}"), now)
        else:
            send_link(runtime, session, LinkWish(LinkKind.SIGN_UP, email, Actor(address=came.address)), name=name, unit=unit or "")
