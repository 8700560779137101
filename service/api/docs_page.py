"""The API's documentation page, from files of this installation: no browser asks another host for anything."""

import base64
import hashlib
import re

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse

from service.api.permits import allow
from service.domain.permissions import Action

OPENAPI_URL = "/api/v1/openapi.json"
STATIC_URL = "/api/docs/static"

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def docs_router(title: str) -> APIRouter:
    """Serve the page at `/api/docs`. Its addresses are relative, so it works behind a path prefix too."""
    page = get_swagger_ui_html(
        openapi_url="v1/openapi.json",
        title=title,
        swagger_js_url="docs/static/swagger-ui-bundle.js",
        swagger_css_url="docs/static/swagger-ui.css",
        swagger_favicon_url="docs/static/favicon.png",
        # The validator's badge would ask a host in the internet.
        swagger_ui_parameters={"validatorUrl": None, "defaultModelsExpandDepth": 0},
    )
    html = bytes(page.body).decode()
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in _INLINE_SCRIPT.findall(html))
    policy = (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    router = APIRouter(dependencies=[allow(Action.BROWSE)])

    @router.get("/api/docs", include_in_schema=False)
    def show_docs() -> HTMLResponse:
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})

    return router


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
