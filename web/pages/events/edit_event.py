"""新建活动, and changing one."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.events import VENUES_MOST
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.plan_event import plan_event
from service.flows.events.run_event import run_event
from service.gathering.event_wishes import WishedEvent, WishedVenue
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.parts.surroundings import surroundings_of
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.events.edit_event import EditEventPage, edit_event_page, typed_event

router = APIRouter(dependencies=[permit(Action.KEEP_EVENTS)])
_LONG = 6_000


@router.get("/workbench/events/new", response_class=HTMLResponse)
def new_event(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> Response:
    """An empty form."""
    blank = WishedEvent("salon", "", host=runtime.settings.bureau_name, venues=(WishedVenue("主会场", seats="60"),))
    return renderer.page(request, _page(runtime, blank))


@router.post("/workbench/events/new", response_class=HTMLResponse)
def make_event(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Keep a draft."""
    wished = _read(posted)
    try:
        event = plan_event(runtime, visit.actor, wished)
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(runtime, wished).refused(error), status=status_of(error))
    return RedirectResponse(f"/workbench/events/{event.id}", status_code=303)


@router.get("/workbench/events/{event_id}/edit", response_class=HTMLResponse)
def edit_event(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The form of an event that is there."""
    event = run_event(runtime, visit.actor, event_id).event
    return renderer.page(request, replace(_page(runtime, typed_event(event)), event_id=event.id, version=event.version))


@router.post("/workbench/events/{event_id}/edit", response_class=HTMLResponse)
def change_event(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str
) -> Response:
    """Keep the change."""
    wished, version = _read(posted), posted.number("version")
    try:
        plan_event(runtime, visit.actor, wished, event_id=event_id, version=version)
    except (Invalid, Conflict) as error:
        page = replace(_page(runtime, wished), event_id=event_id, version=version)
        return renderer.page(request, page.refused(error), status=status_of(error))
    return RedirectResponse(f"/workbench/events/{event_id}", status_code=303)


def _page(runtime: Runtime, wished: WishedEvent) -> EditEventPage:
    return edit_event_page(wished, surroundings_of(runtime).taxonomy)


def _read(posted: Posted) -> WishedEvent:
    return WishedEvent(
        kind=posted.text("kind", 20),
        title=posted.text("title", 200),
        summary=posted.text("summary", _LONG),
        host=posted.text("host", 200),
        cohosts=posted.text("cohosts"),
        starts=posted.text("starts", 30),
        ends=posted.text("ends", 30),
        sign_up_until=posted.text("sign_up_until", 30),
        scenario=posted.text("scenario", 12),
        industry=posted.text("industry", 60),
        town=posted.text("town", 30),
        agenda=posted.text("agenda", _LONG),
        documents=posted.text("documents", _LONG),
        talks_at=posted.text("talks_at", 30),
        talk_minutes=posted.text("talk_minutes", 6),
        talk_slots=posted.text("talk_slots", 6),
        venues=tuple(
            WishedVenue(
                name=posted.text(f"venue_{number}_name", 200),
                place=posted.text(f"venue_{number}_place", 300),
                town=posted.text(f"venue_{number}_town", 30),
                seats=posted.text(f"venue_{number}_seats", 12),
                tables=posted.text(f"venue_{number}_tables", 12),
                id=posted.text(f"venue_{number}_id", 40),
            )
            for number in range(VENUES_MOST)
        ),
    )
