"""我的需求: a factory's own needs, signed in or by the link that follows one."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.domain.permissions import Action
from service.domain.programme_subjects import facts_of_need
from service.errors import Conflict, Invalid
from service.flows.brokering.browse_needs import NeedsAsked, browse_needs
from service.flows.brokering.browse_open_needs import see_questions
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.note_need import note_need
from service.flows.brokering.renew_follow_link import renew_follow_link
from service.flows.brokering.renew_need import renew_need
from service.flows.brokering.see_introductions import see_introductions
from service.flows.brokering.see_need import see_need
from service.flows.programmes.browse_programmes import browse_programmes
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.parts.programme_lines import programmes_beside
from web.parts.side_forms import SIDE_DEEDS, do_for_side
from web.parts.talk_forms import QUESTION_DEEDS, do_question
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.brokering.my_needs import MyNeedPage, my_need_page, my_needs_page

router = APIRouter()
_Secret = Annotated[str, Query(max_length=100)]


@router.get("/my-needs", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_NEEDS)])
def my_needs(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """All of one's factory, newest first."""
    return renderer.page(request, my_needs_page(browse_needs(runtime, visit.actor, NeedsAsked(number=page)), runtime.today))


@router.get("/my-needs/follow", response_class=HTMLResponse, include_in_schema=False, dependencies=[permit(Action.ASK_DESK)])
def follow_need(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, t: _Secret = "", new: Annotated[str, Query(max_length=4)] = ""
) -> Response:
    """One need, by its link."""
    return renderer.page(request, _page(runtime, NeedKey(secret=t or "-"), is_new=bool(new)))


@router.post("/my-needs/follow", response_class=HTMLResponse, dependencies=[permit(Action.ASK_DESK)])
def act_by_link(request: Request, runtime: RuntimeDep, renderer: RendererDep, posted: PostedDep) -> Response:
    """Do something with it."""
    secret = posted.text("t", 100) or "-"
    return _act(request, runtime, renderer, NeedKey(secret=secret), posted)


@router.get("/my-needs/{need_id}", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_NEEDS)])
def my_need(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, need_id: str) -> Response:
    """One of them."""
    return renderer.page(request, _page(runtime, NeedKey(visit.actor, need_id)))


@router.post("/my-needs/{need_id}", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_NEEDS)])
def act(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, need_id: str) -> Response:
    """Do something with it."""
    return _act(request, runtime, renderer, NeedKey(visit.actor, need_id), posted)


def _act(request: Request, runtime: Runtime, renderer: RendererDep, key: NeedKey, posted: Posted) -> Response:
    words = posted.text("words")
    try:
        if posted.text("do", 20) in SIDE_DEEDS:
            shown = do_for_side(runtime, IntroductionKey(posted.text("introduction", 40), key.actor, key.secret), posted)
            return _after(request, runtime, renderer, key, shown)
        match posted.text("do", 20):
            case what if what in QUESTION_DEEDS:
                do_question(runtime, key, Voice(), posted)
            case "note":
                note_need(runtime, key, words)
            case "renew":
                renew_need(runtime, key)
            case "end-link":
                renew_follow_link(runtime, key, again=False)
                return RedirectResponse("/", status_code=303)
            case step:
                move_need(runtime, key, WishedStep(step, words, posted.number("version")))
    except (Invalid, Conflict) as error:
        return renderer.page(request, _page(runtime, key).refused(words, error), status=status_of(error))
    return _after(request, runtime, renderer, key, None)


def _after(request: Request, runtime: Runtime, renderer: RendererDep, key: NeedKey, shown: tuple[str, str] | None) -> Response:
    page = _page(runtime, key)
    return renderer.page(request, page.showing(*shown)) if shown else RedirectResponse(page.href, status_code=303)


def _page(runtime: Runtime, key: NeedKey, *, is_new: bool = False) -> MyNeedPage:
    seen = see_need(runtime, key)
    facts = facts_of_need(seen.need.facts)
    page = my_need_page((seen, see_introductions(runtime, key), see_questions(runtime, key)), runtime.today, key.secret)
    return replace(page, is_new=is_new, programmes=programmes_beside(browse_programmes(runtime, facts), facts))
