"""Errors to pages: every failure has a Chinese sentence, a way on, and the request's number."""

from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from service.api.errors import count_failure, refused_by_system, status_of
from service.edge.http_manners import AllowedMethods
from service.errors import Overloaded, PlatformError, Refused, SignInNeeded
from web.addresses.local_path import local_path
from web.permits import find_visit
from web.render import Renderer
from web.views.site.errors import ErrorPage

_WORDS = {
    401: ("请先登录", "登录后再打开这个页面。"),
    403: ("不能这样操作", "请回到本站的页面再试一次。"),
    404: ("没有找到这个页面", "地址可能写错了，或者内容已经下架。可以回首页用一句话说需求，也可以看站点地图。"),
    405: ("不能这样打开这个地址", "请回到上一页，用页面上的按钮操作。"),
    400: ("这个网址没有读懂", "请从首页进入，直接写下需求。"),
    408: ("没有收完您提交的内容", "网络可能不稳，请回到上一页再提交一次。"),
    409: ("和已有的内容冲突了", "请刷新后再试。"),
    413: ("内容太长了", "请删减后再提交。"),
    421: ("网址不对", "请核对网址，或向提供网址的人问清楚。"),
    422: ("有内容没填对", "请回到上一页改好再提交，已经填的内容还在。"),
    429: ("刚才操作得太快了", "请等一分钟再试。"),
    500: ("系统出了点问题", "不是您的操作有误。请稍后再试；一直不行，请把下面的编号告诉本站的主办单位。"),
    503: ("服务暂时没有响应", "请过几分钟再试；一直不行，请把下面的编号告诉本站的主办单位。"),
}


_BUSY = ("此刻使用的人较多", "不用做什么，这个页面会自己再试一次；您也可以稍后刷新。")


def error_page(status: int, sentence: str = "", fields: dict[str, str] | None = None) -> ErrorPage:
    """The page of a status; an own sentence goes before the general remedy."""
    known = status if status in _WORDS else (500 if status >= 500 else 404)
    title, remedy = _WORDS[known]
    return ErrorPage(title, status, sentence, remedy, tuple((fields or {}).items()))


def busy_page(request: Request, error: Overloaded) -> ErrorPage:
    """A page that asks again by itself after the seconds the error names; only where asking is all it did."""
    title, remedy = _BUSY
    seconds = error.wait_seconds if request.method in {"GET", "HEAD"} else None
    return ErrorPage(title, status_of(error), "", remedy if seconds else _WORDS[429][1], retry_seconds=seconds)


def add_error_pages(app: FastAPI, renderer: Renderer, allowed: AllowedMethods) -> None:
    """Answer every error of the site's own pages with a page."""

    def platform_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, PlatformError)  # noqa: S101  tells the type checker what the registration below says
        count_failure(error)
        if (way := _way_to_sign_in(request, error)) is not None:
            return way
        status = status_of(error)
        page = busy_page(request, error) if isinstance(error, Overloaded) else error_page(status, error.message, error.fields)
        answer = renderer.page(request, page, status=status)
        if error.wait_seconds is not None:
            answer.headers["Retry-After"] = str(error.wait_seconds)
        return answer

    def http_error(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 404 and (right := _without_slash(request, allowed)):
            return RedirectResponse(right, status_code=308)
        answer = renderer.page(request, error_page(status), status=status)
        if status == 405:
            answer.headers["Allow"] = allowed.of(request.scope)
        return answer

    def unreadable(request: Request, _error: Exception) -> HTMLResponse:
        return renderer.page(request, error_page(422, "地址或表单里有本站认不出的值。"), status=422)

    app.add_exception_handler(PlatformError, platform_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, unreadable)


def _way_to_sign_in(request: Request, error: PlatformError) -> Response | None:
    """Where somebody goes who lacks only the proof of who he is; None for every other error."""
    visit = find_visit(request)
    if visit and visit.lacks_second_factor and isinstance(error, Refused):
        return RedirectResponse("/account/second-factor", status_code=303)
    if not isinstance(error, SignInNeeded):
        return None
    here = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    back = urlencode([("next", here)]) if request.method in {"GET", "HEAD"} else ""
    page = "/second-step" if visit and visit.session else "/sign-in"
    return RedirectResponse(f"{page}?{back}" if back else page, status_code=303)


def _without_slash(request: Request, allowed: AllowedMethods) -> str | None:
    """The same address without its last slash, when that one is known. Relative: the header `Host` may be anybody's."""
    path = request.url.path
    bare = local_path(path.rstrip("/")) if path.endswith("/") else "/"
    if bare == "/" or not allowed.of({**request.scope, "path": bare}):
        return None
    return f"{quote(bare)}?{request.url.query}" if request.url.query else quote(bare)


def refused_page(renderer: Renderer, request: Request, status: int, sentence: str) -> HTMLResponse:
    """The page for a form that was not read."""
    return renderer.page(request, error_page(status, sentence), status=status)


def failure_page(renderer: Renderer, request: Request, error: Exception) -> HTMLResponse:
    """The page for an error that nobody foresaw: what the system refused, or a fault of the program."""
    refused = refused_by_system(error)
    if refused is None:
        return renderer.page(request, error_page(500), status=500)
    status = status_of(refused)
    return renderer.page(request, error_page(status, refused.message), status=status)


def foreign_page(renderer: Renderer, request: Request) -> HTMLResponse:
    """The page for a form that another site sent here."""
    return renderer.page(request, error_page(403, "这次提交不是从本站页面发出的，为安全起见没有执行。"), status=403)
