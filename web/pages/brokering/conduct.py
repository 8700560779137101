"""一家服务商的对接情况, for the desk: load, answers, disputes, and notes on its conduct."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.brokering.note_conduct import WishedNote, note_conduct, withdraw_conduct_note
from service.flows.brokering.see_conduct import see_conduct
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.brokering.conduct import conduct_page

router = APIRouter(dependencies=[permit(Action.BROKER_NEEDS)])


@router.get("/workbench/providers/{provider_id}", response_class=HTMLResponse)
def conduct(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, provider_id: str) -> Response:
    """All of it."""
    return renderer.page(request, conduct_page(see_conduct(runtime, visit.actor, provider_id)))


@router.post("/workbench/providers/{provider_id}", response_class=HTMLResponse)
def note(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str) -> Response:
    """Keep a note, or take one back."""
    wished = WishedNote(posted.text("kind", 20), posted.text("words"), shared=bool(posted.text("shared", 10)))
    try:
        if taken := posted.text("take_back", 40):
            withdraw_conduct_note(runtime, visit.actor, provider_id, taken)
        else:
            note_conduct(runtime, visit.actor, provider_id, wished)
    except Invalid as error:
        page = conduct_page(see_conduct(runtime, visit.actor, provider_id)).refused(wished.words, error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/workbench/providers/{provider_id}", status_code=303)
