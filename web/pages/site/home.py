"""首页."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.directory.browse_cases import CaseList, CaseQuery, browse_cases
from service.flows.upkeep.read_site_state import read_site_state
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.site.home import home_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.SEARCH)])
_CASES_READ = 12


@router.get("/", response_class=HTMLResponse)
def home(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """The sentence box, examples, counts, what came of a few cases, and the way to the desk."""
    minute = int(runtime.clock.now().timestamp() // 60)
    return renderer.page(request, home_page(runtime.settings, read_site_state(runtime), _cases_of_the_day(runtime), minute))


def _cases_of_the_day(runtime: Runtime) -> CaseList:
    """Another page of the list each day, so that in time every case is told here and none is preferred."""
    first = browse_cases(runtime, CaseQuery(size=_CASES_READ))
    turn = runtime.today.toordinal() % first.page.pages
    return browse_cases(runtime, CaseQuery(size=_CASES_READ, page=turn + 1)) if turn else first
