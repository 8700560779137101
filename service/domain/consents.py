"""同意: a person of a provider agrees that his name and mobile are given to the other side of an agreed introduction, and nobody else.

Source: 个人信息保护法 arts. 6, 13–17, 44–47. Nothing of the person is kept before the consent, and nothing after its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from service.domain.contacts import MOBILE
from service.domain.freshness import months_later

CONSENT_LINK_LASTS = timedelta(days=14)
MOST_CONTACTS = 10
"""People of one firm who are asked or have agreed at the same time."""
REMINDED_BEFORE_END = timedelta(days=30)
CONSENT_MONTHS = (6, 12, 24)
POST_MAX_CHARACTERS = 20
DOCUMENT_MAX_CHARACTERS = 60
PURPOSE = "供需对接：双方都同意对接之后，让对方企业联系得到您"
CONSENT_TEXTS: Mapping[str, str] = {
    "2026-11": (
        "我同意{host}在{site}上保存我的姓名和手机号，用于一件事：{purpose}。"
        "在此之前，以及对其他任何人，都只显示遮去一部分的姓名和号码；不用于检索、推荐、统计和导出。"
        "对方每查看一次都留下记录，我随时能看到是谁、什么时候看的。"
        "同意到期或我撤回时，姓名和手机号立即删除；撤回只要点一下，不影响撤回之前的查看。"
        "我可以随时查阅、带走、更正或删除这些信息；不同意不影响单位使用平台。"
    ),
}
"""Version → the sentences that were agreed to. A version that was used is never changed: a new text is a new line."""
CURRENT_TEXT = max(CONSENT_TEXTS)


class ConsentState(StrEnum):
    """How far it is. Name and mobile are kept only in `GIVEN`."""

    ASKED = "asked"
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ConsentStep(StrEnum):
    """What can happen to it."""

    ASK = "ask"
    RECORD = "record"
    GIVE = "give"
    DECLINE = "decline"
    CANCEL = "cancel"
    EXTEND = "extend"
    WITHDRAW = "withdraw"
    RELINK = "relink"
    LAPSE = "lapse"


class ConsentSide(StrEnum):
    """Who does it: the person by the link, people of the firm, staff, or the platform when time is over."""

    PERSON = "person"
    FIRM = "firm"
    STAFF = "staff"
    PLATFORM = "platform"


class ConsentMeans(StrEnum):
    """How it was given."""

    LINK = "link"
    PAPER = "paper"


_STATE, _STEP, _SIDE = ConsentState, ConsentStep, ConsentSide
CONSENT_STEPS: Mapping[tuple[ConsentState | None, ConsentStep, ConsentSide], ConsentState] = {
    (None, _STEP.ASK, _SIDE.FIRM): _STATE.ASKED,
    (None, _STEP.RECORD, _SIDE.STAFF): _STATE.GIVEN,
    (_STATE.ASKED, _STEP.GIVE, _SIDE.PERSON): _STATE.GIVEN,
    (_STATE.ASKED, _STEP.DECLINE, _SIDE.PERSON): _STATE.DECLINED,
    (_STATE.ASKED, _STEP.CANCEL, _SIDE.FIRM): _STATE.LAPSED,
    (_STATE.ASKED, _STEP.LAPSE, _SIDE.PLATFORM): _STATE.LAPSED,
    (_STATE.GIVEN, _STEP.EXTEND, _SIDE.PERSON): _STATE.GIVEN,
    # Whoever lost the link proves to staff who he is, and gets another.
    (_STATE.GIVEN, _STEP.RELINK, _SIDE.STAFF): _STATE.GIVEN,
    (_STATE.GIVEN, _STEP.LAPSE, _SIDE.PLATFORM): _STATE.LAPSED,
    **{(_STATE.GIVEN, _STEP.WITHDRAW, side): _STATE.WITHDRAWN for side in (_SIDE.PERSON, _SIDE.FIRM, _SIDE.STAFF)},
}
"""(state, step, side) → state; before there is one, the state is None. What it does not name cannot happen."""
CONSENT_WORDS: Mapping[ConsentState, str] = {
    _STATE.ASKED: "等本人答复",
    _STATE.GIVEN: "本人已同意",
    _STATE.DECLINED: "本人没有同意",
    _STATE.WITHDRAWN: "已撤回",
    _STATE.LAPSED: "已到期或取消",
}
OPEN_CONSENTS = frozenset({_STATE.ASKED, _STATE.GIVEN})


@dataclass(frozen=True, slots=True)
class Consent:
    """One person of a firm, asked once. `post`: 销售负责人 and the like, so that a firm knows whom it asked.

    `name`, `mobile`: empty unless the consent stands. `wording`: version of the text; `until`: the last day. `document_no`: of the paper.
    `asked_by`: who made the link or recorded the paper; `person_id`: the account of the person, if he was signed in.
    """

    id: str
    provider_id: str
    version: int
    state: ConsentState
    post: str
    asked_by: str
    asked_at: datetime
    link_until: datetime | None
    name: str = ""
    mobile: str = ""
    wording: str = ""
    purpose: str = ""
    means: ConsentMeans | None = None
    document_no: str = ""
    given_at: datetime | None = None
    until: date | None = None
    person_id: str | None = None
    ended_at: datetime | None = None
    ended_by: ConsentSide | None = None
    reminded_at: datetime | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether name and mobile may be given today, also when nobody has noted yet that its time is over."""
        return self.state is ConsentState.GIVEN and self.until is not None and self.until >= day


@dataclass(frozen=True, slots=True)
class ContactReveal:
    """Somebody of the other side looked. `firm`: whose; `introduction_id`: in which introduction."""

    consent_id: str
    introduction_id: str
    seen_by: str
    firm: str
    at: datetime


def next_consent_state(state: ConsentState | None, step: ConsentStep, side: ConsentSide) -> ConsentState | None:
    """Where this step of this side leads; None when it cannot be."""
    return CONSENT_STEPS.get((state, step, side))


def consent_text(version: str, host: str, site: str) -> str:
    """The sentences of a version, for this platform."""
    return CONSENT_TEXTS[version].format(host=host or "本平台", site=site, purpose=PURPOSE)


def consent_until(day: date, months: int) -> date:
    """The last day of a consent that begins today."""
    return months_later(day, months)


def masked_name(name: str) -> str:
    """欧阳** : the first character, and stars whose number tells nothing."""
    return f"{name[:1]}**" if name else ""


def masked_mobile(mobile: str) -> str:
    """138****5678."""
    return f"{mobile[:3]}****{mobile[-4:]}" if mobile else ""


def read_mobile(text: str) -> str | None:
    """A mobile number of the mainland as eleven digits; None for anything else."""
    digits = "".join(character for character in text if character.isdigit())
    digits = digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    return digits if len(digits) == 11 and MOBILE.fullmatch(digits) else None
