"""报名: sign up for an event, with or without an account."""

import secrets
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action, Actor
from service.errors import Conflict, Invalid
from service.flows.events.book_seat import WishedBooking, book_seat
from service.flows.events.see_event import see_event
from service.flows.people.name_firms import name_firms
from service.runtime import Runtime
from web.deps import Limited, RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.events.book import BookPage, book_page

router = APIRouter(dependencies=[permit(Action.ATTEND_EVENTS)])


@router.get("/events/{event_id}/book", response_class=HTMLResponse)
def book(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The form."""
    return renderer.page(request, _page(runtime, visit.actor, event_id, WishedBooking(), secrets.token_urlsafe(16)))


@router.post("/events/{event_id}/book", response_class=HTMLResponse, dependencies=[Limited])
def take_seats(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str
) -> Response:
    """Sign up, and go to where the booking is kept."""
    wished = WishedBooking(
        venue_id=posted.text("venue_id", 40),
        side=posted.text("side", 20),
        firm=posted.text("firm", 200),
        firm_id=posted.text("firm_id", 40),
        seats=posted.text("seats", 6),
        name=posted.text("name", 200),
        phone=posted.text("phone", 60),
        email=posted.text("email", 300),
        agreed=bool(posted.text("agreed", 10)),
    )
    key = posted.text("key", 60)
    try:
        booked = book_seat(runtime, visit.actor, event_id, wished, key)
    except (Invalid, Conflict) as error:
        page = _page(runtime, visit.actor, event_id, wished, key or secrets.token_urlsafe(16))
        return renderer.page(request, page.refused(error), status=status_of(error))
    if booked.secret:
        return RedirectResponse("/bookings/own?" + urlencode({"t": booked.secret, "new": "1"}), status_code=303)
    return RedirectResponse(f"/bookings/{booked.booking.id}?new=1", status_code=303)


def _page(runtime: Runtime, actor: Actor, event_id: str, typed: WishedBooking, key: str) -> BookPage:
    return book_page(see_event(runtime, event_id), actor, name_firms(runtime, actor), (typed, key))
