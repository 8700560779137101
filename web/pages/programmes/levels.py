"""应用水平: which scenarios lift my factory, what comparable factories did."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.programmes.browse_levels import browse_levels
from web.deps import RendererDep, RuntimeDep
from web.permits import shared
from web.views.programmes.levels import levels_page

router = APIRouter(dependencies=[shared(Action.BROWSE)])
_Code = Annotated[str, Query(max_length=40)]


@router.get("/levels", response_class=HTMLResponse)
def levels(request: Request, runtime: RuntimeDep, renderer: RendererDep, level: _Code = "", industry: _Code = "") -> HTMLResponse:
    """The levels, and the way to the next one."""
    return renderer.page(request, levels_page(browse_levels(runtime, level, industry)))
