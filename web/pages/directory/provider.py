"""服务商: one of them."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.exposure import ExposureKind
from service.domain.permissions import Action
from service.domain.text import clean_line
from service.flows.directory.browse_providers import show_provider
from service.flows.figures.count_exposure import count_exposure
from service.runtime import Runtime
from web.addresses.list_address import VALUE_MOST_CHARACTERS
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.directory.provider import provider_page


class OpenedRoute(KeptRoute):
    """A kept page whose openings are counted, also those that the browser answers from its own copy."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Count after the answer: what is not there was not opened."""
        answer_from_kept = super().get_route_handler()

        async def count_too(request: Request) -> Response:
            answer = await answer_from_kept(request)
            if request.method == "GET" and answer.status_code in {200, 304}:
                runtime = cast(Runtime, request.app.state.runtime)
                count_exposure(runtime, ExposureKind.OPENED, [request.path_params["provider_id"]])
            return answer

        return count_too


router = APIRouter(route_class=OpenedRoute, dependencies=[shared(Action.BROWSE)])


@router.get("/providers/{provider_id}", response_class=HTMLResponse)
def provider(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, provider_id: str, asked: Annotated[str, Query(max_length=400)] = ""
) -> HTMLResponse:
    """A listed provider; any other is a page that says it is not here. `asked`: the name that led here and is not quite its own."""
    return renderer.page(request, provider_page(show_provider(runtime, provider_id), asked=clean_line(asked)[:VALUE_MOST_CHARACTERS]))
