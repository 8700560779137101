"""What the desk, a factory and a provider do beside the steps of a need, by API alone."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from service.api.app import create_api
from service.domain.people import Role
from service.flows.people.create_token import create_token
from service.identity.tokens import TokenWish
from service.store.rows import ProviderRow
from tests.brokering import SENTENCE, platform_at
from tests.flows.stored import rows
from tests.people import make_person

SCOPES = ("needs:read", "needs:write", "introductions:write")
NEED = {
    "text": SENTENCE,
    "manufacturer": {"name": "清溪某胶壳厂"},
    "contact": {"name": "何先生", "phone": "0769-12345678", "agreed": True},
}


class Caller:
    """One token."""

    def __init__(self, client: TestClient, token: str) -> None:
        self._client, self._headers = client, {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, body: object = None, **headers: str):
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.request(method, f"/api/v1{path}", json=body, headers=self._headers | told)


@pytest.fixture(scope="module")
def platform(tmp_path_factory, hash_platform):
    """One for the whole file."""
    with platform_at(f"sqlite:///{tmp_path_factory.mktemp('work') / 'pool.db'}", hash_platform) as runtime:
        yield runtime


@pytest.fixture(autouse=True)
def later(platform):
    """Each test begins a minute after the one before it."""
    platform.clock.advance(timedelta(minutes=1))


@pytest.fixture(scope="module")
def world(platform):
    """(broker, factory, provider of the first on the list, its id, id of the broker)."""
    chen = make_person(platform, Role.BROKER, "chen")
    make_person(platform, Role.MANUFACTURER, "he", "清溪某胶壳厂")
    client = TestClient(create_api(platform), raise_server_exceptions=False)

    def caller(name: str) -> Caller:
        return Caller(client, create_token(platform, f"{name}@example.com", TokenWish("测试", SCOPES, 1)))

    broker, factory = caller("chen"), caller("he")
    first = client.post("/api/v1/matches", json={"text": SENTENCE}).json()["matches"][0]["provider"]["id"]
    uscc = next(row.uscc for row in rows(platform.database, ProviderRow) if row.id == first)
    make_person(platform, Role.PROVIDER, "zhao", uscc)
    return broker, factory, caller("zhao"), first, chen.id


def recommended(broker, factory) -> dict:
    need = factory("POST", "/needs", NEED).json()
    for action in ("check", "clarify", "recommend"):
        version = broker("GET", f"/needs/{need['id']}").json()["version"]
        need = broker("POST", f"/needs/{need['id']}/steps", {"action": action, "version": version, "reason": "只有两家"}).json()
    return need


def introduced(broker, need, provider_id) -> str:
    """The path of a new introduction."""
    made = broker("POST", f"/needs/{need['id']}/introductions", {"provider_id": provider_id})
    return f"/introductions/{made.json()['id']}"


def test_versions_are_told_and_asked_for(world):
    broker, factory, *_ = world
    made = factory("POST", "/needs", NEED)
    path = f"/needs/{made.json()['id']}"
    assert made.headers["etag"] == '"1"' == broker("GET", path).headers["etag"]
    assert broker("POST", f"{path}/notes", {"note": "一"}, If_Match='"1"').json()["version"] == 2
    late = broker("PUT", f"{path}/plan", {"words": "打电话", "on": "2026-01-07"}, If_Match='"1"')
    assert (late.status_code, late.json()["code"]) == (409, "record_changed")
    planned = broker("PUT", f"{path}/plan", {"words": "打电话", "on": "2026-01-07"}, If_Match='W/"2"').json()
    assert (planned["next_action"], planned["next_on"], planned["waits_for"]) == ("打电话", "2026-01-07", "desk")
    step = broker("POST", f"{path}/steps", {"action": "check", "version": planned["version"]}, If_Match='"2"')
    assert step.status_code == 200, "a step's own version counts"
    assert broker("POST", f"{path}/notes", {"note": "二"}, If_Match="zwei").status_code == 422
    assert factory("PUT", f"{path}/plan", {"words": "打电话", "on": "2026-01-07"}).status_code == 403
    assert factory("POST", f"{path}/renewals").status_code == 409


def test_repeats_make_nothing_twice(world):
    broker, factory, provider, first, _ = world
    need = recommended(broker, factory)
    path = f"/needs/{need['id']}"
    for _ in range(2):
        assert factory("POST", f"{path}/notes", {"note": "周末也能看厂"}, Idempotency_Key="n1").status_code == 201
    notes = [line for line in factory("GET", path).json()["timeline"] if line["kind"] == "replied"]
    assert len(notes) == 1
    assert factory("POST", f"{path}/notes", {"note": "另一句"}, Idempotency_Key="n1").status_code == 409
    made = [broker("POST", f"{path}/introductions", {"provider_id": first}, Idempotency_Key="i1") for _ in range(2)]
    assert made[0].json()["id"] == made[1].json()["id"]
    assert broker("POST", f"{path}/introductions", {"provider_id": first}).status_code == 409
    one = f"/introductions/{made[0].json()['id']}"
    assert factory("POST", f"{one}/answers", {"answer": "accept"}, If_Match='"7"').status_code == 409
    assert factory("POST", f"{one}/answers", {"answer": "accept"}, If_Match='"1"').status_code == 200
    assert provider("POST", f"{one}/answers", {"answer": "accept"}).json()["state"] == "agreed"
    told = [factory("POST", f"{one}/outcomes", {"kind": "intent"}, Idempotency_Key="o1") for _ in range(2)]
    assert [each.status_code for each in told] == [201, 201]
    assert len(told[1].json()["outcomes"]) == 1
    starts = {"kind": "factory", "starts_at": "2026-01-08T14:30:00+08:00", "minutes": 60}
    meetings = [provider("POST", f"{one}/meetings", starts, Idempotency_Key="m1").json() for _ in range(2)]
    assert meetings[0] == meetings[1]


def test_a_meeting_is_arranged_moved_called_off_and_goes_into_calendars(world):
    broker, factory, provider, first, _ = world
    need = recommended(broker, factory)
    one = introduced(broker, need, first)
    starts = {"kind": "factory", "starts_at": "2026-01-08T06:30:00Z", "minutes": 60}
    assert factory("POST", f"{one}/meetings", starts).status_code == 409
    factory("POST", f"{one}/answers", {"answer": "accept"})
    provider("POST", f"{one}/answers", {"answer": "accept"})
    made = factory("POST", f"{one}/meetings", starts).json()
    assert (made["starts_at"], made["sequence"]) == ("2026-01-08T06:30:00Z", 0)
    moved = provider("PUT", f"{one}/meetings/{made['id']}", starts | {"starts_at": "2026-01-09T10:00:00"}).json()
    assert (moved["id"], moved["starts_at"], moved["sequence"]) == (made["id"], "2026-01-09T02:00:00Z", 1)
    file = factory("GET", moved["calendar"].removeprefix("/api/v1"))
    assert file.headers["content-type"].startswith("text/calendar")
    assert "SEQUENCE:1" in file.text
    off = factory("DELETE", f"{one}/meetings/{made['id']}").json()
    assert (off["cancelled_at"] is not None, off["sequence"]) == (True, 2)
    assert "STATUS:CANCELLED" in factory("GET", moved["calendar"].removeprefix("/api/v1")).text
    assert factory("DELETE", f"{one}/meetings/{made['id']}").status_code == 404
    assert factory("POST", f"{one}/meetings", starts | {"minutes": 5}).json()["fields"]["minutes"]
    withdrawn = broker("POST", f"{one}/withdrawals", {"reason": "企业说先不谈"})
    assert withdrawn.json()["state"] == "ended"
    assert factory("POST", f"{one}/withdrawals", {"reason": "x"}).status_code == 403


def test_nothing_of_the_other_side_before_both_have_agreed(world):
    broker, factory, provider, first, _ = world
    need = recommended(broker, factory)
    one = introduced(broker, need, first)
    assert provider("GET", one).status_code == 404
    said = {
        "side": "manufacturer",
        "answer": "accept",
        "heard": "打 0769-12345678，何先生说愿意",
        "reason": "加我微信 hexiansheng99，电话13812345678",
    }
    broker("POST", f"{one}/answers", said)
    seen = provider("GET", one)
    leaked = {word for word in ("何先生", "0769-12345678", "13812345678", "hexiansheng99", "清溪某胶壳厂") if word in seen.text}
    assert (leaked, seen.json()["need"]["manufacturer"], seen.json()["counterpart"]) == (set(), None, None)
    assert provider("GET", "/introductions").json()["introductions"][0]["id"] == one.rpartition("/")[2]
    heard = [line for line in broker("GET", f"/needs/{need['id']}").json()["timeline"] if "何先生" in line["words"]]
    assert [line["kind"] for line in heard] == ["note"], "how it was heard is the desk's alone"
    assert "何先生" not in factory("GET", f"/needs/{need['id']}").text
    provider("POST", f"{one}/answers", {"answer": "accept", "contact_name": "赵工", "contact_phone": "0769-87654321"})
    assert provider("GET", one).json()["counterpart"]["phone"] == "0769-12345678"
    assert factory("GET", one).json()["counterpart"]["phone"] == "0769-87654321"


def test_the_desk_its_people_and_what_a_provider_takes(world):
    broker, factory, provider, first, chen = world
    need = factory("POST", "/needs", NEED).json()
    desk = broker("GET", "/desk?who=none").json()
    assert need["id"] in [line["id"] for heap in desk["heaps"] for line in heap["needs"]]
    assert desk["brokers"] == [{"id": chen, "name": "chen"}]
    assert factory("GET", "/desk").status_code == 403
    assert broker("POST", "/desk/assignments", {"needs": [need["id"]], "broker_id": chen}).json() == {"assigned": 1}
    assert broker("POST", "/desk/assignments", {"needs": [need["id"]], "broker_id": "per_x"}).status_code == 422
    assert broker("GET", "/desk?most=1").json()["heaps"][1]["total"] >= 1
    path = f"/needs/{need['id']}"
    assert broker("POST", f"{path}/contact-views").json()["phone"] == "0769-12345678"
    assert factory("POST", f"{path}/contact-views").status_code == 403
    assert "contact_seen" in [line["kind"] for line in factory("GET", path).json()["timeline"]]
    assert broker("GET", f"{path}/alike").json()["needs"][0]["alike"]
    assert broker("GET", f"{path}/snapshot").json()["lines"][0]["provider_id"] == first
    assert broker("POST", f"{path}/follow-links").json()["path"].startswith("/my-needs/follow?t=")
    assert factory("DELETE", f"{path}/follow-links").status_code == 204
    tie = broker("POST", "/ties", {"provider_id": first, "relation": "配偶在该公司任职"}).json()["id"]
    assert broker("GET", "/ties").json()["ties"][0]["ended_at"] is None
    assert broker("DELETE", f"/ties/{tie}").status_code == 204
    assert provider("PUT", f"/intake/{first}", {"paused": True, "paused_reason": "排满了"}).json()["paused"]
    assert provider("PUT", f"/intake/{first}", {}).json()["paused"] is False
    assert provider("GET", "/intake/prv_x").status_code == 404
