"""联系人: a firm asks its people by link, sees who looked, and takes them off."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.people import Role
from service.domain.permissions import Action
from service.errors import Conflict, Invalid, NotFound
from service.flows.profiles.ask_consent import ask_consent
from service.flows.profiles.end_consent import end_consent
from service.flows.profiles.see_consents import see_consents
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.profiles.contacts import contacts_page

router = APIRouter(dependencies=[permit(Action.EDIT_PROFILE)])


@router.get("/contacts", response_class=HTMLResponse)
def my_contacts(visit: VisitDep) -> Response:
    """To those of one's firm."""
    firms = [grant.firm_id for grant in visit.actor.grants if grant.role is Role.PROVIDER]
    if not firms:
        raise NotFound("您的账户还没有对应的服务商，请先认领单位。")
    return RedirectResponse(f"/profile/{firms[0]}/contacts", status_code=303)


@router.get("/profile/{provider_id}/contacts", response_class=HTMLResponse)
def contacts(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    provider_id: str,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Who was asked, who agreed, who looked."""
    return renderer.page(request, contacts_page(see_consents(runtime, visit.actor, provider_id), done))


@router.post("/profile/{provider_id}/contacts", response_class=HTMLResponse)
def change_contacts(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """Ask somebody, or take somebody off."""
    try:
        if posted.text("do", 10) == "end":
            end_consent(runtime, visit.actor, provider_id, posted.text("consent", 40))
            return RedirectResponse(f"/profile/{provider_id}/contacts?done=end", status_code=303)
        link = ask_consent(runtime, visit.actor, provider_id, posted.text("post"))
    except (Invalid, Conflict) as error:
        page = contacts_page(see_consents(runtime, visit.actor, provider_id)).refused(error, posted.all())
        return renderer.page(request, page, status=status_of(error))
    return renderer.page(request, contacts_page(see_consents(runtime, visit.actor, provider_id)).with_link(link))
