"""退订."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from service.domain.notice_words import KIND_WORDS
from service.domain.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class UnsubscribePage:
    """`action`: where the button sends; `ended`: letters of this kind have ended, and the button begins them again."""

    template: ClassVar[str] = "pages/notices/unsubscribe.html"
    title: str
    kind: str
    action: str
    ended: bool


def unsubscribe_page(kind: NoticeKind, code: str, *, ended: bool) -> UnsubscribePage:
    """One kind of one person's letters; who it is stands nowhere on it."""
    query = urlencode({"w": code} | ({"again": "1"} if ended else {}))
    return UnsubscribePage("退订邮件", KIND_WORDS[kind], f"/unsubscribe?{query}", ended)
