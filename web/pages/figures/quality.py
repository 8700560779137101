"""检索质量: the trend for staff."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.figures.watch_quality import see_quality
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.figures.quality import quality_page

router = APIRouter(dependencies=[permit(Action.READ_FIGURES)])


@router.get("/figures/quality", response_class=HTMLResponse)
def quality(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """The newest runs."""
    return renderer.page(request, quality_page(see_quality(runtime, visit.actor)))
