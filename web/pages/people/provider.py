"""统一身份: the way to the bureau's identity provider and back, and which identities are one's own."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.permissions import Action
from service.domain.sessions import Proof
from service.flows.people.go_to_provider import WayThere, get_identity_provider, go_to_provider, link_at_provider, own_identities
from service.flows.people.return_from_provider import Returned, return_from_provider, unbind_identity
from service.flows.people.sign_out import sign_out
from web.addresses.local_path import local_path
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.given_sessions import give_session
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.provider import on_the_way_page, own_identities_page

router = APIRouter()
_TARGET_MOST = 2_000
_Given = Annotated[str, Query(max_length=2_000)]


@router.get("/account/provider", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_OWN_ACCOUNT)])
def provider(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """Which identities open this account."""
    get_identity_provider(runtime)
    is_fresh = visit.own_session.is_fresh(runtime.clock.now())
    return renderer.page(request, own_identities_page(own_identities(runtime, visit.actor), is_fresh=is_fresh))


@router.post("/account/provider", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SET_UP_SECOND_FACTOR)])
def bind(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """Set out to bind one more."""
    way = WayThere(visit.cookie, "/account/provider")
    return renderer.page(request, on_the_way_page(link_at_provider(runtime, visit.actor, visit.own_session, way)))


@router.post("/account/provider/remove", dependencies=[permit(Action.KEEP_OWN_ACCOUNT)])
def unbind(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep) -> RedirectResponse:
    """Take one away."""
    unbind_identity(runtime, visit.actor, posted.text("identity", 40))
    return RedirectResponse("/account/provider", status_code=303)


@router.post("/sign-in/provider", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def set_out(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Set out to sign in: a page that leads there, because the policy of forms lets none leave the site."""
    target = local_path(posted.text("next", _TARGET_MOST) or "/account")
    address = go_to_provider(runtime, WayThere(visit.cookie, target), again=visit.actor.is_known)
    return renderer.page(request, on_the_way_page(address))


@router.get("/sign-in/provider/back", include_in_schema=False, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def come_back(
    *,
    request: Request,
    runtime: RuntimeDep,
    visit: VisitDep,
    state: _Given = "",
    code: _Given = "",
    iss: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Open the session, or bind the identity."""
    arrival = return_from_provider(runtime, Returned(visit.cookie, state, code, iss), visit.came)
    if arrival.begun is None:
        return RedirectResponse(arrival.target, status_code=303)
    if visit.session:
        sign_out(runtime, visit.session)
    begun = arrival.begun
    gone = RedirectResponse(arrival.target if begun.session.proof is Proof.FULL else "/second-step", status_code=303)
    give_session(request, runtime, visit, begun, gone)
    return gone
