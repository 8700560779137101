"""推送地址: the administrator says which systems are told of what happens to needs, and sees whether they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain.audit import AuditEntry
from service.domain.paging import Page
from service.domain.people import read_line
from service.domain.permissions import Action, Actor, Subject
from service.domain.webhooks import (
    BOTH_SECRETS,
    NAME_MOST_CHARACTERS,
    URL_MOST_CHARACTERS,
    WEBHOOK_WORDS,
    WEBHOOKS_MOST,
    Delivery,
    DeliveryState,
    Message,
    MessageKind,
    Webhook,
    WebhookState,
    read_topics,
)
from service.errors import Conflict, Invalid, NotFound, Refused, Unavailable
from service.identity.actors import require
from service.identity.secret_text import fresh_secret
from service.identity.webhook_secrets import webhook_secret
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.webhooks import (
    add_delivery,
    add_webhook,
    all_webhooks,
    count_deliveries,
    failed_deliveries,
    find_delivery,
    find_webhook,
    list_deliveries,
    mark_replayed,
    remove_webhook,
    save_webhook,
    waiting_deliveries,
    wake_webhook,
)
from service.store.unit_of_work import reading, writing
from service.webhooks.targets import read_networks, resolve_target

_GONE = "没有这个推送地址，可能已经删除。"
_STEPS = {"pause": "webhook_paused", "resume": "webhook_resumed", "try": "webhook_tried"}


@dataclass(frozen=True, slots=True)
class WebhookWish:
    """What is typed. `topics`: values of `MessageKind`."""

    name: str
    url: str
    topics: Sequence[str]


@dataclass(frozen=True, slots=True)
class KeptWebhook:
    """One with how many of its messages are in each state."""

    webhook: Webhook
    counts: Mapping[DeliveryState, int]


def keep_webhooks(runtime: Runtime, actor: Actor) -> list[KeptWebhook]:
    """All of them, oldest first.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.KEEP_WEBHOOKS, Subject())
    with reading(runtime.database) as session:
        counts = count_deliveries(session)
        return [_kept(webhook, counts) for webhook in all_webhooks(session)]


def see_deliveries(runtime: Runtime, actor: Actor, webhook_id: str, state: str, number: int) -> tuple[KeptWebhook, Page[Delivery]]:
    """One with a page of its log, newest first.

    Args:
        state: a value of `DeliveryState`; empty for all.

    Raises:
        NotFound: there is none such. Refused: not for this actor. Invalid: there is no such state.
    """
    require(actor, Action.KEEP_WEBHOOKS, Subject())
    if state and state not in set(DeliveryState):
        raise Invalid(f"没有这个状态。可用的：{'、'.join(DeliveryState)}。", fields={"state": "没有这个状态"})
    with reading(runtime.database) as session:
        webhook = _found(session, webhook_id)
        return _kept(webhook, count_deliveries(session)), list_deliveries(session, webhook_id, state, number)


def make_webhook(runtime: Runtime, actor: Actor, wish: WebhookWish) -> tuple[Webhook, str]:
    """Make one; with its secret, which is shown this once.

    Raises:
        Refused: not for this actor. Invalid: `fields` says what is to be mended. Conflict: there are as many as may be.
    """
    require(actor, Action.KEEP_WEBHOOKS, Subject())
    name, url, topics = _read(runtime, wish)
    now = runtime.clock.now()
    webhook = Webhook(new_id("whk"), name, url, topics, WebhookState.ACTIVE, fresh_secret(), actor.person_id, now)
    with writing(runtime.database) as session:
        if len(all_webhooks(session)) >= WEBHOOKS_MOST:
            raise Conflict(f"推送地址最多 {WEBHOOKS_MOST} 个，请先删除不用的。")
        add_webhook(session, webhook)
        detail: dict[str, object] = {"topics": [str(topic) for topic in topics]}
        record_audit(session, [AuditEntry(now, actor, "webhook_made", "webhook", webhook.id, detail, after={"name": name, "url": url})])
    return webhook, webhook_secret(runtime, webhook.salt)


def change_webhook(runtime: Runtime, actor: Actor, webhook_id: str, wish: WebhookWish) -> Webhook:
    """Change name, address or topics. What waits goes to the new address.

    Raises:
        Refused: not for this actor. NotFound: there is none such. Invalid: `fields` says what is to be mended.
    """
    require(actor, Action.KEEP_WEBHOOKS, Subject())
    name, url, topics = _read(runtime, wish)
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        webhook = _found(session, webhook_id)
        changed = replace(webhook, name=name, url=url, topics=topics)
        save_webhook(session, changed)
        before, after = {"name": webhook.name, "url": webhook.url}, {"name": name, "url": url}
        detail: dict[str, object] = {"topics": [str(topic) for topic in topics]}
        record_audit(session, [AuditEntry(now, actor, "webhook_changed", "webhook", webhook_id, detail, before=before, after=after)])
    return changed


def step_webhook(runtime: Runtime, actor: Actor, webhook_id: str, step: str) -> Webhook:
    """Pause it, let it go on with everything that waits, or send it a trial.

    Args:
        step: pause, resume or try.

    Raises:
        Refused: not for this actor. NotFound: there is none such. Invalid: no such step. Conflict: its state has no such step.
    """
    require(actor, Action.KEEP_WEBHOOKS, Subject())
    if step not in _STEPS:
        raise Invalid(f"没有这一步。可用的：{'、'.join(_STEPS)}。", fields={"action": "没有这一步"})
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        webhook = _found(session, webhook_id)
        is_active = webhook.state is WebhookState.ACTIVE
        if (step == "resume") == is_active:
            raise Conflict(f"这个推送地址现在是“{WEBHOOK_WORDS[webhook.state]}”，不能这样做。")
        match step:
            case "pause":
                webhook = replace(webhook, state=WebhookState.PAUSED)
            case "resume":
                webhook = replace(webhook, state=WebhookState.ACTIVE, failures=0, failing_since=None)
                if waiting_deliveries(session, webhook.id, 1):
                    wake_webhook(session, webhook.id, now)
            case _:
                body = {"type": str(MessageKind.TRIAL), "timestamp": now.isoformat(), "data": {}}
                add_delivery(session, webhook, Message(MessageKind.TRIAL, "", body), now)
        save_webhook(session, webhook)
        record_audit(session, [AuditEntry(now, actor, _STEPS[step], "webhook", webhook.id)])
    return webhook


def rotate_secret(runtime: Runtime, actor: Actor, webhook_id: str) -> str:
    """A new secret, shown this once; for a day messages carry the signatures of both.

    Raises:
        Refused: not for this actor. NotFound: there is none such.
    """
    require(actor, Action.KEEP_WEBHOOKS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        webhook = _found(session, webhook_id)
        rotated = replace(webhook, salt=fresh_secret(), old_salt=webhook.salt, old_until=now + BOTH_SECRETS)
        save_webhook(session, rotated)
        record_audit(session, [AuditEntry(now, actor, "webhook_rotated", "webhook", webhook.id)])
    return webhook_secret(runtime, rotated.salt)


def drop_webhook(runtime: Runtime, actor: Actor, webhook_id: str) -> None:
    """Delete it with its log.

    Raises:
        Refused: not for this actor. NotFound: there is none such.
    """
    require(actor, Action.KEEP_WEBHOOKS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        webhook = _found(session, webhook_id)
        remove_webhook(session, webhook.id)
        before = {"name": webhook.name, "url": webhook.url}
        record_audit(session, [AuditEntry(now, actor, "webhook_removed", "webhook", webhook.id, before=before)])


def replay_deliveries(runtime: Runtime, actor: Actor, webhook_id: str, number: int = 0) -> int:
    """Send one message again, or with 0 all that were put aside; how many. The receiver knows each by its old id.

    Raises:
        Refused: not for this actor. NotFound: there is none such. Conflict: nothing was put aside, or the message still waits.
    """
    require(actor, Action.KEEP_WEBHOOKS, Subject())
    now = runtime.clock.now()
    with writing(runtime.database) as session:
        webhook = _found(session, webhook_id)
        one = find_delivery(session, webhook_id, number) if number else None
        if number and one is None:
            raise NotFound("没有这条推送记录，可能已经过了保留期。")
        again = [one] if one else failed_deliveries(session, webhook_id)
        if not again or (one and one.state is DeliveryState.WAITING):
            raise Conflict("没有要重发的：没送到的都重发了，或这一条还在等待发送。")
        for each in again:
            add_delivery(session, webhook, Message(each.topic, each.need_id, each.body), now, each.message_id)
        mark_replayed(session, [each.number for each in again])
        detail: dict[str, object] = {"numbers": [each.number for each in again]}
        record_audit(session, [AuditEntry(now, actor, "webhook_replayed", "webhook", webhook.id, detail)])
    return len(again)


def _read(runtime: Runtime, wish: WebhookWish) -> tuple[str, str, tuple[MessageKind, ...]]:
    """What can be kept. A name that cannot be resolved at this moment is no mistake: it is tried again when something is sent."""
    name, topics, url = read_line(wish.name, NAME_MOST_CHARACTERS), read_topics(wish.topics), wish.url.strip()
    problems = {}
    if name is None:
        problems["name"] = f"请填推送给谁，最多 {NAME_MOST_CHARACTERS} 个字。"
    if topics is None:
        problems["topics"] = "请至少选一类消息。"
    if len(url) > URL_MOST_CHARACTERS:
        problems["url"] = f"地址最多 {URL_MOST_CHARACTERS} 个字符。"
    else:
        try:
            resolve_target(url, read_networks(runtime.settings.webhook_networks))
        except (Invalid, Refused) as error:
            problems["url"] = error.message
        except Unavailable:
            pass
    if problems or name is None or topics is None:
        raise Invalid("有内容没填对。", fields=problems)
    return name, url, topics


def _found(session: Transaction, webhook_id: str) -> Webhook:
    webhook = find_webhook(session, webhook_id)
    if webhook is None:
        raise NotFound(_GONE)
    return webhook


def _kept(webhook: Webhook, counts: Mapping[tuple[str, DeliveryState], int]) -> KeptWebhook:
    return KeptWebhook(webhook, {state: counts.get((webhook.id, state), 0) for state in DeliveryState})
