"""注册."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from service.flows.people.sign_up import SignUpWish


@dataclass(frozen=True, slots=True)
class SignUpPage:
    """`typed`: shown again; `sent`: the letter is on its way."""

    template: ClassVar[str] = "pages/people/sign_up.html"
    title: str
    typed: SignUpWish
    problems: Mapping[str, str]
    sent: bool


def sign_up_page(typed: SignUpWish, problems: Mapping[str, str] | None = None, *, sent: bool = False) -> SignUpPage:
    """The form with what was wrong, or where the letter went."""
    return SignUpPage("请查收邮件" if sent else "注册", typed, problems or {}, sent)
