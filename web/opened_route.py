"""Count how often a provider's page is opened."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from fastapi import Request, Response

from service.domain.exposure import ExposureKind
from service.flows.figures.count_exposure import count_exposure
from service.runtime import Runtime
from web.kept_pages import KeptRoute


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
