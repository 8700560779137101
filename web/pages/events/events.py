"""活动: the list, one event, and its calendar file."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.events.browse_events import EventsAsked, browse_events
from service.flows.events.keep_contest import see_ranking
from service.flows.events.see_event import see_event
from web.deps import RendererDep, RuntimeDep
from web.parts.event_file import event_file
from web.parts.surroundings import surroundings_of
from web.permits import shared
from web.views.events.events import event_page, events_page

router = APIRouter(dependencies=[shared(Action.BROWSE)])


@router.get("/events", response_class=HTMLResponse)
def events(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    kind: Annotated[str, Query(max_length=20)] = "",
    town: Annotated[str, Query(max_length=20)] = "",
    past: Annotated[str, Query(max_length=4)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """What is coming, or what has been."""
    asked = EventsAsked(kind, town, bool(past), page)
    return renderer.page(request, events_page(browse_events(runtime, asked), asked, surroundings_of(runtime).taxonomy))


@router.get("/events/{event_id}", response_class=HTMLResponse)
def event(request: Request, runtime: RuntimeDep, renderer: RendererDep, event_id: str) -> HTMLResponse:
    """One of them."""
    seen = see_event(runtime, event_id)
    return renderer.page(request, event_page(seen, surroundings_of(runtime).taxonomy, see_ranking(runtime, event_id)))


@router.get("/events/{event_id}/calendar.ics")
def event_calendar(request: Request, runtime: RuntimeDep, event_id: str) -> Response:
    """The event as a file that calendars take, and follow when they are given its address."""
    seen = see_event(runtime, event_id)
    base = runtime.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
    body = event_file(seen.event, runtime.clock.now(), f"{base}/events/{event_id}")
    return Response(body, media_type="text/calendar; charset=utf-8")
