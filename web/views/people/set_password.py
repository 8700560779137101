"""设密码."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from service.domain.links import LinkKind
from service.flows.people.set_password import OpenedLink

_TITLES = {LinkKind.SIGN_UP: "确认邮箱，设一个密码", LinkKind.INVITATION: "欢迎，请设一个密码", LinkKind.RECOVERY: "重设密码"}


@dataclass(frozen=True, slots=True)
class SetPasswordPage:
    """`email`: whose password; `secret`: of the link, for the form; `firm`: the one he is invited to."""

    template: ClassVar[str] = "pages/people/set_password.html"
    title: str
    email: str
    secret: str
    needs_password: bool
    firm: str
    problems: Mapping[str, str]


def set_password_page(opened: OpenedLink, secret: str, problems: Mapping[str, str] | None = None) -> SetPasswordPage:
    """The form with what was wrong."""
    title = _TITLES[opened.link.kind] if opened.needs_password else "接受邀请"
    return SetPasswordPage(title, opened.link.email, secret, opened.needs_password, opened.firm, problems or {})
