"""通知方式."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from service.domain.notice_words import KIND_WORDS
from service.domain.notices import MailChoice, NoticeChoice, NoticeKind

_MAIL_WORDS = ((MailChoice.AT_ONCE, "马上发"), (MailChoice.DAILY, "每天早上合成一封"), (MailChoice.NEVER, "不发"))
_ABOUT = {
    NoticeKind.CLAIMS: "您认领的单位核实得怎样",
    NoticeKind.PROFILES: "资料的修改、退回和到期",
    NoticeKind.BROKERING: "对接邀请、答复和进展",
    NoticeKind.EVENTS: "活动的报名、座位和时间变动",
    NoticeKind.UPKEEP: "平台自己的事，给管理员",
}


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One kind. `mails`: (value, words, whether it is chosen)."""

    kind: str
    words: str
    about: str
    in_inbox: bool
    mails: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """`saved`: the form was just stored."""

    template: ClassVar[str] = "pages/notices/choices.html"
    title: str
    lines: tuple[ChoiceLine, ...]
    saved: bool


def choices_page(choices: Mapping[NoticeKind, NoticeChoice], *, saved: bool) -> ChoicesPage:
    """All kinds that can be switched."""
    return ChoicesPage(
        title="通知方式",
        lines=tuple(
            ChoiceLine(
                kind=kind,
                words=KIND_WORDS[kind],
                about=about,
                in_inbox=choices[kind].in_inbox,
                mails=tuple((value, words, value is choices[kind].mail) for value, words in _MAIL_WORDS),
            )
            for kind, about in _ABOUT.items()
        ),
        saved=saved,
    )
