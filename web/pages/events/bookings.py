"""我的活动: one's own bookings, signed in or by the link of one."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.keep_booking import WishedSeats, cancel_booking, forget_guest, keep_booking, renew_booking_link
from service.flows.events.see_bookings import see_booking, see_bookings
from service.gathering.guests import BookingKey
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.parts.event_file import booking_file
from web.permits import VisitDep, permit, shared
from web.posted import Posted, PostedDep
from web.views.events.bookings import BookingPage, booking_page, bookings_page

router = APIRouter()
_Secret = Annotated[str, Query(max_length=100)]
_New = Annotated[str, Query(max_length=4)]


@router.get("/bookings", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_BOOKINGS)])
def bookings(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """All of this account and its firms."""
    return renderer.page(request, bookings_page(see_bookings(runtime, visit.actor)))


@router.get("/bookings/own", response_class=HTMLResponse, include_in_schema=False, dependencies=[permit(Action.ATTEND_EVENTS)])
def linked_booking(request: Request, runtime: RuntimeDep, renderer: RendererDep, t: _Secret = "", new: _New = "") -> Response:
    """One booking, by its link."""
    return renderer.page(request, _page(request, runtime, BookingKey(secret=t or "-"), is_new=bool(new)))


@router.post("/bookings/own", response_class=HTMLResponse, dependencies=[permit(Action.ATTEND_EVENTS)])
def act_by_booking_link(request: Request, runtime: RuntimeDep, renderer: RendererDep, posted: PostedDep) -> Response:
    """Change it."""
    return _act(request, runtime, renderer, BookingKey(secret=posted.text("t", 100) or "-"), posted)


@router.get("/bookings/own.ics", dependencies=[shared(Action.ATTEND_EVENTS)])
def linked_calendar(request: Request, runtime: RuntimeDep, t: _Secret = "") -> Response:
    """What a calendar asks for again and again."""
    return _calendar(request, runtime, BookingKey(secret=t or "-"))


@router.get("/bookings/{booking_id}", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_BOOKINGS)])
def booking(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, booking_id: str, new: _New = "") -> Response:
    """One of them."""
    return renderer.page(request, _page(request, runtime, BookingKey(visit.actor, booking_id), is_new=bool(new)))


@router.post("/bookings/{booking_id}", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_BOOKINGS)])
def act_on_booking(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, booking_id: str
) -> Response:
    """Change it."""
    return _act(request, runtime, renderer, BookingKey(visit.actor, booking_id), posted)


def _act(request: Request, runtime: Runtime, renderer: RendererDep, key: BookingKey, posted: Posted) -> Response:
    try:
        match posted.text("do", 20):
            case "cancel":
                cancel_booking(runtime, key)
            case "forget":
                forget_guest(runtime, key)
            case "change":
                keep_booking(runtime, key, WishedSeats(posted.number("seats") or None, posted.text("venue_id", 40)))
            case "renew-link":
                secret = renew_booking_link(runtime, key)
                page = _page(request, runtime, key)
                return renderer.page(request, replace(page, new_link=f"{_base(request, runtime)}/bookings/own?t={secret}"))
            case _:
                return renderer.page(request, _page(request, runtime, key).refused(Invalid("请选要做什么。")), status=422)
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(request, runtime, key).refused(error), status=status_of(error))
    return RedirectResponse(_page(request, runtime, key).href, status_code=303)


def _page(request: Request, runtime: Runtime, key: BookingKey, *, is_new: bool = False) -> BookingPage:
    page = booking_page(see_booking(runtime, key), key, _base(request, runtime), runtime.clock.now())
    return replace(page, is_new=is_new)


def _calendar(request: Request, runtime: Runtime, key: BookingKey) -> Response:
    seen = see_booking(runtime, key)
    body = booking_file(seen.event, seen.booking, runtime.clock.now(), f"{_base(request, runtime)}/events/{seen.event.id}")
    return Response(body, media_type="text/calendar; charset=utf-8")


def _base(request: Request, runtime: Runtime) -> str:
    return runtime.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
