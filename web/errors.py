"""Errors to pages: every failure has a Chinese sentence, a way on, and the request's number."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from service.api.errors import status_of
from service.errors import PlatformError
from web.render import Renderer
from web.views.site.errors import ErrorPage

_WORDS = {
    403: ("不能这样操作", "请回到本站的页面再试一次。"),
    404: ("没有找到这个页面", "地址可能写错了，或者内容已经下架。可以回首页用一句话说需求，也可以看站点地图。"),
    405: ("不能这样打开这个地址", "请回到上一页，用页面上的按钮操作。"),
    408: ("没有收完您提交的内容", "网络可能不稳，请回到上一页再提交一次。"),
    409: ("和已有的内容冲突了", "请刷新后再试。"),
    413: ("内容太长了", "请删减后再提交。"),
    422: ("有内容没填对", "请回到上一页改好再提交，已经填的内容还在。"),
    429: ("刚才操作得太快了", "请等一分钟再试。"),
    500: ("系统出了点问题", "不是您的操作有误。请稍后再试；一直不行，请把下面的编号告诉服务台。"),
    503: ("服务暂时没有响应", "请过几分钟再试；一直不行，请把下面的编号告诉服务台。"),
}


def error_page(status: int, sentence: str = "", fields: dict[str, str] | None = None) -> ErrorPage:
    """The page of a status; an own sentence goes before the general remedy."""
    known = status if status in _WORDS else (500 if status >= 500 else 404)
    title, remedy = _WORDS[known]
    return ErrorPage(title, status, sentence, remedy, tuple((fields or {}).items()))


def add_error_pages(app: FastAPI, renderer: Renderer) -> None:
    """Answer every error of the site's own pages with a page."""

    def platform_error(request: Request, error: Exception) -> HTMLResponse:
        status = status_of(error) if isinstance(error, PlatformError) else 500
        page = error_page(status, error.message, error.fields) if isinstance(error, PlatformError) else error_page(status)
        answer = renderer.page(request, page, status=status)
        wait = getattr(request.state, "retry_after_seconds", None)
        if wait is not None:
            answer.headers["Retry-After"] = str(wait)
        return answer

    def http_error(request: Request, error: Exception) -> HTMLResponse:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return renderer.page(request, error_page(status), status=status)

    def unreadable(request: Request, _error: Exception) -> HTMLResponse:
        return renderer.page(request, error_page(422, "地址或表单里有本站认不出的值。"), status=422)

    app.add_exception_handler(PlatformError, platform_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, unreadable)


def refused_page(renderer: Renderer, request: Request, status: int, sentence: str) -> HTMLResponse:
    """The page for a form that was not read."""
    return renderer.page(request, error_page(status, sentence), status=status)


def failure_page(renderer: Renderer, request: Request) -> HTMLResponse:
    """The page for a failure of the program itself."""
    return renderer.page(request, error_page(500), status=500)


def foreign_page(renderer: Renderer, request: Request) -> HTMLResponse:
    """The page for a form that another site sent here."""
    return renderer.page(request, error_page(403, "这次提交不是从本站页面发出的，为安全起见没有执行。"), status=403)
