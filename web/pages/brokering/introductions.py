"""对接 for a provider: what it is asked for, what it takes, and the calendar file of a meeting."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.brokerage.introducing import IntroductionKey
from service.brokerage.meeting_file import meeting_file
from service.domain.intake import Intake
from service.domain.people import Role
from service.domain.permissions import Action, Actor
from service.errors import NotFound, PlatformError, Unavailable
from service.flows.brokering.keep_intake import keep_intake, see_intake
from service.flows.brokering.plan_meeting import find_meeting
from service.flows.brokering.see_conduct import see_shared_notes
from service.flows.brokering.see_introductions import see_introduction, see_provider_introductions
from service.flows.people.name_firms import name_firms
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.parts.side_forms import do_for_side
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.brokering.introductions import IntroductionPage, IntroductionsPage, introduction_page, introductions_page

router = APIRouter(dependencies=[permit(Action.KEEP_INTAKE)])


@router.get("/introductions", response_class=HTMLResponse)
def introductions(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """Those of one's own firms, newest first."""
    return renderer.page(request, _list(runtime, visit.actor, page))


@router.post("/introductions", response_class=HTMLResponse)
def change_intake(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """暂不接新单, and how many a month."""
    most = posted.text("monthly_most", 6).strip()
    wished = Intake(bool(posted.text("paused", 10)), posted.text("paused_reason"), posted.number("monthly_most") if most else None)
    try:
        keep_intake(runtime, visit.actor, posted.text("provider", 40), wished)
    except Unavailable:
        raise
    except PlatformError as error:
        return renderer.page(request, _list(runtime, visit.actor, 1).refused(error), status=status_of(error))
    return RedirectResponse("/introductions", status_code=303)


@router.get("/introductions/{introduction_id}", response_class=HTMLResponse)
def introduction(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, introduction_id: str) -> Response:
    """One of them."""
    return renderer.page(request, _one(runtime, visit.actor, introduction_id))


@router.post("/introductions/{introduction_id}", response_class=HTMLResponse)
def act(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, introduction_id: str
) -> Response:
    """Answer, meet, tell, or see whom to call."""
    try:
        shown = do_for_side(runtime, IntroductionKey(introduction_id, visit.actor), posted)
    except (NotFound, Unavailable):
        raise
    except PlatformError as error:
        return renderer.page(request, _one(runtime, visit.actor, introduction_id).refused(error), status=status_of(error))
    if shown:
        return renderer.page(request, _one(runtime, visit.actor, introduction_id).showing(*shown))
    return RedirectResponse(f"/introductions/{introduction_id}", status_code=303)


@router.get("/introductions/{introduction_id}/{meeting_id}.ics")
def meeting_calendar(runtime: RuntimeDep, visit: VisitDep, introduction_id: str, meeting_id: str) -> Response:
    """The meeting as a file that calendars take."""
    found = find_meeting(runtime, IntroductionKey(introduction_id, visit.actor), meeting_id)
    if found is None:
        raise NotFound("没有这次见面。")
    return Response(meeting_file(*found), media_type="text/calendar; charset=utf-8")


def _list(runtime: Runtime, actor: Actor, number: int) -> IntroductionsPage:
    firms = [grant.firm_id for grant in actor.grants if grant.role is Role.PROVIDER]
    taken = {firm: (see_intake(runtime, actor, firm), see_shared_notes(runtime, actor, firm)) for firm in firms}
    return introductions_page(see_provider_introductions(runtime, actor, number), taken, name_firms(runtime, actor))


def _one(runtime: Runtime, actor: Actor, introduction_id: str) -> IntroductionPage:
    return introduction_page(
        see_introduction(runtime, IntroductionKey(introduction_id, actor)), runtime.knowledge().taxonomy, runtime.today
    )
