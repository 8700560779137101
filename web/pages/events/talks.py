"""洽谈 of one booking: whom to ask, what to answer, when one cannot, and what came of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.events.ask_talk import WishedAsk, answer_talk, ask_talk, keep_busy_slots, withdraw_talk
from service.flows.events.record_talk import record_talk
from service.flows.events.see_talks import see_talks
from service.gathering.guests import BookingKey
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.events.talks import TalksPage, talks_page

router = APIRouter()
_Secret = Annotated[str, Query(max_length=100)]


@router.get("/bookings/own/talks", response_class=HTMLResponse, include_in_schema=False, dependencies=[permit(Action.ATTEND_EVENTS)])
def linked_talks(request: Request, runtime: RuntimeDep, renderer: RendererDep, t: _Secret = "") -> Response:
    """By the link of the booking."""
    return renderer.page(request, _page(runtime, BookingKey(secret=t or "-")))


@router.post("/bookings/own/talks", response_class=HTMLResponse, dependencies=[permit(Action.ATTEND_EVENTS)])
def act_on_linked_talks(request: Request, runtime: RuntimeDep, renderer: RendererDep, posted: PostedDep) -> Response:
    """Ask, answer, take back, or tell."""
    return _act(request, runtime, renderer, BookingKey(secret=posted.text("t", 100) or "-"), posted)


@router.get("/bookings/{booking_id}/talks", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_BOOKINGS)])
def talks(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, booking_id: str) -> Response:
    """Signed in."""
    return renderer.page(request, _page(runtime, BookingKey(visit.actor, booking_id)))


@router.post("/bookings/{booking_id}/talks", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_BOOKINGS)])
def act_on_talks(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, booking_id: str
) -> Response:
    """Ask, answer, take back, or tell."""
    return _act(request, runtime, renderer, BookingKey(visit.actor, booking_id), posted)


def _act(request: Request, runtime: Runtime, renderer: RendererDep, key: BookingKey, posted: Posted) -> Response:
    talk, slots = posted.text("talk", 40), tuple(int(each) for each in posted.many("slot") if each.isascii() and each.isdigit())
    try:
        match posted.text("do", 20):
            case "ask":
                ask_talk(runtime, key, WishedAsk(posted.text("other", 40), posted.text("reason"), slots))
            case "accept" | "decline" as answer:
                answer_talk(runtime, key, talk, accept=answer == "accept", wished=slots)
            case "withdraw":
                withdraw_talk(runtime, key, talk)
            case "busy":
                keep_busy_slots(runtime, key, slots)
            case _:
                record_talk(runtime, key, talk, posted.text("result", 20), posted.text("words"))
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(runtime, key).refused(error), status=status_of(error))
    return RedirectResponse(_page(runtime, key).href, status_code=303)


def _page(runtime: Runtime, key: BookingKey) -> TalksPage:
    return talks_page(see_talks(runtime, key), key, runtime.clock.now())
