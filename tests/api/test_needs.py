"""Needs by API alone: what a city portal does for a factory, with scopes, versions and repeats."""

import pytest
from starlette.testclient import TestClient

from service.api.app import create_api
from service.domain.people import Role
from service.flows.people.create_token import create_token
from service.identity.tokens import TokenWish
from tests.brokering import SENTENCE, platform_at
from tests.people import make_person

NEED = {
    "text": SENTENCE,
    "manufacturer": {"name": "清溪某胶壳厂", "town": "清溪镇"},
    "staff_count": 120,
    "budget_wan": 12.5,
    "owned": ["金蝶"],
    "contact": {"name": "何先生", "phone": "0769-12345678", "agreed": True},
}
READ_WRITE = ("needs:read", "needs:write", "introductions:write")


@pytest.fixture
def world(tmp_path, databases, hash_platform):
    """(client, the bearer header of each role, of a factory that only reads, of a stranger)."""
    with platform_at(databases.new(tmp_path), hash_platform) as runtime:
        firms = {"he": "清溪某胶壳厂", "li": "别的厂"}
        for name, firm in firms.items():
            make_person(runtime, Role.MANUFACTURER, name, firm)
        make_person(runtime, Role.BROKER, "chen")

        def bearer(name: str, *scopes: str) -> dict[str, str]:
            return {"Authorization": f"Bearer {create_token(runtime, f'{name}@example.com', TokenWish('测试', scopes, 1))}"}

        tokens = {name: bearer(name, *READ_WRITE) for name in ("he", "li", "chen")} | {"reader": bearer("he", "needs:read")}
        yield TestClient(create_api(runtime), raise_server_exceptions=False), tokens


def test_from_a_sentence_to_a_recommendation(world):
    client, tokens = world
    stated = client.post("/api/v1/needs", json=NEED, headers=tokens["he"])
    assert stated.status_code == 201
    need = stated.json()
    assert (need["state"], need["version"], need["budget_wan"], need["manufacturer"]) == ("registered", 1, 12.5, "清溪某胶壳厂")
    assert need["understood"]
    assert "何先生" not in stated.text
    assert need["actions"] == ["solve_alone", "pause", "find_none", "lack_budget"]
    path = f"/api/v1/needs/{need['id']}"
    for action in ("check", "clarify", "recommend"):
        need = client.get(path, headers=tokens["chen"]).json()
        assert action in need["actions"]
        moved = client.post(
            f"{path}/steps", json={"action": action, "version": need["version"], "reason": "只有两家"}, headers=tokens["chen"]
        )
        assert moved.status_code == 200
    assert moved.json()["state"] == "recommended"
    assert [line["detail"].get("step") for line in moved.json()["timeline"]] == ["recommend", "clarify", "check", None]


def test_a_repeat_and_another_request_under_the_same_key(world):
    client, tokens = world
    headers = tokens["he"] | {"Idempotency-Key": "portal-1"}
    first, again = (client.post("/api/v1/needs", json=NEED, headers=headers) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert client.post("/api/v1/needs", json=NEED | {"staff_count": 5}, headers=headers).status_code == 409
    assert client.get("/api/v1/needs", headers=tokens["he"]).json()["total"] == 1


def test_an_old_version_and_an_impossible_action(world):
    client, tokens = world
    path = "/api/v1/needs/" + client.post("/api/v1/needs", json=NEED, headers=tokens["he"]).json()["id"] + "/steps"
    assert client.post(path, json={"action": "check", "version": 1}, headers=tokens["chen"]).status_code == 200
    old = client.post(path, json={"action": "clarify", "version": 1}, headers=tokens["chen"])
    assert (old.status_code, old.json()["code"]) == (409, "record_changed")
    impossible = client.post(path, json={"action": "rate", "version": 2}, headers=tokens["chen"])
    assert impossible.status_code == 409
    assert "clarify" in impossible.json()["fields"]["action"].split(",")
    assert client.post(path, json={"action": "fly", "version": 2}, headers=tokens["chen"]).status_code == 422


def test_the_shortlist_by_api(world):
    client, tokens = world
    need = client.post("/api/v1/needs", json=NEED, headers=tokens["he"]).json()
    line = f"/api/v1/needs/{need['id']}/shortlist/{need['shortlist'][0]['provider_id']}"
    gone = client.request("DELETE", line, json={"reason": "太贵"}, headers=tokens["chen"])
    assert gone.json()["shortlist"][0]["removed_reason"] == "太贵"
    assert client.put(line, json={"reason": "谈下来了"}, headers=tokens["chen"]).status_code == 200
    again = client.put(line, json={"reason": "还想要"}, headers=tokens["chen"]).json()
    assert sum(each["removed_at"] is None for each in again["shortlist"]) == len(need["shortlist"]), "its pin is prolonged, it stands once"
    assert client.put(line, json={"reason": "想要"}, headers=tokens["he"]).status_code == 403


def test_scopes_owners_and_nobody(world):
    client, tokens = world
    need = client.post("/api/v1/needs", json=NEED, headers=tokens["he"]).json()
    path = f"/api/v1/needs/{need['id']}"
    assert client.post("/api/v1/needs", json=NEED).status_code == 401
    assert client.post("/api/v1/needs", json=NEED, headers=tokens["reader"]).status_code == 403
    assert client.get(path, headers=tokens["reader"]).status_code == 200
    assert client.get(path, headers=tokens["li"]).status_code == 404
    assert client.post(f"{path}/steps", json={"action": "pause", "reason": "x", "version": 1}, headers=tokens["li"]).status_code == 404
    assert client.get("/api/v1/needs", headers=tokens["li"]).json()["total"] == 0


def test_a_long_list_is_read_on_while_new_needs_come_in(world):
    client, tokens = world
    stated = [client.post("/api/v1/needs", json=NEED, headers=tokens["chen"]).json()["id"] for _ in range(22)]
    first = client.get("/api/v1/needs", headers=tokens["chen"]).json()
    client.post("/api/v1/needs", json=NEED, headers=tokens["chen"])
    second = client.get("/api/v1/needs", params={"cursor": first["cursor"]}, headers=tokens["chen"]).json()
    assert [need["id"] for need in first["needs"] + second["needs"]] == stated[::-1]
    assert second["cursor"] is None
    assert client.get("/api/v1/needs", params={"cursor": "x"}, headers=tokens["chen"]).status_code == 422
    assert client.get("/api/v1/needs", params={"state": "sold"}, headers=tokens["chen"]).status_code == 422


@pytest.mark.parametrize("broken", [{"text": ""}, {"text": SENTENCE, "visibility": "all"}, {"text": SENTENCE, "price": 3}, {}])
def test_what_cannot_be_used_is_told(world, broken):
    client, tokens = world
    answer = client.post("/api/v1/needs", json=broken, headers=tokens["he"])
    assert answer.status_code == 422
    assert answer.json()["fields"]


def test_from_two_consents_to_an_outcome_by_api_alone(world):
    client, tokens = world
    write = tokens["chen"]
    need = client.post("/api/v1/needs", json=NEED, headers=tokens["he"]).json()
    path = f"/api/v1/needs/{need['id']}"
    for action in ("check", "clarify", "recommend"):
        version = client.get(path, headers=write).json()["version"]
        client.post(f"{path}/steps", json={"action": action, "version": version, "reason": "只有两家"}, headers=write)
    provider = need["shortlist"][0]["provider_id"]
    assert client.post(f"{path}/introductions", json={"provider_id": provider}, headers=tokens["he"]).status_code == 403
    made = client.post(f"{path}/introductions", json={"provider_id": provider}, headers=write)
    assert (made.status_code, made.json()["state"], bool(made.json()["answer_by"])) == (201, "proposed", True)
    assert client.post(f"{path}/introductions", json={"provider_id": provider}, headers=write).status_code == 409
    one = f"/api/v1/introductions/{made.json()['id']}"
    assert client.get(one, headers=tokens["li"]).status_code == 404
    assert client.post(f"{one}/answers", json={"answer": "accept", "side": "provider"}, headers=tokens["he"]).status_code == 403
    assert client.post(f"{one}/answers", json={"answer": "accept"}, headers=tokens["he"]).json()["state"] == "asked"
    unheard = client.post(f"{one}/answers", json={"answer": "accept", "side": "provider"}, headers=write)
    assert unheard.status_code == 422
    agreed = client.post(f"{one}/answers", json={"answer": "accept", "side": "provider", "heard": "赵工来电"}, headers=write)
    assert (agreed.json()["state"], agreed.json()["provider"]["by_phone"]) == ("agreed", True)
    assert client.get(one, headers=write).json()["counterpart"] is None, "the desk has its own way to contacts"
    told = client.post(f"{one}/outcomes", json={"kind": "signed", "contract_band": "10_30"}, headers=tokens["he"])
    assert told.status_code == 201
    outcome = told.json()["outcomes"][0]["id"]
    assert client.post(f"{one}/outcomes/{outcome}", json={}, headers=tokens["he"]).status_code == 409
    settled = client.post(f"{one}/outcomes/{outcome}", json={"side": "provider", "heard": "赵工来电"}, headers=write)
    assert settled.json()["outcomes"][0]["confirmed_at"]
    assert client.get(path, headers=tokens["he"]).json()["state"] == "signed"
