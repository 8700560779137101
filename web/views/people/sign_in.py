"""登录."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from service.errors import PlatformError
from web.parts.ways_in import WaysIn

_DONE = {
    "out": "已退出登录。",
    "password": "密码已设好，请用新密码登录。",
    "again": "这一步关系到账户安全，请再登录一次，确认是您本人。",
    "changed": "权限有变动，请重新登录。",
}


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`problems`: field → sentence; `refused`: why no try counts now; `done`: what was just finished."""

    template: ClassVar[str] = "pages/people/sign_in.html"
    title: str
    ways: WaysIn
    target: str
    email: str
    problems: Mapping[str, str]
    refused: str
    done: str


def sign_in_page(ways: WaysIn, target: str, email: str = "", error: PlatformError | None = None, done: str = "") -> SignInPage:
    """The form, with what was wrong; `target`: where one goes from here."""
    problems = error.fields if error else {}
    refused = error.message if error and not problems else ""
    return SignInPage("登录", ways, target, email, problems, refused, _DONE.get(done, ""))
