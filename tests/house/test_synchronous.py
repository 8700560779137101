"""Our code is synchronous; only what the server protocol itself calls is not."""

import ast

from service.settings import ROOT

OUTERMOST = {
    "web/api_mount.py", "service/edge/body_limit.py", "service/api/crash_guard.py", "service/api/deps.py", "service/api/errors.py",
    "service/api/permits.py", "web/permits.py", "web/posted.py",
    "service/api/routes/health.py", "service/edge/admission.py", "service/edge/costly_route.py", "service/edge/http_manners.py",
    "service/edge/request_record.py", "service/edge/visitor_cookie.py", "web/deps.py", "web/errors.py", "web/guard.py",
    "web/app.py", "web/kept_pages.py", "web/opened_route.py", "web/pages/matching/ask.py",
}  # fmt: skip
"""Layers around all routes, and handlers of errors: the protocol between server and app is asynchronous."""


def test_async_stands_only_in_the_outermost_layers() -> None:
    found = set()
    for folder in ("service", "indexer", "web"):
        for path in (ROOT / folder).rglob("*.py"):
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            if any(isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncWith | ast.AsyncFor) for node in nodes):
                found.add(path.relative_to(ROOT).as_posix())
    assert found
    assert found <= OUTERMOST
