"""What routes ask for, as types in their signatures."""

from typing import Annotated, cast

from fastapi import Depends, Request

from service.runtime import Runtime


async def _runtime(request: Request) -> Runtime:
    # Asynchronous, because the framework gives every synchronous one a thread of its own.
    return cast(Runtime, request.app.state.runtime)


RuntimeDep = Annotated[Runtime, Depends(_runtime)]
"""The platform's built objects, for flows."""
