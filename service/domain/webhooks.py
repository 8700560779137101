"""推送 (webhooks): another system is told by HTTP that something happened to a need. Ids and codes only: nothing personal, no words.

The message is built as *Standard Webhooks* says (standardwebhooks.com, version 1.0.0), so that its libraries can check the signature.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from service.domain.timeline import LineKind, TimelineLine

WEBHOOKS_MOST = 10
NAME_MOST_CHARACTERS = 40
URL_MOST_CHARACTERS = 400
BOTH_SECRETS = timedelta(hours=24)
"""After a change of secret messages carry both signatures for this long, so that the receiver can change in its own time."""
STOPS_AFTER = timedelta(days=3)
"""A webhook that took nothing for this long is stopped, and the administrators are told."""
REFUSALS_MOST = 10
"""A message that the receiver itself refuses this often is put aside, so that it does not hold up those behind it."""
DELIVERIES_KEPT = timedelta(days=30)
AT_ONCE_MOST = 20
"""Messages of one turn of the worker; the rest waits for its next turn, so that letters are not held up."""
_LATER_STATUSES = frozenset({408, 425, 429})
_GONE_STATUS = 410
_PLAIN = re.compile(r"[A-Za-z0-9_]{1,40}")


class MessageKind(StrEnum):
    """What can be told; a value is the `type` of the message."""

    TRIAL = "trial"
    NEED_STATED = "need.stated"
    NEED_MOVED = "need.moved"
    NEED_CHANGED = "need.changed"
    NEED_RENEWED = "need.renewed"
    NEED_SHORTLISTED = "need.shortlisted"
    NEED_ASKED = "need.asked"
    NEED_REPLIED = "need.replied"
    NEED_DISPUTED = "need.disputed"
    INTRODUCTION_PROPOSED = "introduction.proposed"
    INTRODUCTION_ANSWERED = "introduction.answered"
    INTRODUCTION_REMINDED = "introduction.reminded"
    INTRODUCTION_LAPSED = "introduction.lapsed"
    INTRODUCTION_WITHDRAWN = "introduction.withdrawn"
    MEETING_PLANNED = "meeting.planned"
    OUTCOME_TOLD = "outcome.told"
    CASE_PUBLISHED = "case.published"


MESSAGE_WORDS: Mapping[MessageKind, str] = {
    MessageKind.NEED_STATED: "需求登记",
    MessageKind.NEED_MOVED: "需求换了阶段",
    MessageKind.NEED_CHANGED: "需求内容有改动",
    MessageKind.NEED_RENEWED: "需求续期",
    MessageKind.NEED_SHORTLISTED: "名单加了服务商",
    MessageKind.NEED_ASKED: "服务商提问",
    MessageKind.NEED_REPLIED: "企业补充或回答",
    MessageKind.NEED_DISPUTED: "有异议",
    MessageKind.INTRODUCTION_PROPOSED: "发起对接",
    MessageKind.INTRODUCTION_ANSWERED: "一方答复",
    MessageKind.INTRODUCTION_REMINDED: "催过一次答复",
    MessageKind.INTRODUCTION_LAPSED: "对接到期作废",
    MessageKind.INTRODUCTION_WITHDRAWN: "对接撤回或结束",
    MessageKind.MEETING_PLANNED: "约了、改了或取消了见面",
    MessageKind.OUTCOME_TOLD: "记了或确认了进展",
    MessageKind.CASE_PUBLISHED: "成了公开的案例",
}
"""Those that can be chosen; a trial is sent by hand."""
MESSAGE_OF: Mapping[LineKind, MessageKind] = {
    LineKind.STATED: MessageKind.NEED_STATED,
    LineKind.STEP: MessageKind.NEED_MOVED,
    LineKind.CHANGED: MessageKind.NEED_CHANGED,
    LineKind.RENEWED: MessageKind.NEED_RENEWED,
    LineKind.SHORTLISTED: MessageKind.NEED_SHORTLISTED,
    LineKind.ASKED: MessageKind.NEED_ASKED,
    LineKind.REPLIED: MessageKind.NEED_REPLIED,
    LineKind.DISPUTE: MessageKind.NEED_DISPUTED,
    LineKind.INTRODUCED: MessageKind.INTRODUCTION_PROPOSED,
    LineKind.ANSWERED: MessageKind.INTRODUCTION_ANSWERED,
    LineKind.REMINDED: MessageKind.INTRODUCTION_REMINDED,
    LineKind.LAPSED: MessageKind.INTRODUCTION_LAPSED,
    LineKind.WITHDRAWN: MessageKind.INTRODUCTION_WITHDRAWN,
    LineKind.MEETING: MessageKind.MEETING_PLANNED,
    LineKind.OUTCOME: MessageKind.OUTCOME_TOLD,
    LineKind.PUBLISHED: MessageKind.CASE_PUBLISHED,
}
"""Line of the 经过 → what is told of it. What the desk writes for itself, and who looked at a contact, is told to nobody."""
_TOLD = ("step", "from", "to", "by", "answer", "introduction", "provider", "meeting", "outcome")
"""Of a line's detail, these; only codes and ids pass."""


class WebhookState(StrEnum):
    """Whether it is told anything. What happens meanwhile is kept and sent when it goes on."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"
    """By the platform: it took nothing for three days, or said that it is gone."""


class DeliveryState(StrEnum):
    """What became of one message."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Refused by the receiver ten times; an administrator can send it again."""
    REPLAYED = "replayed"
    """It was put aside and is sent again: the newer line tells what becomes of it."""


WEBHOOK_WORDS = {WebhookState.ACTIVE: "在用", WebhookState.PAUSED: "已暂停", WebhookState.STOPPED: "已停用"}
DELIVERY_WORDS = {
    DeliveryState.WAITING: "等待",
    DeliveryState.DELIVERED: "送达",
    DeliveryState.FAILED: "没送到",
    DeliveryState.REPLAYED: "已重发",
}


@dataclass(frozen=True, slots=True)
class Webhook:
    """One address that is told. `salt`: what its secret is derived from; `old_salt` counts until `old_until`.

    `failures`: tries in a row that failed, since `failing_since`; `delivered_at`: when it took something last.
    """

    id: str
    name: str
    url: str
    topics: tuple[MessageKind, ...]
    state: WebhookState
    salt: str
    made_by: str
    made_at: datetime
    old_salt: str = ""
    old_until: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    delivered_at: datetime | None = None

    def salts(self, now: datetime) -> tuple[str, ...]:
        """Those of the secrets that sign now, the newest first."""
        both = self.old_salt and self.old_until is not None and now < self.old_until
        return (self.salt, self.old_salt) if both else (self.salt,)


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told, before it is stored for each webhook."""

    topic: MessageKind
    need_id: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one webhook. `number`: counts up; `message_id`: the same when it is sent again, so that a receiver knows it.

    `status`: what the receiver answered last, None when it did not; `failure`: in words.
    """

    number: int
    webhook_id: str
    message_id: str
    topic: MessageKind
    need_id: str
    body: Mapping[str, object]
    state: DeliveryState
    made_at: datetime
    tries: int = 0
    tried_at: datetime | None = None
    status: int | None = None
    failure: str = ""
    took_ms: int = 0


@dataclass(frozen=True, slots=True)
class Posting:
    """How one try ended: `status` None and `failure` in words when nobody answered."""

    status: int | None
    failure: str
    took_ms: int

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_refusal(self) -> bool:
        """Whether the receiver read this message and does not want it; anything else may pass by itself."""
        return self.status is not None and 400 <= self.status < 500 and self.status not in _LATER_STATUSES

    @property
    def is_gone(self) -> bool:
        """Whether the receiver says that there is nobody any more."""
        return self.status == _GONE_STATUS


def message_of(need_id: str, line: TimelineLine) -> Message | None:
    """What is told of a line of the 经过; None when it is nobody's business."""
    topic = MESSAGE_OF.get(line.kind)
    if topic is None:
        return None
    detail = {name: str(line.detail[name]) for name in _TOLD if line.detail.get(name)}
    told = {name: value for name, value in detail.items() if _PLAIN.fullmatch(value)}
    data = {"need": need_id, "side": str(line.side), **told, "href": f"/api/v1/needs/{need_id}"}
    return Message(topic, need_id, {"type": str(topic), "timestamp": line.at.isoformat(), "data": data})


def wants(webhook: Webhook, topic: MessageKind) -> bool:
    """Whether a webhook is told of this."""
    return topic is MessageKind.TRIAL or topic in webhook.topics


def read_topics(given: Sequence[str]) -> tuple[MessageKind, ...] | None:
    """The chosen topics in their own order; None when none or an unknown one is chosen."""
    known = {str(topic) for topic in MESSAGE_WORDS}
    return tuple(topic for topic in MESSAGE_WORDS if topic in given) if given and set(given) <= known else None
