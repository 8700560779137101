"""Every failure as `application/problem+json` (RFC 9457) with a stable code and a Chinese sentence."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from service.api.invalid_requests import broken_body, describe_problems
from service.edge.http_manners import AllowedMethods
from service.edge.measures import FAILURES
from service.errors import (
    Conflict,
    Invalid,
    NotFound,
    PlatformError,
    Refused,
    SignInNeeded,
    TooLarge,
    TooManyRequests,
    Unavailable,
    from_os_error,
)

STATUS_BY_FAMILY: tuple[tuple[type[PlatformError], HTTPStatus], ...] = (
    (TooManyRequests, HTTPStatus.TOO_MANY_REQUESTS),
    (TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (SignInNeeded, HTTPStatus.UNAUTHORIZED),
    (Refused, HTTPStatus.FORBIDDEN),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)
"""The one table from families of `service.errors` to HTTP; narrow families stand before wide ones."""

PROBLEM_MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: "请求无法识别",
    401: "需要登录",
    403: "不能这样操作",
    404: "没有找到",
    405: "不支持这种方法",
    408: "请求超时",
    409: "与现有内容冲突",
    413: "内容过大",
    421: "网址不对",
    422: "内容有误",
    429: "请求过于频繁",
    500: "系统出错",
    503: "暂时不可用",
}
_HTTP_PROBLEMS = {
    404: ("not_found", "没有这个接口地址，请对照 /api/docs 检查路径。"),
    405: ("method_not_allowed", "这个地址不支持所用的请求方法，可用的方法见响应头 Allow。"),
}
_INTERNAL = ("internal_error", "系统内部出错，不是您的请求有误；请稍后再试，仍不行请把 request_id 告诉服务台。")


def status_of(error: PlatformError) -> int:
    """Return the HTTP status of an error's family; 500 for one that has none."""
    return next((int(status) for family, status in STATUS_BY_FAMILY if isinstance(error, family)), 500)


def problem(
    scope: Scope,
    status: int,
    code: str,
    message: str,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Build the answer of a failure.

    Args:
        fields: name of a part of the request → Chinese sentence.
    """
    members = {
        "type": "about:blank",
        "title": _TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "code": code,
        "message": message,
        "fields": dict(fields or {}),
        "request_id": scope.get("state", {}).get("request_id", ""),
    }
    return JSONResponse(members, status, headers=headers, media_type=PROBLEM_MEDIA_TYPE)


def platform_problem(scope: Scope, error: PlatformError) -> JSONResponse:
    """Build the answer of an error of the platform."""
    headers = {} if error.wait_seconds is None else {"Retry-After": str(error.wait_seconds)}
    if isinstance(error, SignInNeeded):
        headers["WWW-Authenticate"] = "Bearer"
    return problem(scope, status_of(error), error.code, error.message, fields=error.fields, headers=headers)


def crash_problem(scope: Scope, error: Exception) -> JSONResponse:
    """Build the answer of an error that nobody foresaw: what the system refused, or a fault of the program, which tells nothing of it."""
    refused = refused_by_system(error)
    return platform_problem(scope, refused) if refused else problem(scope, 500, *_INTERNAL)


def refused_by_system(error: Exception) -> PlatformError | None:
    """The operating system's refusal (disk full, too many open files) with cause and remedy; None for a fault of the program."""
    if not isinstance(error, OSError) or error.errno is None:
        return None
    refused = from_os_error(error)
    count_failure(refused)
    return refused


def answer_errors(app: FastAPI, allowed: AllowedMethods) -> None:
    """Make `app` answer every error it can foresee as a problem."""

    async def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  tells the type checker what the registration below says
        if error.status_code == 400:
            # The framework's only 400: a body that is not UTF-8 or is nested too deeply for the JSON reader.
            return platform_problem(request.scope, broken_body())
        code, message = _HTTP_PROBLEMS.get(error.status_code, _INTERNAL)
        headers = {"Allow": allowed.of(request.scope)} if error.status_code == 405 else error.headers
        return problem(request.scope, error.status_code, code, message, headers=headers)

    app.add_exception_handler(PlatformError, _on_platform_error)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)


async def _on_platform_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, PlatformError)  # noqa: S101  tells the type checker what the registration above says
    count_failure(error)
    return platform_problem(request.scope, error)


def count_failure(error: PlatformError) -> None:
    """One more answer that failed because a part, such as the database, did not answer."""
    if status_of(error) >= HTTPStatus.INTERNAL_SERVER_ERROR:
        FAILURES.labels(error.code).inc()


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  as above
    return platform_problem(request.scope, describe_problems(error.errors()))
