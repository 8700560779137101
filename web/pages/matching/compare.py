"""对比: providers side by side, for a need when one is given."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.exposure import ExposureKind
from service.domain.matching import MatchList
from service.domain.permissions import Action
from service.domain.providers import Provider
from service.edge.costly_route import MatchRoute
from service.errors import Invalid, NotFound
from service.flows.directory.browse_providers import get_provider
from service.flows.figures.count_exposure import count_exposure
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.matching.strip_need import strip_need
from service.runtime import Runtime
from web.addresses.search_address import COMPARED_MOST, SHOWN_MOST, Asked, read_asked
from web.deps import RendererDep, RuntimeDep
from web.parts.surroundings import surroundings_of
from web.permits import shared
from web.views.matching.compare import compare_href, compare_page

router = APIRouter(route_class=MatchRoute, dependencies=[shared(Action.SEARCH)])


@router.get("/compare", response_class=HTMLResponse)
def compare(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> Response:
    """The table; a provider that left the pools is counted, not shown."""
    pairs = [("c" if name == "p" else name, value) for name, value in request.query_params.multi_items() if name != "c"]
    asked = read_asked(pairs)
    stripped = strip_need(asked.text)
    if stripped.removed:
        return RedirectResponse(compare_href(asked.resaying(stripped.text), asked.compared), status_code=303)
    providers = [provider for provider_id in asked.compared if (provider := _find(runtime, provider_id))]
    count_exposure(runtime, ExposureKind.COMPARED, [provider.id for provider in providers])
    around = surroundings_of(runtime)
    page = compare_page(providers, asked, _answer(runtime, asked), around, gone=len(asked.compared) - len(providers))
    return renderer.page(request, page)


def _find(runtime: Runtime, provider_id: str) -> Provider | None:
    try:
        return get_provider(runtime, provider_id)
    except NotFound:
        return None


def _answer(runtime: Runtime, asked: Asked) -> MatchList | None:
    if not asked.text or not asked.compared[:COMPARED_MOST]:
        return None
    try:
        wanted = MatchRequest(text=asked.text, limit=SHOWN_MOST, include_weak=True, chosen=asked.chosen, dropped=asked.dropped)
        return match_need(runtime, wanted)
    except Invalid:
        return None
