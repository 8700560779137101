"""The limit of matches per minute, over HTTP."""

import pytest
from starlette.testclient import TestClient

from service.api.app import create_api
from tests.api.conftest import with_settings

PATH = "/api/v1/matches"
NEED = {"text": "注塑机联网"}


def _client(runtime, **settings) -> TestClient:
    return TestClient(create_api(with_settings(runtime, **settings)), client=("10.0.0.1", 5000))


def _from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def test_over_the_limit_the_answer_says_when_to_come_again(runtime):
    client = _client(runtime, matches_per_minute=2)
    assert [client.post(PATH, json=NEED).status_code for _ in range(3)] == [200, 200, 429]
    answer = client.post(PATH, json=NEED)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.json()["code"] == "too_many_requests"
    assert "每分钟最多 2 次" in answer.json()["message"]


@pytest.mark.parametrize("body", [b"{", b"{}", b'{"text": ""}'])
def test_wrong_requests_count_too(runtime, body):
    client = _client(runtime, matches_per_minute=1)
    assert client.post(PATH, content=body).status_code == 422
    assert client.post(PATH, json=NEED).status_code == 429


def test_reading_is_not_limited(runtime):
    client = _client(runtime, matches_per_minute=1)
    client.post(PATH, json=NEED)
    assert [client.get("/api/v1/pools").status_code for _ in range(5)] == [200] * 5


def test_a_forged_address_does_not_help(runtime):
    client = _client(runtime, matches_per_minute=1)
    assert [client.post(PATH, json=NEED, headers=_from(f"198.51.100.{n}")).status_code for n in range(3)] == [200, 429, 429]


def test_behind_a_trusted_proxy_each_client_has_its_own_limit(runtime):
    client = _client(runtime, matches_per_minute=1, trusted_proxies="10.0.0.0/8")
    assert [client.post(PATH, json=NEED, headers=_from(f"198.51.100.{n}")).status_code for n in (1, 2, 1)] == [200, 200, 429]
    forged = [client.post(PATH, json=NEED, headers=_from(f"1.2.3.{n}, 198.51.100.9")).status_code for n in range(2)]
    assert forged == [200, 429]


def test_zero_switches_the_limit_off(runtime):
    client = _client(runtime, matches_per_minute=0)
    assert {client.post(PATH, json=NEED).status_code for _ in range(5)} == {200}
