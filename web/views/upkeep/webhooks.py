"""推送地址."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.paging import Page
from service.domain.webhooks import DELIVERY_WORDS, MESSAGE_WORDS, WEBHOOK_WORDS, Delivery, DeliveryState, WebhookState
from service.errors import PlatformError
from service.flows.upkeep.keep_webhooks import KeptWebhook, WebhookWish
from web.parts.paging import Paging, paging_of

EMPTY = WebhookWish("", "", tuple(MESSAGE_WORDS))
_STATE_KINDS = {WebhookState.ACTIVE: "good", WebhookState.PAUSED: "quiet", WebhookState.STOPPED: "bad"}
_DELIVERY_KINDS = {DeliveryState.DELIVERED: "good", DeliveryState.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class WebhookForm:
    """What is typed. `topics`: (value, words, chosen)."""

    name: str
    url: str
    topics: tuple[tuple[str, str, bool], ...]
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WebhookLine:
    """One of them. `kind`: of its badge; `standing`: how its messages stand, in words."""

    id: str
    name: str
    url: str
    state: str
    kind: str
    standing: str
    delivered_at: datetime | None
    failing_since: datetime | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class WebhooksPage:
    """All of them. `sentence`: why none was made."""

    template: ClassVar[str] = "pages/upkeep/webhooks.html"
    title: str
    lines: tuple[WebhookLine, ...]
    form: WebhookForm
    sentence: str = ""

    def refused(self, error: PlatformError) -> "WebhooksPage":
        """This, with what was wrong."""
        return replace(self, form=replace(self.form, problems=error.fields), sentence="" if error.fields else error.message)


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One message of the log. `need`: its id, empty for a trial; `again`: whether it can be sent again."""

    number: int
    topic: str
    message_id: str
    need: str
    state: str
    kind: str
    made_at: datetime
    tried: str
    tried_at: datetime | None
    failure: str
    again: bool


@dataclass(frozen=True, slots=True)
class WebhookPage:
    """One with its log. `secret`: shown this once; `failed`: how many were put aside; `states`: (address, words, chosen)."""

    template: ClassVar[str] = "pages/upkeep/webhook.html"
    title: str
    line: WebhookLine
    form: WebhookForm
    log: tuple[DeliveryLine, ...]
    total: int
    failed: int
    states: tuple[tuple[str, str, bool], ...]
    paging: Paging
    secret: str = ""
    sentence: str = ""

    def refused(self, error: PlatformError, typed: WebhookWish | None) -> "WebhookPage":
        """This, with what was wrong, and what was typed."""
        form = _form(typed, error.fields) if typed else self.form
        return replace(self, form=form, sentence="" if typed and error.fields else error.message)

    def showing(self, secret: str) -> "WebhookPage":
        """This, with a new secret."""
        return replace(self, secret=secret)


def webhooks_page(kept: Sequence[KeptWebhook], typed: WebhookWish) -> WebhooksPage:
    """All of them, and the form for one more."""
    return WebhooksPage("推送地址", tuple(_line(each) for each in kept), _form(typed))


def webhook_page(kept: KeptWebhook, log: Page[Delivery], state: str) -> WebhookPage:
    """One with a page of its log."""
    webhook = kept.webhook
    path = f"/webhooks/{webhook.id}"
    states = (("", "全部"), *((str(each), words) for each, words in DELIVERY_WORDS.items()))
    return WebhookPage(
        title=webhook.name,
        line=_line(kept),
        form=_form(WebhookWish(webhook.name, webhook.url, webhook.topics)),
        log=tuple(_delivery(each) for each in log.items),
        total=log.total,
        failed=kept.counts[DeliveryState.FAILED],
        states=tuple((f"{path}?state={value}" if value else path, words, value == state) for value, words in states),
        paging=paging_of(log, path, (("state", state),) if state else ()),
    )


def _line(kept: KeptWebhook) -> WebhookLine:
    webhook = kept.webhook
    standing = "，".join(f"{words} {kept.counts[state]:,} 条" for state, words in DELIVERY_WORDS.items() if kept.counts[state])
    return WebhookLine(
        id=webhook.id,
        name=webhook.name,
        url=webhook.url,
        state=WEBHOOK_WORDS[webhook.state],
        kind=_STATE_KINDS[webhook.state],
        standing=standing or "还没有消息",
        delivered_at=webhook.delivered_at,
        failing_since=webhook.failing_since,
        is_active=webhook.state is WebhookState.ACTIVE,
    )


def _form(typed: WebhookWish, problems: Mapping[str, str] | None = None) -> WebhookForm:
    topics = tuple((str(topic), words, topic in typed.topics) for topic, words in MESSAGE_WORDS.items())
    return WebhookForm(typed.name, typed.url, topics, problems or {})


def _delivery(each: Delivery) -> DeliveryLine:
    took = f"，对方答复 {each.status}，用了 {each.took_ms:,} 毫秒" if each.status else ""
    return DeliveryLine(
        number=each.number,
        topic=MESSAGE_WORDS.get(each.topic, "试发"),
        message_id=each.message_id,
        need=each.need_id,
        state=DELIVERY_WORDS[each.state],
        kind=_DELIVERY_KINDS.get(each.state, "quiet"),
        made_at=each.made_at,
        tried=f"试过 {each.tries} 次{took}" if each.tries else "还没有发",
        tried_at=each.tried_at,
        failure=each.failure,
        again=each.state is not DeliveryState.WAITING,
    )
