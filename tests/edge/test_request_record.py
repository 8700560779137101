"""Every request has an id, one log line and one measurement, and none of them holds what people wrote."""

import io
import json
import logging
import re

import pytest
import structlog
from fastapi import FastAPI
from prometheus_client import REGISTRY
from starlette.testclient import TestClient

from service.api.crash_guard import CrashGuard
from service.edge.log_lines import write_json_logs
from service.edge.request_record import RequestRecord
from service.edge.trusted_proxies import read_trusted_proxies

_PHONE = "13912345678"


@pytest.fixture
def lines():
    stream = io.StringIO()
    write_json_logs(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()


@pytest.fixture
def client(lines) -> TestClient:
    app = FastAPI()

    @app.get("/firms/{firm}")
    def show(firm: str) -> dict[str, str]:
        return {"firm": firm}

    @app.get("/fail")
    def fail(q: str) -> None:
        raise RuntimeError(f"parameters: {q}")

    app.add_middleware(CrashGuard)
    for _ in range(2):
        app.add_middleware(RequestRecord, proxies=read_trusted_proxies("10.0.0.1"))
    return TestClient(app, client=("10.0.0.1", 5000))


def _served(lines) -> list[dict]:
    return [line for line in lines() if line["event"] == "request_served"]


def test_line_names_the_template_and_not_what_was_typed(client, lines):
    answer = client.get(f"/firms/{_PHONE}?q=啤机{_PHONE}")
    (line,) = _served(lines)
    assert line["path"] == "/firms/{firm}"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["took_ms"] >= 0
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert _PHONE not in json.dumps(lines())
    assert "啤机" not in json.dumps(lines(), ensure_ascii=False)


def test_a_failure_tells_kind_and_place_but_not_its_message(client, lines):
    answer = client.get(f"/fail?q={_PHONE}")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "internal_error"
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]
    assert _PHONE not in answer.text
    failed = next(line for line in lines() if line["event"] == "request_failed")
    assert failed["error"] == "RuntimeError"
    assert failed["places"][-1].startswith("test_request_record.py:")
    assert failed["places"][-1].endswith(" fail")
    assert failed["request_id"] == answer.headers["X-Request-Id"]
    assert _served(lines)[0]["status"] == 500
    assert _PHONE not in json.dumps(lines())


def test_paths_nobody_serves_and_odd_methods_do_not_make_new_series(client, lines):
    client.get(f"/nothing/{_PHONE}")
    client.request("BREW", f"/nothing/{_PHONE}")
    assert {(line["method"], line["path"], line["status"]) for line in _served(lines)} == {
        ("GET", "unmatched", 404),
        ("other", "unmatched", 404),
    }


def test_the_id_of_a_trusted_proxy_is_kept(client):
    kept = client.get("/firms/a", headers={"X-Request-Id": "portal-0123456789"})
    assert kept.headers["X-Request-Id"] == "portal-0123456789"


def test_the_id_of_a_stranger_is_neither_answered_nor_logged(client, lines):
    stranger = TestClient(client.app, client=("203.0.113.9", 5000))
    given = stranger.get("/firms/a", headers={"X-Request-Id": "portal-0123456789"}).headers["X-Request-Id"]
    assert re.fullmatch(r"req_[0-9a-f]{16}", given)
    assert "portal-0123456789" not in json.dumps(lines())


def test_a_request_is_measured_once_though_two_layers_stand_around_it(client):
    labels = {"method": "GET", "path": "/firms/{firm}", "status": "200"}
    before = REGISTRY.get_sample_value("pool_request_seconds_count", labels) or 0
    client.get("/firms/a")
    assert REGISTRY.get_sample_value("pool_request_seconds_count", labels) == before + 1


def test_the_servers_own_access_log_which_prints_whole_addresses_is_silent(lines):
    assert logging.getLogger("uvicorn.access").disabled
