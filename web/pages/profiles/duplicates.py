"""重复的企业: the list, and two of them side by side."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.profiles.merge_firms import MergeWish, merge_firms, preview_merge, see_duplicates, tell_apart
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.profiles.duplicates import duplicates_page, merge_page

router = APIRouter(dependencies=[permit(Action.KEEP_ENTRIES)])


@router.get("/duplicates", response_class=HTMLResponse)
def duplicates(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, done: str = "") -> Response:
    """Pairs nobody decided on yet."""
    return renderer.page(request, duplicates_page(see_duplicates(runtime, visit.actor), done))


@router.get("/entries/{provider_id}/merge/{other_id}", response_class=HTMLResponse)
def merge(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, provider_id: str, other_id: str) -> Response:
    """What would become of both when the first is kept."""
    return renderer.page(request, merge_page(preview_merge(runtime, visit.actor, provider_id, other_id)))


@router.post("/entries/{provider_id}/merge/{other_id}", response_class=HTMLResponse)
def decide(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str, other_id: str
) -> Response:
    """Merge them, or say that they are two."""
    reason = posted.text("reason")
    try:
        if posted.text("do", 10) == "apart":
            tell_apart(runtime, visit.actor, provider_id, other_id, reason)
            return RedirectResponse("/duplicates?done=apart", status_code=303)
        wish = MergeWish(provider_id, other_id, posted.number("kept_version"), posted.number("lost_version"), reason)
        merge_firms(runtime, visit.actor, wish)
    except (Invalid, Conflict) as error:
        page = merge_page(preview_merge(runtime, visit.actor, provider_id, other_id)).refused(error, reason)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse("/duplicates?done=merged", status_code=303)
