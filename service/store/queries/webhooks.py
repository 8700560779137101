"""Webhooks, and the messages that wait for them.

Whatever is added to the 经过 of a need (`service.store.queries.timeline.add_lines`) is promised to the webhooks that want it, in the
same transaction. One task a webhook sends what waits, in order.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.domain.tasks import NewTask, TaskKind, TaskState
from service.domain.webhooks import Delivery, DeliveryState, Message, MessageKind, Posting, Webhook, WebhookState, wants
from service.store.base import ROWS_AT_ONCE, new_id
from service.store.queries.tasks import post_task
from service.store.rows import DeliveryRow, TaskRow, WebhookRow


def add_webhook(session: Session, webhook: Webhook) -> None:
    """Store a new one."""
    session.add(WebhookRow(id=webhook.id, made_by=webhook.made_by, made_at=webhook.made_at, **_changing(webhook)))
    session.flush()


def save_webhook(session: Session, webhook: Webhook) -> None:
    """Store a changed one. Only inside `writing`, on a webhook that was read there."""
    session.execute(update(WebhookRow).where(WebhookRow.id == webhook.id).values(**_changing(webhook)))


def remove_webhook(session: Session, webhook_id: str) -> None:
    """Delete it with its messages."""
    session.execute(delete(DeliveryRow).where(DeliveryRow.webhook_id == webhook_id))
    session.execute(delete(WebhookRow).where(WebhookRow.id == webhook_id))


def find_webhook(session: Session, webhook_id: str) -> Webhook | None:
    """One of them."""
    row = session.execute(select(WebhookRow).where(WebhookRow.id == webhook_id)).scalar_one_or_none()
    return _webhook(row) if row else None


def all_webhooks(session: Session) -> list[Webhook]:
    """All of them, oldest first: there are at most ten."""
    return [_webhook(row) for row in session.scalars(select(WebhookRow).order_by(WebhookRow.made_at, WebhookRow.id))]


def post_messages(session: Session, messages: Iterable[Message], now: datetime) -> None:
    """Promise these to every webhook that wants them. One that is paused or stopped gets them when it goes on."""
    webhooks = all_webhooks(session)
    if not webhooks:
        return
    for message in messages:
        for webhook in webhooks:
            if wants(webhook, message.topic):
                add_delivery(session, webhook, message, now)


def add_delivery(session: Session, webhook: Webhook, message: Message, now: datetime, message_id: str = "") -> None:
    """Promise one message to one webhook.

    Args:
        message_id: of the message that is sent again; empty for a new one.
    """
    session.execute(
        insert(DeliveryRow),
        [
            {
                "webhook_id": webhook.id, "message_id": message_id or new_id("msg"), "topic": message.topic, "need_id": message.need_id,
                "body": dict(message.body), "state": DeliveryState.WAITING, "made_at": now, "tries": 0, "failure": "", "took_ms": 0,
            }
        ],
    )  # fmt: skip
    if webhook.state is WebhookState.ACTIVE:
        wake_webhook(session, webhook.id, now)


def wake_webhook(session: Session, webhook_id: str, now: datetime, due_at: datetime | None = None) -> None:
    """See to it that what waits is sent: promise a task, unless one is promised already."""
    start = f"webhook:{webhook_id}:"
    if not session.scalar(select(exists().where(TaskRow.state == TaskState.WAITING, TaskRow.key.startswith(start)))):
        post_task(session, NewTask(TaskKind.PUSH_MESSAGES, f"{start}{new_id('tsk')}", {"webhook": webhook_id}, due_at=due_at), now)


def waiting_deliveries(session: Session, webhook_id: str, most: int) -> list[Delivery]:
    """The next ones, in order."""
    waiting = select(DeliveryRow).where(DeliveryRow.webhook_id == webhook_id, DeliveryRow.state == DeliveryState.WAITING)
    return [_delivery(row) for row in session.scalars(waiting.order_by(DeliveryRow.number).limit(most))]


def failed_deliveries(session: Session, webhook_id: str) -> list[Delivery]:
    """Those that were put aside, the oldest 500, in order."""
    failed = select(DeliveryRow).where(DeliveryRow.webhook_id == webhook_id, DeliveryRow.state == DeliveryState.FAILED)
    return [_delivery(row) for row in session.scalars(failed.order_by(DeliveryRow.number).limit(ROWS_AT_ONCE))]


def find_delivery(session: Session, webhook_id: str, number: int) -> Delivery | None:
    """One message."""
    same = DeliveryRow.webhook_id == webhook_id, DeliveryRow.number == number
    row = session.execute(select(DeliveryRow).where(*same)).scalar_one_or_none()
    return _delivery(row) if row else None


def list_deliveries(session: Session, webhook_id: str, state: str, number: int) -> Page[Delivery]:
    """The log of a webhook, newest first.

    Args:
        state: a value of `DeliveryState`; empty for all. number: of the page.
    """
    chosen = [DeliveryRow.webhook_id == webhook_id, *([DeliveryRow.state == state] if state else [])]
    total = session.scalar(select(func.count()).select_from(DeliveryRow).where(*chosen)) or 0
    ordered = select(DeliveryRow).where(*chosen).order_by(DeliveryRow.number.desc())
    rows = session.scalars(ordered.limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE))
    return Page([_delivery(row) for row in rows], total, number)


def count_deliveries(session: Session) -> Mapping[tuple[str, DeliveryState], int]:
    """(webhook, state) → how many."""
    counted = select(DeliveryRow.webhook_id, DeliveryRow.state, func.count()).group_by(DeliveryRow.webhook_id, DeliveryRow.state)
    return {(webhook_id, DeliveryState(state)): count for webhook_id, state, count in session.execute(counted)}


def note_posting(session: Session, delivery: Delivery, state: DeliveryState, posting: Posting, now: datetime) -> None:
    """Keep how a try ended."""
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.number == delivery.number)
        .values(
            state=state, tries=DeliveryRow.tries + 1, tried_at=now, status=posting.status, failure=posting.failure[:200],
            took_ms=posting.took_ms,
        )
    )  # fmt: skip


def mark_replayed(session: Session, numbers: Sequence[int]) -> None:
    """What was put aside and is sent again counts as settled: its new line tells what becomes of it."""
    aside = DeliveryRow.number.in_(numbers), DeliveryRow.state == DeliveryState.FAILED
    session.execute(update(DeliveryRow).where(*aside).values(state=DeliveryState.REPLAYED))


def _changing(webhook: Webhook) -> dict[str, object]:
    return {
        "name": webhook.name,
        "url": webhook.url,
        "topics": [str(topic) for topic in webhook.topics],
        "state": webhook.state,
        "salt": webhook.salt,
        "old_salt": webhook.old_salt,
        "old_until": webhook.old_until,
        "failures": webhook.failures,
        "failing_since": webhook.failing_since,
        "delivered_at": webhook.delivered_at,
    }


def _webhook(row: WebhookRow) -> Webhook:
    return Webhook(
        id=row.id,
        name=row.name,
        url=row.url,
        topics=tuple(MessageKind(topic) for topic in row.topics),
        state=WebhookState(row.state),
        salt=row.salt,
        made_by=row.made_by,
        made_at=row.made_at,
        old_salt=row.old_salt,
        old_until=row.old_until,
        failures=row.failures,
        failing_since=row.failing_since,
        delivered_at=row.delivered_at,
    )


def _delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        number=row.number,
        webhook_id=row.webhook_id,
        message_id=row.message_id,
        topic=MessageKind(row.topic),
        need_id=row.need_id,
        body=row.body,
        state=DeliveryState(row.state),
        made_at=row.made_at,
        tries=row.tries,
        tried_at=row.tried_at,
        status=row.status,
        failure=row.failure,
        took_ms=row.took_ms,
    )
