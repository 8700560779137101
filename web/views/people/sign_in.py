"""登录."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from service.errors import PlatformError

_DONE = {
    "out": "已退出登录。",
    "password": "密码已设好，请用新密码登录。",
    "changed": "权限有变动，请重新登录。",
}


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`problems`: field → sentence; `refused`: why no try counts now; `done`: what was just finished."""

    template: ClassVar[str] = "pages/people/sign_in.html"
    title: str
    target: str
    email: str
    problems: Mapping[str, str]
    refused: str
    done: str


def sign_in_page(target: str, email: str = "", error: PlatformError | None = None, done: str = "") -> SignInPage:
    """The form, with what was wrong; `target`: where one goes from here."""
    problems = error.fields if error else {}
    refused = error.message if error and not problems else ""
    return SignInPage("登录", target, email, problems, refused, _DONE.get(done, ""))
