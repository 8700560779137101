"""What a page is for, who looks at it, and whether a form was drawn for him."""

import secrets
from dataclasses import dataclass, replace
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from service.domain.permissions import ANONYMOUS, Action, Actor, could, is_open
from service.domain.sessions import CameFrom, OpenSession, read_agent
from service.edge.costly_route import Turnstile
from service.errors import Refused, SignInNeeded
from service.flows.people.recognise_session import recognise_session
from service.runtime import Runtime
from web.account_cookies import BEFORE, MARKS, SESSION, AccountCookies
from web.form_tokens import FIELD, FormTokens

_SAFE = frozenset({"GET", "HEAD"})
_FORM_MOST_FIELDS = 100
_STALE = "这个页面打开太久，或登录状态变了，没有执行。请返回上一页刷新后再提交。"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a page that depends on who looks.

    `session`: also one that still lacks its second factor; then `actor` is anonymous. `cookie`: what forms are bound to; `is_new`: the
    browser does not have it yet.
    """

    actor: Actor
    session: OpenSession | None
    lacks_second_factor: bool
    came: CameFrom
    cookie: str
    is_new: bool

    @property
    def own_session(self) -> OpenSession:
        """The session of somebody who is signed in.

        Raises:
            SignInNeeded: nobody is.
        """
        if self.session is None:
            raise SignInNeeded("请先登录。")
        return self.session


class Shared:
    """A page that is the same for everybody: nobody is asked who he is, so it can be kept and needs no token in its forms."""

    def __init__(self, action: Action) -> None:
        if not is_open(action):
            raise RuntimeError(f"{action} is not open to everybody, so its pages cannot be shared")
        self.action = action

    async def __call__(self) -> None:
        """Everybody may."""


class PagePermit:
    """Lets a request pass when the table allows the visitor this action at all; the flow asks again for the record.

    A form must carry the token of its page.

    Args:
        files: how many files its form may bring.
    """

    def __init__(self, action: Action, files: int = 0) -> None:
        self.action = action
        self._files = files

    async def __call__(self, request: Request) -> None:
        """Find out who it is, and put the `Visit` into the request's state."""
        visit = await run_in_threadpool(_visit_of, request)
        request.state.visit = visit
        if not is_open(self.action):
            if not visit.actor.is_known:
                raise SignInNeeded("请先登录，再打开这个页面。")
            if not could(visit.actor, self.action):
                raise Refused("您的账户没有这个页面的权限。需要时请联系平台管理员。")
        if request.method not in _SAFE:
            posted = await request.form(max_files=self._files, max_fields=_FORM_MOST_FIELDS)
            token = posted.get(FIELD)
            if not isinstance(token, str) or not _tokens(request).fits(visit.cookie, token):
                await posted.close()
                raise Refused(_STALE)
            request.state.posted = posted


def shared(action: Action) -> Any:  # noqa: ANN401  the framework's own type
    """For `dependencies=[…]` of routes that everybody sees alike."""
    return Depends(Shared(action))


def permit(action: Action, *, files: int = 0) -> Any:  # noqa: ANN401  as above
    """For `dependencies=[…]` of routes that depend on who looks; `files`: how many files a form may bring."""
    return Depends(PagePermit(action, files))


async def _visit(request: Request) -> Visit:
    return cast(Visit, request.state.visit)


VisitDep = Annotated[Visit, Depends(_visit)]
"""Who looks, behind a `permit`."""


def find_visit(request: Request) -> Visit | None:
    """Who looks; None on a shared page."""
    return getattr(request.state, "visit", None)


def form_token_of(request: Request) -> str:
    """The token for forms of this page; empty on a shared page."""
    visit = find_visit(request)
    return _tokens(request).fresh(visit.cookie) if visit else ""


def cookies_of(request: Request) -> AccountCookies:
    """The site's cookies of accounts."""
    return cast(AccountCookies, request.app.state.account_cookies)


def _tokens(request: Request) -> FormTokens:
    return cast(FormTokens, request.app.state.form_tokens)


def _visit_of(request: Request) -> Visit:
    runtime = cast(Runtime, request.app.state.runtime)
    address = cast(Turnstile, request.app.state.turnstile).proxies.address(request.scope)
    cookies = cookies_of(request)
    came = CameFrom(address, read_agent(request.headers.get("user-agent", "")), cookies.read(request, MARKS))
    if (cookie := cookies.read(request, SESSION)) and (known := recognise_session(runtime, cookie)):
        return Visit(replace(known.actor, address=address), known.session, known.lacks_second_factor, came, cookie, is_new=False)
    before = cookies.read(request, BEFORE)
    nobody = replace(ANONYMOUS, address=address)
    return Visit(nobody, None, lacks_second_factor=False, came=came, cookie=before or secrets.token_urlsafe(32), is_new=not before)
