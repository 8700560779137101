"""What the sentence box offers while somebody types: a piece of a page, fetched by the script."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.edge.costly_route import SuggestRoute
from service.flows.matching.strip_need import strip_need
from service.flows.matching.suggest_scenarios import suggest_scenarios
from web.addresses.search_address import NEED_MOST_CHARACTERS
from web.deps import RendererDep, RuntimeDep
from web.permits import shared
from web.views.matching.suggestions import suggestions_piece

router = APIRouter(route_class=SuggestRoute, dependencies=[shared(Action.SEARCH)])


@router.post("/suggestions", response_class=HTMLResponse)
def suggestions(
    runtime: RuntimeDep, renderer: RendererDep, q: Annotated[str, Form(max_length=NEED_MOST_CHARACTERS * 2)] = ""
) -> HTMLResponse:
    """A list, or nothing. Posted, so that half a sentence with somebody's number in it stands in no address."""
    text = strip_need(q).text
    return renderer.piece(suggestions_piece(text, suggest_scenarios(runtime, text)))
