"""服务商: one of them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.permissions import Action
from service.domain.programme_subjects import facts_of_case, facts_of_offer
from service.domain.text import clean_line
from service.errors import NotFound
from service.flows.directory.browse_providers import ProviderDetail, kept_instead, show_provider
from service.flows.programmes.browse_programmes import stored_programmes
from service.runtime import Runtime
from web.addresses.list_address import VALUE_MOST_CHARACTERS
from web.deps import RendererDep, RuntimeDep
from web.opened_route import OpenedRoute
from web.parts.programme_lines import ProgrammesBeside, programmes_beside
from web.permits import shared
from web.views.directory.provider import provider_page

router = APIRouter(route_class=OpenedRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/providers/{provider_id}", response_class=HTMLResponse)
def provider(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, provider_id: str, asked: Annotated[str, Query(max_length=400)] = ""
) -> Response:
    """A listed provider. One that was merged leads to the other; any else is a page that says it is not here.

    `asked`: the name that led here and is not quite its own.
    """
    try:
        detail = show_provider(runtime, provider_id)
    except NotFound:
        if kept := kept_instead(runtime, provider_id):
            return RedirectResponse(f"/providers/{kept}", status_code=308)
        raise
    page = provider_page(detail, asked=clean_line(asked)[:VALUE_MOST_CHARACTERS])
    return renderer.page(request, page.beside(_programmes(runtime, detail)))


def _programmes(runtime: Runtime, detail: ProviderDetail) -> dict[str, ProgrammesBeside]:
    """Id of an offer or case → the programmes against what it tells."""
    provider, found = detail.provider, stored_programmes(runtime)
    told = {offer.id: facts_of_offer(offer, in_pool=bool(provider.pools_on(runtime.today))) for offer in provider.capabilities}
    told |= {case.id: facts_of_case(case, detail.codes.taxonomy) for case in provider.cases}
    return {key: programmes_beside(found.against(facts), facts) for key, facts in told.items()} if found.all else {}
