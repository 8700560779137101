"""Webhooks: which systems are told of what happens to needs."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from service.api.deps import RuntimeDep
from service.api.permits import BearerDep, allow
from service.api.problems_told import problems
from service.api.schemas.base import Word
from service.api.schemas.webhooks import (
    DeliveriesOut,
    KeptWebhookOut,
    MadeWebhookOut,
    ReplayedOut,
    ReplayIn,
    SecretOut,
    WebhookIn,
    WebhookOut,
    WebhooksOut,
    WebhookStepIn,
    delivery_out,
    kept_webhook_out,
    made_webhook_out,
    webhook_out,
)
from service.domain.permissions import Action
from service.domain.tokens import Scope
from service.flows.upkeep.keep_webhooks import (
    change_webhook,
    drop_webhook,
    keep_webhooks,
    make_webhook,
    replay_deliveries,
    rotate_secret,
    see_deliveries,
    step_webhook,
)

router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"], dependencies=[allow(Action.KEEP_WEBHOOKS, Scope.WEBHOOKS_WRITE)])
_FAILURES = problems(401, 403, 404, 409, 422, 503)
WebhookId = Annotated[Word, Path(description="The opaque id of a webhook.")]


@router.get("", summary="List webhooks", responses=problems(401, 403, 503))
def show_webhooks(runtime: RuntimeDep, bearer: BearerDep) -> WebhooksOut:
    """List all, oldest first: there are at most ten."""
    return WebhooksOut(webhooks=[kept_webhook_out(each) for each in keep_webhooks(runtime, bearer.actor)])


@router.post("", status_code=201, summary="Make a webhook", responses=problems(401, 403, 409, 422, 503))
def make_one(runtime: RuntimeDep, bearer: BearerDep, webhook: WebhookIn) -> MadeWebhookOut:
    """Make one. Messages are signed as Standard Webhooks 1.0.0 says; the secret is told in this answer alone."""
    return made_webhook_out(*make_webhook(runtime, bearer.actor, webhook.wish()))


@router.get("/{webhook_id}", summary="Read one webhook", responses=_FAILURES)
def show_webhook(runtime: RuntimeDep, bearer: BearerDep, webhook_id: WebhookId) -> KeptWebhookOut:
    """Read one with the counts of its messages."""
    return kept_webhook_out(see_deliveries(runtime, bearer.actor, webhook_id, "", 1)[0])


@router.put("/{webhook_id}", summary="Change a webhook", responses=_FAILURES)
def change_one(runtime: RuntimeDep, bearer: BearerDep, webhook_id: WebhookId, webhook: WebhookIn) -> WebhookOut:
    """Change its name, address and topics. What waits goes to the new address."""
    return webhook_out(change_webhook(runtime, bearer.actor, webhook_id, webhook.wish()))


@router.delete("/{webhook_id}", status_code=204, summary="Delete a webhook", responses=_FAILURES)
def remove_one(runtime: RuntimeDep, bearer: BearerDep, webhook_id: WebhookId) -> None:
    """Delete it with its log; what waits is not sent any more."""
    drop_webhook(runtime, bearer.actor, webhook_id)


@router.post("/{webhook_id}/steps", summary="Pause, resume or try a webhook", responses=_FAILURES)
def take_step(runtime: RuntimeDep, bearer: BearerDep, webhook_id: WebhookId, step: WebhookStepIn) -> WebhookOut:
    """Pause it, let it go on with everything that waits, or send it a trial."""
    return webhook_out(step_webhook(runtime, bearer.actor, webhook_id, step.action))


@router.post("/{webhook_id}/secret", status_code=201, summary="Change a webhook's secret", responses=_FAILURES)
def change_secret(runtime: RuntimeDep, bearer: BearerDep, webhook_id: WebhookId) -> SecretOut:
    """Make a new secret. For 24 hours every message carries the signatures of both."""
    return SecretOut(secret=rotate_secret(runtime, bearer.actor, webhook_id))


@router.get("/{webhook_id}/deliveries", summary="Read a webhook's log", responses=_FAILURES)
def show_deliveries(
    runtime: RuntimeDep,
    bearer: BearerDep,
    webhook_id: WebhookId,
    state: Annotated[Word, Query(description="`waiting`, `delivered`, `failed` or `replayed`; empty for all.")] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> DeliveriesOut:
    """Read a page of what was sent, newest first; kept for 30 days."""
    _, log = see_deliveries(runtime, bearer.actor, webhook_id, state, page)
    return DeliveriesOut(deliveries=[delivery_out(each) for each in log.items], total=log.total)


@router.post("/{webhook_id}/replays", status_code=202, summary="Send messages again", responses=_FAILURES)
def replay(runtime: RuntimeDep, bearer: BearerDep, webhook_id: WebhookId, again: ReplayIn) -> ReplayedOut:
    """Send one delivery again, or all that were put aside. The receiver knows each by its old `webhook-id`."""
    return ReplayedOut(replayed=replay_deliveries(runtime, bearer.actor, webhook_id, again.number))
