"""Staff enter what the standard of levels says, and what cases were recognised as."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action, Actor
from service.errors import Invalid, NotFound
from service.flows.programmes.browse_levels import browse_levels
from service.flows.programmes.keep_standard import StandardWish, clear_standard, keep_standard, see_standard
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.programmes.standards import StandardsPage, standards_page

router = APIRouter(dependencies=[permit(Action.KEEP_PROGRAMMES)])


@router.get("/standard-entries", response_class=HTMLResponse)
def standards(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """Both forms, and what stands."""
    return renderer.page(request, _page(runtime, visit.actor, StandardWish("")))


@router.post("/standard-entries", response_class=HTMLResponse)
def change_standards(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Keep one, or take one away."""
    wish = StandardWish(
        document_no=posted.text("document_no"),
        level=posted.text("level", 20),
        scenario=posted.text("scenario", 8),
        words=posted.text("words"),
        case_id=posted.text("case_id", 200).strip().rpartition("#")[2],
        name=posted.text("name"),
    )
    try:
        if removed := posted.text("remove", 40):
            clear_standard(runtime, visit.actor, removed)
        else:
            keep_standard(runtime, visit.actor, wish)
    except (Invalid, NotFound) as error:
        return renderer.page(request, _page(runtime, visit.actor, wish).refused(error), status=status_of(error))
    return RedirectResponse("/standard-entries", status_code=303)


def _page(runtime: Runtime, actor: Actor, wish: StandardWish) -> StandardsPage:
    entries, recognitions = see_standard(runtime, actor)
    return standards_page(browse_levels(runtime, "", ""), entries, recognitions, wish)
