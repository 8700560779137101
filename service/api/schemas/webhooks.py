"""Webhooks as they are sent and told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from service.api.schemas.base import Answer, RequestPart, Word
from service.domain.webhooks import MESSAGE_WORDS, URL_MOST_CHARACTERS, Delivery, DeliveryState, Webhook
from service.flows.upkeep.keep_webhooks import KeptWebhook, WebhookWish


class WebhookIn(RequestPart):
    """A webhook."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "企莞家", "url": "https://portal.example.com/hooks", "topics": ["need.moved", "introduction.answered"]}]
        }
    )

    name: Word = Field(description="Whom it tells.")
    url: str = Field(
        max_length=URL_MOST_CHARACTERS, description="A public https address; closed networks only where the settings name them."
    )
    topics: list[Word] = Field(max_length=len(MESSAGE_WORDS), description=f"Any of: {', '.join(MESSAGE_WORDS)}.")

    def wish(self) -> WebhookWish:
        """Return it for the flow."""
        return WebhookWish(self.name, self.url, self.topics)


class WebhookStepIn(RequestPart):
    """One step."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "try"}]})

    action: Word = Field(description="`pause`, `resume` (sends what waited), or `try` (sends a message of type `trial`).")


class ReplayIn(RequestPart):
    """What is sent again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": 17}, {}]})

    number: int = Field(default=0, ge=0, description="Of one delivery; 0: all that were put aside.")


class WebhookOut(Answer):
    """One webhook. `failing_since`: since when it has taken nothing; after three days it is stopped."""

    id: str
    name: str
    url: str
    topics: list[str]
    state: str
    made_at: datetime
    delivered_at: datetime | None
    failing_since: datetime | None


class KeptWebhookOut(WebhookOut):
    """One webhook, with how many of its messages are in each state."""

    counts: Mapping[str, int]


class MadeWebhookOut(WebhookOut):
    """One webhook, with its secret, which is told this once."""

    secret: str


class WebhooksOut(Answer):
    """All of them."""

    webhooks: list[KeptWebhookOut]


class SecretOut(Answer):
    """A new secret, told this once. For a day messages carry the signatures of both."""

    secret: str


class DeliveryOut(Answer):
    """One message of the log. `message_id`: the `webhook-id` of the message, the same when it is sent again."""

    number: int
    message_id: str
    topic: str
    need_id: str | None
    body: Mapping[str, object]
    state: str
    made_at: datetime
    tries: int
    tried_at: datetime | None
    status: int | None
    failure: str | None


class DeliveriesOut(Answer):
    """A page of the log, newest first."""

    deliveries: list[DeliveryOut]
    total: int


class ReplayedOut(Answer):
    """How many are sent again."""

    replayed: int


def webhook_out(webhook: Webhook) -> WebhookOut:
    """Build one."""
    return WebhookOut(**_members(webhook))


def kept_webhook_out(kept: KeptWebhook) -> KeptWebhookOut:
    """Build one with its counts."""
    counts = {str(state): kept.counts[state] for state in DeliveryState}
    return KeptWebhookOut(**_members(kept.webhook), counts=counts)


def made_webhook_out(webhook: Webhook, secret: str) -> MadeWebhookOut:
    """Build one with its secret."""
    return MadeWebhookOut(**_members(webhook), secret=secret)


def delivery_out(delivery: Delivery) -> DeliveryOut:
    """Build one line of the log."""
    return DeliveryOut(
        number=delivery.number,
        message_id=delivery.message_id,
        topic=delivery.topic,
        need_id=delivery.need_id or None,
        body=delivery.body,
        state=delivery.state,
        made_at=delivery.made_at,
        tries=delivery.tries,
        tried_at=delivery.tried_at,
        status=delivery.status,
        failure=delivery.failure or None,
    )


def _members(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.id,
        "name": webhook.name,
        "url": webhook.url,
        "topics": [str(topic) for topic in webhook.topics],
        "state": webhook.state,
        "made_at": webhook.made_at,
        "delivered_at": webhook.delivered_at,
        "failing_since": webhook.failing_since,
    }
