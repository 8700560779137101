"""The client of docs/integration.md, run as it stands there, over real sockets: from a sentence to an accepted project, told by webhook."""

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
import uvicorn

from service.api.app import create_api
from service.background.performers import PERFORMERS
from service.domain.people import Role
from service.flows.people.create_token import create_token
from service.flows.upkeep.work_task import work_task
from service.identity.tokens import TokenWish
from service.settings import ROOT
from service.store.rows import ProviderRow
from tests.brokering import SENTENCE, platform_at
from tests.flows.stored import rows
from tests.people import make_person
from tests.receiver import LOOPBACK, receiving

PAGE = (ROOT / "docs" / "integration.md").read_text("utf-8")
SCOPES = ("needs:read", "needs:write", "introductions:write")
CLIENT_MOST_LINES = 60


@contextmanager
def served(runtime):
    """The API at a port of its own."""
    server = uvicorn.Server(uvicorn.Config(create_api(runtime), host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def client_text() -> str:
    (text,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return text


@pytest.fixture(scope="module")
def client() -> dict:
    names: dict = {}
    exec(compile(client_text(), "docs/integration.md", "exec"), names)  # noqa: S102  the documented text itself is under test
    return names


def test_the_client_is_as_short_as_it_says():
    assert len([line for line in client_text().splitlines() if line.strip()]) <= CLIENT_MOST_LINES


def test_from_a_sentence_to_an_accepted_project_and_every_step_is_told(tmp_path, hash_platform, client):
    with platform_at(f"sqlite:///{tmp_path / 'pool.db'}", hash_platform) as plain, receiving() as receiver:
        runtime = replace(plain, settings=replace(plain.settings, webhook_networks=LOOPBACK))
        make_person(runtime, Role.MANUFACTURER, "he", "清溪某胶壳厂")
        make_person(runtime, Role.BROKER, "chen")
        make_person(runtime, Role.ADMINISTRATOR, "boss")
        for row in rows(runtime.database, ProviderRow):
            make_person(runtime, Role.PROVIDER, f"p{row.uscc[-3:].lower()}", row.uscc)

        def token(name: str, *scopes: str) -> str:
            return create_token(runtime, f"{name}@example.com", TokenWish("测试", scopes, 1))

        with served(runtime) as site:
            boss = client["Desk"](site, token("boss", "webhooks:write"))
            kinds = ["need.stated", "need.moved", "introduction.answered", "outcome.told"]
            hook = boss.call("POST", "/webhooks", {"name": "企莞家", "url": receiver.url, "topics": kinds})
            factory, desk = (client["Desk"](site, token(name, *SCOPES)) for name in ("he", "chen"))
            first = factory.call("POST", "/matches", {"text": SENTENCE})["matches"][0]["provider"]
            provider = client["Desk"](site, token(f"p{first['uscc'][-3:].lower()}", *SCOPES))
            need = client["to_acceptance"](factory, desk, provider, SENTENCE, staff_count=80)
            with pytest.raises(RuntimeError, match="409 conflict"):
                desk.step(need["id"], "check")
            with pytest.raises(RuntimeError, match="409 record_changed"):
                desk.call("POST", f"/needs/{need['id']}/notes", {"note": "迟了"}, version=1)
        while work_task(runtime, "tests", PERFORMERS):
            pass
        assert (need["state"], need["actions"]) == ("accepted", [])
        moved = [json.loads(body)["data"].get("to") for _, body in receiver.got if json.loads(body)["type"] == "need.moved"]
        assert moved == ["checked", "clarified", "recommended", "agreed", "met", "signed", "accepted"]
        now = runtime.clock.now().timestamp()
        for headers, body in receiver.got:
            assert client["is_genuine"](hook["secret"], headers, body, now)
            assert not client["is_genuine"](hook["secret"], headers, body.replace(b"need", b"seed"), now)
            assert not client["is_genuine"](hook["secret"], headers, body, now + 600)
            assert not client["is_genuine"]("whsec_" + "a" * 44, headers, body, now)
