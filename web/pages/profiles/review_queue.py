"""资料审核: what waits for the bureau."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.profiles.review_change import list_reviews
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.profiles.review_queue import review_queue_page

router = APIRouter(dependencies=[permit(Action.REVIEW_CHANGES)])


@router.get("/reviews", response_class=HTMLResponse)
def review_queue(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The oldest first."""
    return renderer.page(request, review_queue_page(list_reviews(runtime, visit.actor, page), runtime.today, done))
