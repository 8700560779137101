"""The API and a site in one process."""

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from service.api.app import create_api
from service.edge.request_record import RequestRecord
from service.edge.trusted_proxies import TrustedProxies
from tests.api.conftest import with_settings
from web.api_mount import ApiBeside


@pytest.fixture(scope="module")
def site(runtime) -> TestClient:
    app = FastAPI(openapi_url=None)

    @app.get("/{path:path}")
    def page(path: str) -> PlainTextResponse:
        return PlainTextResponse(f"page {path}")

    app.add_middleware(ApiBeside, api=create_api(with_settings(runtime, metrics_on_site=True)))
    app.add_middleware(RequestRecord, proxies=TrustedProxies())
    return TestClient(app)


@pytest.mark.parametrize("path", ["/api/v1/pools", "/api/docs", "/api/v1/health/live", "/metrics", "/api/v1/openapi.json"])
def test_paths_of_the_api(site, path):
    answer = site.get(path)
    assert answer.status_code == 200
    assert not answer.text.startswith("page")


@pytest.mark.parametrize("path", ["/", "/search", "/apiary", "/metrics/more"])
def test_paths_of_the_site(site, path):
    assert site.get(path).text == f"page {path[1:]}"


def test_a_wrong_api_path_is_a_problem_and_no_page(site):
    answer = site.get("/api/v1/nothing")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


def test_matches_work_through_the_site(site):
    answer = site.post("/api/v1/matches", json={"text": "注塑机联网", "filters": {"pool": "municipal"}})
    assert answer.status_code == 200
