"""我的资料: one's own firm, and what can be done with its draft."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.people import Role
from service.domain.permissions import Action
from service.errors import Conflict, Invalid, NotFound
from service.flows.profiles.confirm_case import make_case_link
from service.flows.profiles.confirm_profile import confirm_profile
from service.flows.profiles.revert_profile import revert_profile
from service.flows.profiles.see_profile import see_profile
from service.flows.profiles.step_change import StepWish, step_change
from service.flows.profiles.withdraw_entry import withdraw_entry
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.profiles.my_profile import profile_page

router = APIRouter(dependencies=[permit(Action.EDIT_PROFILE)])
_Done = Annotated[str, Query(max_length=20)]


@router.get("/profile", response_class=HTMLResponse)
def my_profile(visit: VisitDep) -> Response:
    """To the entry of one's firm; the firms of somebody who has several are linked from each other's page."""
    firms = [grant.firm_id for grant in visit.actor.grants if grant.role is Role.PROVIDER]
    if not firms:
        raise NotFound("您的账户还没有对应的服务商，请先认领单位。")
    return RedirectResponse(f"/profile/{firms[0]}", status_code=303)


@router.get("/profile/{provider_id}", response_class=HTMLResponse)
def profile(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, provider_id: str, done: _Done = ""
) -> Response:
    """Published beside draft, what is missing, and what came before."""
    return renderer.page(request, profile_page(see_profile(runtime, visit.actor, provider_id), done))


@router.post("/profile/{provider_id}/steps", response_class=HTMLResponse)
def step(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str) -> Response:
    """Submit, recall, discard or appeal."""
    wish = StepWish(posted.text("step", 20), posted.number("version"), posted.text("words"))
    try:
        step_change(runtime, visit.actor, provider_id, wish)
    except (Invalid, Conflict) as error:
        page = profile_page(see_profile(runtime, visit.actor, provider_id)).refused(error, wish.words)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/profile/{provider_id}?done={wish.step}", status_code=303)


@router.post("/profile/{provider_id}/revert", response_class=HTMLResponse)
def revert(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """Put an earlier version into the draft."""
    try:
        revert_profile(runtime, visit.actor, provider_id, posted.text("change", 40))
    except Conflict as error:
        page = profile_page(see_profile(runtime, visit.actor, provider_id)).refused(error, "")
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/profile/{provider_id}?done=revert", status_code=303)


@router.post("/profile/{provider_id}/confirmations")
def still_valid(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep, provider_id: str) -> RedirectResponse:
    """仍有效, by one click."""
    confirm_profile(runtime, visit.actor, provider_id, posted.text("part", 80))
    return RedirectResponse(f"/profile/{provider_id}?done=confirmed", status_code=303)


@router.post("/profile/{provider_id}/case-links", response_class=HTMLResponse)
def ask_factory(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """Make a link for the factory of a case, and show it this once."""
    try:
        link = make_case_link(runtime, visit.actor, provider_id, posted.text("case", 40))
    except Conflict as error:
        page = profile_page(see_profile(runtime, visit.actor, provider_id)).refused(error, "")
        return renderer.page(request, page, status=status_of(error))
    return renderer.page(request, profile_page(see_profile(runtime, visit.actor, provider_id)).with_link(link))


@router.post("/profile/{provider_id}/listing")
def listing(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep, provider_id: str) -> RedirectResponse:
    """Off the public list, or back on it."""
    withdrawn = posted.text("listed", 10) == "no"
    withdraw_entry(runtime, visit.actor, provider_id, withdrawn=withdrawn)
    return RedirectResponse(f"/profile/{provider_id}?done={'withdraw' if withdrawn else 'show'}", status_code=303)
