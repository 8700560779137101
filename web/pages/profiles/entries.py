"""服务商管理: look up a firm, listed or not."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.profiles.see_entry import list_entries
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.profiles.entries import entries_page

router = APIRouter(dependencies=[permit(Action.KEEP_ENTRIES)])


@router.get("/entries", response_class=HTMLResponse)
def entries(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    q: Annotated[str, Query(max_length=80)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """By name, narrowed by the address."""
    return renderer.page(request, entries_page(list_entries(runtime, visit.actor, q, page), q.strip()))
