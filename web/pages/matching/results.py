"""匹配结果 and 没有把握: one address, one list."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.matching import MatchList
from service.domain.permissions import Action
from service.domain.programme_subjects import facts_of_reading
from service.edge.costly_route import MatchRoute
from service.errors import Invalid, NotFound
from service.flows.directory.browse_providers import get_provider
from service.flows.figures.count_exposure import count_shown
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.matching.strip_need import strip_need
from service.flows.programmes.browse_programmes import browse_programmes
from service.runtime import Runtime
from web.addresses.search_address import CLEANED, Asked, read_asked
from web.deps import RendererDep, RuntimeDep
from web.parts.programme_lines import programmes_beside
from web.parts.surroundings import surroundings_of
from web.permits import shared
from web.views.matching.results import blank_page, search_page, unreadable_page
from web.views.matching.understood import CHANGE_KINDS, added_text, changed_text

router = APIRouter(route_class=MatchRoute, dependencies=[shared(Action.SEARCH)])


@router.get("/search", response_class=HTMLResponse)
def search(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    kind: Annotated[str, Query(max_length=20)] = "",
    was: Annotated[str, Query(max_length=200)] = "",
    now: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """The list for what the address asks, or the way to a better address: text changed by a form, or without personal data."""
    asked = read_asked(request.query_params.multi_items())
    additions = [(name, request.query_params.get(f"add-{name}", "")) for name in CHANGE_KINDS]
    text = added_text(changed_text(asked.text, kind, was, now), additions) if asked.text else ""
    if text != asked.text:
        return RedirectResponse(asked.saying(text).href, status_code=303)
    stripped = strip_need(asked.text)
    if stripped.removed:
        return RedirectResponse(f"{asked.resaying(stripped.text).href}&{CLEANED}=1", status_code=303)
    if not asked.text:
        return renderer.page(request, blank_page(asked))
    try:
        answer = _match(runtime, asked)
    except Invalid as error:
        return renderer.page(request, unreadable_page(asked, error.message), status=status_of(error))
    count_shown(runtime, answer)
    facts = facts_of_reading(answer.reading)
    page = search_page(
        answer,
        asked,
        surroundings_of(runtime),
        aside=_put_aside(runtime, asked, answer),
        programmes=programmes_beside(browse_programmes(runtime, facts), facts),
    )
    return renderer.page(request, replace(page, personal_removed=CLEANED in request.query_params))


def _match(runtime: Runtime, asked: Asked) -> MatchList:
    wanted = MatchRequest(
        text=asked.text,
        limit=asked.shown,
        filters=asked.filters(),
        include_weak=True,
        chosen=asked.chosen,
        dropped=asked.dropped,
    )
    return match_need(runtime, wanted)


def _put_aside(runtime: Runtime, asked: Asked, answer: MatchList) -> list[tuple[str, str]]:
    """Id and name of the providers put aside, also of those this list does not show; one that is not listed any more is left out."""
    shown = {match.provider.id: match.provider for match in (*answer.matches, *answer.weak)}
    aside = []
    for provider_id in asked.compared:
        try:
            provider = shown.get(provider_id) or get_provider(runtime, provider_id)
        except NotFound:
            continue
        aside.append((provider_id, provider.display_name))
    return aside
