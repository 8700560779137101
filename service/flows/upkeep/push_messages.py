"""Send one webhook what waits for it, in order, and keep how it went. A performer of background tasks.

A webhook that does not answer holds up nobody but itself: its messages wait behind the first one, and the next try comes later and later.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

from service.domain.audit import AuditEntry
from service.domain.notices import NewNotice
from service.domain.people import Role
from service.domain.tasks import Task, next_delay
from service.domain.webhooks import AT_ONCE_MOST, REFUSALS_MOST, STOPS_AFTER, Delivery, DeliveryState, Posting, Webhook, WebhookState
from service.errors import Invalid, Refused, Unavailable
from service.identity.webhook_secrets import webhook_secret
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.notices import post_notice
from service.store.queries.people import active_with_role
from service.store.queries.webhooks import find_webhook, note_posting, save_webhook, waiting_deliveries, wake_webhook
from service.store.unit_of_work import reading
from service.webhooks.posting import post_message
from service.webhooks.signing import signed_headers
from service.webhooks.targets import read_networks, resolve_target

_TURN_SECONDS = 30.0
"""A turn ends after this, far below the lease of its task."""
_BY = "webhooks"
"""Who stopped it, for the audit log."""

Sent = tuple[Delivery, Posting]


def push_messages(runtime: Runtime, task: Task) -> Callable[[Transaction], None]:
    """Send until one is not taken, or the turn is over; gives what notes it, together with the settling of the task."""
    with reading(runtime.database) as session:
        webhook = find_webhook(session, task.values["webhook"])
        waiting = waiting_deliveries(session, webhook.id, AT_ONCE_MOST) if webhook else []
    sent: list[Sent] = []
    if webhook and webhook.state is WebhookState.ACTIVE:
        ends_at = monotonic() + _TURN_SECONDS
        for delivery in waiting:
            posting = _send(runtime, webhook, delivery)
            sent.append((delivery, posting))
            if not posting.is_taken or monotonic() > ends_at:
                break
    return lambda session: _note(runtime, session, task.values["webhook"], sent)


def _send(runtime: Runtime, webhook: Webhook, delivery: Delivery) -> Posting:
    settings, now = runtime.settings, runtime.clock.now()
    body = json.dumps({"id": delivery.message_id, **delivery.body}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    secrets = [webhook_secret(runtime, salt) for salt in webhook.salts(now)]
    try:
        target = resolve_target(webhook.url, read_networks(settings.webhook_networks))
    except (Invalid, Refused, Unavailable) as error:
        return Posting(None, error.message, 0)
    return post_message(target, signed_headers(secrets, delivery.message_id, int(now.timestamp()), body), body, settings.webhook_ca_file)


def _note(runtime: Runtime, session: Transaction, webhook_id: str, sent: Sequence[Sent]) -> None:
    """Keep how each went, and when it goes on. What was changed or removed meanwhile is read again."""
    webhook = find_webhook(session, webhook_id)
    if webhook is None:
        return
    now = runtime.clock.now()
    due_at: datetime | None = None
    for delivery, posting in sent:
        state = _state_after(delivery, posting)
        note_posting(session, delivery, state, posting, now)
        if posting.is_taken:
            webhook = replace(webhook, failures=0, failing_since=None, delivered_at=now)
            continue
        webhook = replace(webhook, failures=webhook.failures + 1, failing_since=webhook.failing_since or now)
        due_at = now + (timedelta() if state is DeliveryState.FAILED else _pause(webhook))
    last = sent[-1][1] if sent else None
    if webhook.state is WebhookState.ACTIVE and last and (reason := _why_stopped(webhook, last, now)):
        webhook = replace(webhook, state=WebhookState.STOPPED)
        _tell(runtime, session, webhook, reason)
    if sent:
        save_webhook(session, webhook)
    if webhook.state is WebhookState.ACTIVE and waiting_deliveries(session, webhook.id, 1):
        wake_webhook(session, webhook.id, now, due_at)


def _state_after(delivery: Delivery, posting: Posting) -> DeliveryState:
    if posting.is_taken:
        return DeliveryState.DELIVERED
    aside = posting.is_refusal and delivery.tries + 1 >= REFUSALS_MOST
    return DeliveryState.FAILED if aside else DeliveryState.WAITING


def _pause(webhook: Webhook) -> timedelta:
    return next_delay(webhook.failures, random.random())  # noqa: S311  spreads tries, keeps no secret


def _why_stopped(webhook: Webhook, last: Posting, now: datetime) -> str:
    """Empty while it goes on."""
    if last.is_gone:
        return "答复说已经撤掉（410）"
    if webhook.failing_since and now - webhook.failing_since >= STOPS_AFTER:
        return f"连续 {STOPS_AFTER.days} 天没有收下一条"
    return ""


def _tell(runtime: Runtime, session: Transaction, webhook: Webhook, reason: str) -> None:
    now = runtime.clock.now()
    detail: dict[str, object] = {"failures": webhook.failures}
    record_audit(session, [AuditEntry(now, _BY, "webhook_stopped", "webhook", webhook.id, detail, reason=reason)])
    for person_id in active_with_role(session, Role.ADMINISTRATOR):
        values = {"webhook": webhook.name, "reason": reason, "id": webhook.id}
        post_notice(session, NewNotice("webhook_stopped", person_id, values, f"webhook:{webhook.id}:{now.isoformat()}"), now)
