"""推送地址: which systems are told of what happens to needs, and what became of each message."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action, Actor
from service.errors import Conflict, Invalid
from service.flows.upkeep.keep_webhooks import (
    WebhookWish,
    change_webhook,
    drop_webhook,
    keep_webhooks,
    make_webhook,
    replay_deliveries,
    rotate_secret,
    see_deliveries,
    step_webhook,
)
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.upkeep.webhooks import EMPTY, WebhookPage, webhook_page, webhooks_page

router = APIRouter(dependencies=[permit(Action.KEEP_WEBHOOKS)])


@router.get("/webhooks", response_class=HTMLResponse)
def webhooks(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """All of them, and the form for one more."""
    return renderer.page(request, webhooks_page(keep_webhooks(runtime, visit.actor), EMPTY))


@router.post("/webhooks", response_class=HTMLResponse)
def make_one(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Make one and show its secret, this once."""
    wish = _wish(posted)
    try:
        made, secret = make_webhook(runtime, visit.actor, wish)
    except (Invalid, Conflict) as error:
        page = webhooks_page(keep_webhooks(runtime, visit.actor), wish).refused(error)
        return renderer.page(request, page, status=status_of(error))
    return renderer.page(request, _page(runtime, visit.actor, made.id).showing(secret))


@router.get("/webhooks/{webhook_id}", response_class=HTMLResponse)
def webhook(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    webhook_id: str,
    state: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """One with its log."""
    return renderer.page(request, _page(runtime, visit.actor, webhook_id, state, page))


@router.post("/webhooks/{webhook_id}", response_class=HTMLResponse)
def act(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, webhook_id: str) -> Response:
    """Change it, pause it, try it, give it a new secret, send something again, or delete it."""
    try:
        secret = _do(runtime, visit.actor, webhook_id, posted)
    except (Invalid, Conflict) as error:
        page = _page(runtime, visit.actor, webhook_id).refused(error, _wish(posted) if posted.text("do", 20) == "change" else None)
        return renderer.page(request, page, status=status_of(error))
    if secret:
        return renderer.page(request, _page(runtime, visit.actor, webhook_id).showing(secret))
    removed = posted.text("do", 20) == "remove"
    return RedirectResponse("/webhooks" if removed else f"/webhooks/{webhook_id}", status_code=303)


def _do(runtime: Runtime, actor: Actor, webhook_id: str, posted: Posted) -> str:
    """A new secret, to be shown once; else empty."""
    match posted.text("do", 20):
        case "change":
            change_webhook(runtime, actor, webhook_id, _wish(posted))
        case "rotate":
            return rotate_secret(runtime, actor, webhook_id)
        case "replay":
            replay_deliveries(runtime, actor, webhook_id, posted.number("number"))
        case "remove":
            drop_webhook(runtime, actor, webhook_id)
        case step:
            step_webhook(runtime, actor, webhook_id, step)
    return ""


def _wish(posted: Posted) -> WebhookWish:
    return WebhookWish(posted.text("name", 200), posted.text("url", 1_000), posted.many("topics"))


def _page(runtime: Runtime, actor: Actor, webhook_id: str, state: str = "", number: int = 1) -> WebhookPage:
    kept, log = see_deliveries(runtime, actor, webhook_id, state, number)
    return webhook_page(kept, log, state)
