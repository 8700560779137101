"""我的账户: password, and where one is signed in."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.people.change_password import change_password
from service.flows.people.keep_sessions import end_one_session, end_other_sessions, keep_sessions
from service.flows.people.name_firms import name_firms
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.given_sessions import give_session
from web.parts.ways_in import ways_in_of
from web.permits import Visit, VisitDep, permit
from web.posted import PostedDep
from web.views.people.account import AccountPage, account_page

router = APIRouter(dependencies=[permit(Action.KEEP_OWN_ACCOUNT)])


@router.get("/account", response_class=HTMLResponse)
def account(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, done: str = "") -> Response:
    """Who one is here."""
    return renderer.page(request, _drawn(runtime, visit, done=done))


@router.post("/account/password", response_class=HTMLResponse, dependencies=[SignInLimited])
def keep_new_password(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Change it; everywhere else one is signed out."""
    try:
        begun = change_password(runtime, visit.actor, visit.own_session, posted.text("current"), posted.text("password"))
    except Invalid as error:
        return renderer.page(request, _drawn(runtime, visit, error), status=status_of(error))
    answer = RedirectResponse("/account?done=password", status_code=303)
    give_session(request, runtime, visit, begun, answer)
    return answer


@router.post("/account/sessions")
def end_sessions(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep) -> RedirectResponse:
    """End one of them, or all others."""
    if key := posted.text("key", 100):
        end_one_session(runtime, visit.actor, key)
    else:
        end_other_sessions(runtime, visit.actor, visit.own_session)
    return RedirectResponse("/account?done=sessions#sessions", status_code=303)


def _drawn(runtime: Runtime, visit: Visit, error: Invalid | None = None, done: str = "") -> AccountPage:
    sessions = keep_sessions(runtime, visit.actor)
    has_provider = bool(ways_in_of(runtime).provider)
    page = account_page(visit.actor, name_firms(runtime, visit.actor), sessions, visit.own_session.key, has_provider=has_provider)
    return page.told(error, done)
