"""收件箱."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.notices import NoticeKind
from service.domain.permissions import Action
from service.flows.notices.read_inbox import mark_all_read, open_notice, read_inbox
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.notices.inbox import inbox_page

router = APIRouter(dependencies=[permit(Action.KEEP_OWN_ACCOUNT)])


@router.get("/inbox", response_class=HTMLResponse)
def inbox(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    kind: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """One's own notices; an unknown kind shows all."""
    chosen = _kind(kind)
    view = inbox_page(read_inbox(runtime, visit.actor, chosen, page), chosen, runtime.settings.site_name)
    return renderer.page(request, view)


@router.post("/inbox/read")
def read_all(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep) -> RedirectResponse:
    """Mark all of them read, or all of a kind."""
    chosen = _kind(posted.text("kind", 20))
    mark_all_read(runtime, visit.actor, chosen)
    return RedirectResponse(f"/inbox?kind={chosen}" if chosen else "/inbox", status_code=303)


@router.post("/inbox/{notice_id}")
def open_one(runtime: RuntimeDep, visit: VisitDep, notice_id: str) -> RedirectResponse:
    """Mark one read and go on to what it is about."""
    return RedirectResponse(open_notice(runtime, visit.actor, notice_id) or "/inbox", status_code=303)


def _kind(text: str) -> NoticeKind | None:
    return NoticeKind(text) if text in set(NoticeKind) else None
