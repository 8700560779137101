"""通知: what the platform tells somebody, in the inbox and by mail, and what he wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from service.domain.calendar import time_in_shanghai

MAIL_PAUSE = timedelta(minutes=30)
"""Between two letters of one kind to one person; what comes up meanwhile goes into one letter."""
KEPT = timedelta(days=365)
"""How long a notice stands in the inbox."""
DIGEST_HOUR = 8
"""When the daily letter goes, by the clock of Asia/Shanghai."""


class NoticeKind(StrEnum):
    """What a notice is about; each kind is switched on and off by itself."""

    ACCOUNT = "account"
    """The safety of one's own account: always sent, at once."""
    CLAIMS = "claims"
    PROFILES = "profiles"
    BROKERING = "brokering"
    EVENTS = "events"
    UPKEEP = "upkeep"


class MailChoice(StrEnum):
    """When notices of one kind are mailed."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """How somebody wants one kind. `in_inbox` False: it does not appear there."""

    in_inbox: bool = True
    mail: MailChoice = MailChoice.AT_ONCE


@dataclass(frozen=True, slots=True)
class NewNotice:
    """Something to tell one account.

    `wording`: a name in `service.domain.notice_words.WORDINGS`; `values`: exactly the gaps of its sentence and address.
    `key`: names what happened, such as `claim:clm_4k2m:confirmed`; told once to each person, however often it is posted.
    """

    wording: str
    person_id: str
    values: Mapping[str, str]
    key: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of somebody's inbox."""

    id: str
    person_id: str
    kind: NoticeKind
    wording: str
    values: Mapping[str, str]
    made_at: datetime
    read_at: datetime | None


def mail_due_at(kind: NoticeKind, choice: MailChoice, now: datetime, mailed_last: datetime | None) -> datetime:
    """When the letter with a new notice goes: now; once the pause after the last letter of its kind is over; or at the next digest hour."""
    if kind is NoticeKind.ACCOUNT:
        return now
    if choice is MailChoice.DAILY:
        return next_digest_at(now)
    return max(now, mailed_last + MAIL_PAUSE) if mailed_last else now


def next_digest_at(now: datetime) -> datetime:
    """The next time the clock in Asia/Shanghai shows the digest hour."""
    local = time_in_shanghai(now)
    today = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return (today if local < today else today + timedelta(days=1)).astimezone(UTC)
