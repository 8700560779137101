"""附件核对: staff look at papers, the oldest first."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.profiles.decide_attachment import PaperDecision, decide_attachment, list_waiting_papers
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.profiles.attachment_queue import attachment_queue_page

router = APIRouter(dependencies=[permit(Action.KEEP_ENTRIES)])


@router.get("/attachments", response_class=HTMLResponse)
def attachment_queue(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What waits."""
    return renderer.page(request, attachment_queue_page(list_waiting_papers(runtime, visit.actor, page), done))


@router.post("/attachments/{attachment_id}", response_class=HTMLResponse)
def decide(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, attachment_id: str
) -> Response:
    """Accept or refuse one."""
    do = "accept" if posted.text("do", 10) == "accept" else "refuse"
    try:
        decide_attachment(runtime, visit.actor, attachment_id, _decision(posted, accept=do == "accept"))
    except (Invalid, Conflict) as error:
        page = attachment_queue_page(list_waiting_papers(runtime, visit.actor, 1)).refused(error, attachment_id, posted.all())
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/attachments?done={do}", status_code=303)


def _decision(posted: Posted, *, accept: bool) -> PaperDecision:
    told = posted.text("valid_until", 20).strip()
    try:
        until = date.fromisoformat(told) if told else None
    except ValueError:
        raise Invalid("有内容没填对。", fields={"valid_until": "有效期写成 2027-05-31 这样；没有期限请留空。"}) from None
    return PaperDecision(accept, posted.number("version"), until, posted.text("reason"))
