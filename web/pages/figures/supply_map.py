"""供需地图: needs and those who can do them, by trade and group of scenarios, of a year."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.figures.tell_figures import FigureAsked, tell_figures
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.figures.supply_map import supply_map_page

router = APIRouter(dependencies=[permit(Action.READ_FIGURES)])


@router.get("/figures/map", response_class=HTMLResponse)
def supply_map(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, year: Annotated[str, Query(max_length=4)] = ""
) -> Response:
    """The map of a year, by default the present one."""
    told = tell_figures(runtime, visit.actor, FigureAsked(year or str(runtime.today.year)))
    return renderer.page(request, supply_map_page(told))
