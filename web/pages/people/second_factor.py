"""第二步验证: set it up."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.people.set_up_second_factor import (
    begin_second_factor,
    read_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
)
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.given_sessions import give_session
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.second_factor import second_factor_page

router = APIRouter(dependencies=[permit(Action.SET_UP_SECOND_FACTOR)])


@router.get("/account/second-factor", response_class=HTMLResponse)
def second_factor(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """What is set up, and how."""
    state = read_second_factor(runtime, visit.actor)
    is_fresh = visit.own_session.is_fresh(runtime.clock.now())
    return renderer.page(request, second_factor_page(state, is_required=visit.lacks_second_factor, is_fresh=is_fresh))


@router.post("/account/second-factor/begin")
def begin(runtime: RuntimeDep, visit: VisitDep) -> RedirectResponse:
    """Draw a secret for the app."""
    begin_second_factor(runtime, visit.actor, visit.own_session)
    return RedirectResponse("/account/second-factor", status_code=303)


@router.post("/account/second-factor", response_class=HTMLResponse, dependencies=[SignInLimited])
def confirm(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Take the app into use; the recovery codes are shown this once."""
    try:
        begun, codes = set_up_second_factor(runtime, visit.actor, visit.own_session, posted.text("code", 60))
    except Invalid as error:
        page = second_factor_page(read_second_factor(runtime, visit.actor), is_required=visit.lacks_second_factor, problems=error.fields)
        return renderer.page(request, page, status=status_of(error))
    answer = renderer.page(request, second_factor_page(read_second_factor(runtime, visit.actor), codes=codes))
    give_session(request, runtime, visit, begun, answer)
    return answer


@router.post("/account/second-factor/codes", response_class=HTMLResponse, dependencies=[SignInLimited])
def renew_codes(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """Show new recovery codes, this once."""
    codes = renew_recovery_codes(runtime, visit.actor, visit.own_session)
    return renderer.page(request, second_factor_page(read_second_factor(runtime, visit.actor), codes=codes))
