"""登录第二步."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid, TooManyRequests
from service.flows.people.take_second_step import take_second_step
from web.addresses.local_path import local_path
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.given_sessions import give_session
from web.parts.ways_in import ways_in_of
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.second_step import second_step_page

router = APIRouter()
_Next = Annotated[str, Query(alias="next", max_length=12_000)]


@router.get("/second-step", response_class=HTMLResponse, include_in_schema=False, dependencies=[permit(Action.SIGN_IN)])
def show_second_step(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, target: _Next = "/account") -> Response:
    """The form; who has not begun to sign in begins, who has finished goes on."""
    if visit.session is None:
        return RedirectResponse("/sign-in", status_code=303)
    if visit.actor.is_known:
        return RedirectResponse(local_path(target), status_code=303)
    return renderer.page(request, second_step_page(ways_in_of(runtime), local_path(target)))


@router.post("/second-step", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def try_second_step(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Complete the session and go on."""
    target = local_path(posted.text("next", 12_000) or "/account")
    try:
        begun = take_second_step(runtime, visit.own_session, posted.text("code", 60))
    except (Invalid, TooManyRequests, Conflict) as error:
        answer = renderer.page(request, second_step_page(ways_in_of(runtime), target, error), status=status_of(error))
        if error.wait_seconds is not None:
            answer.headers["Retry-After"] = str(error.wait_seconds)
        return answer
    gone = RedirectResponse(target, status_code=303)
    give_session(request, runtime, visit, begun, gone)
    return gone
