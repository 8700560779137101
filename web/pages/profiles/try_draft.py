"""先试一句."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.edge.costly_route import MatchRoute
from service.errors import Invalid
from service.flows.profiles.see_profile import see_profile
from service.flows.profiles.try_draft import try_draft
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.profiles.try_draft import try_page

router = APIRouter(route_class=MatchRoute, dependencies=[permit(Action.EDIT_PROFILE)])


@router.get("/profile/{provider_id}/try", response_class=HTMLResponse)
def ask(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, provider_id: str) -> Response:
    """The box."""
    return renderer.page(request, try_page(see_profile(runtime, visit.actor, provider_id)))


@router.post("/profile/{provider_id}/try", response_class=HTMLResponse)
def tried(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """What came of one sentence. It is sent in the body, so it stands in no address and no log."""
    text = posted.text("q", runtime.settings.need_max_characters + 1).strip()
    page = try_page(see_profile(runtime, visit.actor, provider_id), text)
    try:
        found = try_draft(runtime, visit.actor, provider_id, text)
    except Invalid as error:
        return renderer.page(request, page.refused(error), status=status_of(error))
    return renderer.page(request, page.with_answer(found))
