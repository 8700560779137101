"""洽谈安排: all talks of an event for staff: planned, moved, swapped, missed, told, and handed to the desk."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.brokerage.standing import NeedKey
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.brokering.introduce import introduce
from service.flows.brokering.keep_shortlist import keep_shortlist
from service.flows.events.move_talk import miss_talk, move_talk, swap_talks
from service.flows.events.plan_talks import plan_talks
from service.flows.events.record_talk import link_talk, record_talk
from service.flows.events.see_talks import see_event_talks
from service.gathering.guests import BookingKey
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.events.event_talks import EventTalksPage, event_talks_page

router = APIRouter(dependencies=[permit(Action.KEEP_EVENTS)])


@router.get("/workbench/events/{event_id}/talks", response_class=HTMLResponse)
def event_talks(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, event_id: str) -> Response:
    """The grid."""
    return renderer.page(request, _page(runtime, visit, event_id))


@router.post("/workbench/events/{event_id}/talks", response_class=HTMLResponse)
def change_event_talks(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, event_id: str
) -> Response:
    """Plan, or change one."""
    try:
        if posted.text("do", 20) == "plan":
            return renderer.page(request, _page(runtime, visit, event_id).planned(plan_talks(runtime, visit.actor, event_id)))
        _change(runtime, visit, posted, event_id)
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(runtime, visit, event_id).refused(error), status=status_of(error))
    return RedirectResponse(f"/workbench/events/{event_id}/talks", status_code=303)


def _change(runtime: Runtime, visit: VisitDep, posted: Posted, event_id: str) -> None:
    talk_id, actor = posted.text("talk", 40), visit.actor
    seen = {talk.id: talk for talk in see_event_talks(runtime, actor, event_id).talks}
    if talk_id not in seen:
        raise Conflict("请先选一次洽谈。")
    match posted.text("do", 20):
        case "move":
            move_talk(runtime, actor, talk_id, posted.number("slot"))
        case "swap":
            swap_talks(runtime, actor, talk_id, posted.text("other", 40))
        case "miss":
            miss_talk(runtime, actor, talk_id, posted.text("missing", 20))
        case "introduce":
            key = NeedKey(actor, posted.text("need", 40))
            provider = posted.text("provider", 40)
            keep_shortlist(runtime, key, provider, "活动上一对一谈过，双方请服务台接着对接")
            link_talk(runtime, actor, talk_id, introduce(runtime, key, provider).id)
        case _:
            key_of_factory = BookingKey(actor, seen[talk_id].factory_booking)
            record_talk(runtime, key_of_factory, talk_id, posted.text("result", 20), posted.text("words"))


def _page(runtime: Runtime, visit: VisitDep, event_id: str) -> EventTalksPage:
    return event_talks_page(see_event_talks(runtime, visit.actor, event_id), runtime.clock.now())
