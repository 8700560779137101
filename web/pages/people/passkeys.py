"""通行密钥: one's own."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.people.keep_passkeys import add_passkey, begin_passkey, keep_passkeys, remove_passkey
from service.identity.passkeys import ANSWER_MAX_CHARACTERS
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.given_sessions import give_session
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.passkeys import passkeys_page

router = APIRouter(dependencies=[permit(Action.SET_UP_SECOND_FACTOR)])


@router.get("/account/passkeys", response_class=HTMLResponse)
def passkeys(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """All of them, and the button for one more."""
    page = passkeys_page(keep_passkeys(runtime, visit.actor), is_fresh=visit.own_session.is_fresh(runtime.clock.now()))
    return renderer.page(request, page)


@router.post("/account/passkeys/begin", dependencies=[SignInLimited])
def ask_for_passkey(runtime: RuntimeDep, visit: VisitDep) -> Response:
    """What the browser is to make, for the page's script."""
    options = begin_passkey(runtime, visit.actor, visit.own_session)
    return Response(options, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/account/passkeys", response_class=HTMLResponse, dependencies=[SignInLimited])
def keep_passkey(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Keep what the browser has made; recovery codes are shown this once."""
    name, answer = posted.text("name", 200), posted.text("credential", ANSWER_MAX_CHARACTERS)
    try:
        added = add_passkey(runtime, visit.actor, visit.own_session, name, answer)
    except (Invalid, Conflict) as error:
        page = passkeys_page(keep_passkeys(runtime, visit.actor), is_fresh=True).refused(name, error)
        return renderer.page(request, page, status=status_of(error))
    answered = renderer.page(request, passkeys_page(keep_passkeys(runtime, visit.actor), is_fresh=True, codes=added.codes, done=True))
    give_session(request, runtime, visit, added.begun, answered)
    return answered


@router.post("/account/passkeys/remove")
def remove_one(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep) -> RedirectResponse:
    """Take one away."""
    remove_passkey(runtime, visit.actor, visit.own_session, posted.text("passkey", 40))
    return RedirectResponse("/account/passkeys", status_code=303)
