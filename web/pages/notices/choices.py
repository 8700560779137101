"""通知方式."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.notices import NoticeKind
from service.domain.permissions import Action
from service.flows.notices.choose_notices import CHOOSABLE, choose_notices, read_choices
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.notices.choices import choices_page

router = APIRouter(dependencies=[permit(Action.KEEP_OWN_ACCOUNT)])


@router.get("/account/notices", response_class=HTMLResponse)
def choices(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, done: str = "") -> Response:
    """How one wants to be told of each kind."""
    return renderer.page(request, choices_page(read_choices(runtime, visit.actor), saved=done == "saved"))


@router.post("/account/notices")
def choose(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep) -> RedirectResponse:
    """Store what was chosen."""
    inboxes = posted.many("inbox")
    typed: dict[NoticeKind, tuple[bool, str]] = {}
    for kind in CHOOSABLE:
        if mail := posted.text(f"mail-{kind}", 20):
            typed[kind] = (kind in inboxes, mail)
    choose_notices(runtime, visit.actor, typed)
    return RedirectResponse("/account/notices?done=saved", status_code=303)
