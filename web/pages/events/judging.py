"""评审: a juror's own sheet."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.judge_entries import declare_interests, judge_entries, score_entry
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.judging import judging_page

router = APIRouter(dependencies=[permit(Action.JUDGE_ENTRIES)])


@router.get("/judging/{event_id}", response_class=HTMLResponse)
def judging(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The entries with one's own scores."""
    return renderer.page(request, judging_page(judge_entries(runtime, visit.actor, event_id)))


@router.post("/judging/{event_id}", response_class=HTMLResponse)
def judge(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str) -> Response:
    """Declare interests, or score one entry."""
    sheet = judge_entries(runtime, visit.actor, event_id)
    try:
        if posted.text("do", 20) == "declare":
            declare_interests(runtime, visit.actor, event_id, {each.id: posted.text(f"tie_{each.id}", 400) for each in sheet.entries})
        else:
            points = {
                one.name: posted.number(f"points_{number}")
                for number, one in enumerate(sheet.criteria)
                if posted.text(f"points_{number}", 4).strip()
            }
            score_entry(runtime, visit.actor, event_id, posted.text("entry", 40), (points, posted.text("words")))
    except (Invalid, Conflict) as error:
        return renderer.page(request, judging_page(sheet).refused(error), status=status_of(error))
    return RedirectResponse(f"/judging/{event_id}", status_code=303)
