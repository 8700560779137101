"""What a route of the API is for, and who sent the request: a bearer token or nobody. The session cookie of pages is never read."""

from dataclasses import replace
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from service.domain.permissions import Action, could, is_open
from service.domain.tokens import Scope
from service.edge.costly_route import Turnstile
from service.errors import Refused, SignInNeeded
from service.flows.people.recognise_token import Bearer, recognise_token
from service.runtime import Runtime

_SCHEME = "bearer "
_TOKEN_MOST = 200


class ApiPermit:
    """Lets a request pass when the table allows its owner this action at all; the flow asks again for the record.

    Args:
        action: what the route does.
        scope: what the token must hold besides; None: any valid token.
    """

    def __init__(self, action: Action, scope: Scope | None) -> None:
        self.action = action
        self._scope = scope

    async def __call__(self, request: Request) -> None:
        """Ask who it is, unless everybody may."""
        if is_open(self.action):
            return
        runtime = cast(Runtime, request.app.state.runtime)
        bearer = await run_in_threadpool(recognise_token, runtime, _secret_of(request))
        if self._scope is not None and self._scope not in bearer.token.scopes:
            raise Refused(f"这个令牌没有权限范围 {self._scope}，请在“我的账户”里新建一个。")
        if not could(bearer.actor, self.action):
            raise Refused("令牌所属的账户没有这项权限。")
        address = cast(Turnstile, request.app.state.turnstile).proxies.address(request.scope)
        request.state.bearer = replace(bearer, actor=replace(bearer.actor, address=address))


def allow(action: Action, scope: Scope | None = None) -> Any:  # noqa: ANN401  the framework's own type
    """For `dependencies=[…]` of a route or of all routes of a router."""
    return Depends(ApiPermit(action, scope))


async def _bearer(request: Request) -> Bearer:
    return cast(Bearer, request.state.bearer)


BearerDep = Annotated[Bearer, Depends(_bearer)]
"""Who sent the request, behind an `allow` of an action that is not open to everybody."""


def _secret_of(request: Request) -> str:
    given = request.headers.get("authorization", "")
    if not given.lower().startswith(_SCHEME) or len(given) > _TOKEN_MOST:
        raise SignInNeeded("这个接口需要令牌：在“我的账户”里新建一个，放在请求头 Authorization: Bearer 里。")
    return given[len(_SCHEME) :].strip()
