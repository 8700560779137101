"""忘记密码."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class RecoverPage:
    """`email`: as it was typed; `sent`: a letter is on its way if there is such an account."""

    template: ClassVar[str] = "pages/people/recover.html"
    title: str
    email: str
    problems: Mapping[str, str]
    sent: bool


def recover_page(email: str = "", problems: Mapping[str, str] | None = None, *, sent: bool = False) -> RecoverPage:
    """The form with what was wrong, or where the letter went."""
    return RecoverPage("请查收邮件" if sent else "忘记密码", email, problems or {}, sent)
