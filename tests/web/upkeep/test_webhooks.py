"""推送地址 by its pages and by API: made, tried, seen in the log, changed, deleted; for the administrator alone."""

import re

import pytest
from starlette.testclient import TestClient

from service.api.app import create_api
from service.background.performers import PERFORMERS
from service.domain.people import Role
from service.flows.people.create_token import create_token
from service.flows.upkeep.work_task import work_task
from service.identity.tokens import TokenWish
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.receiver import LOOPBACK, receiving
from tests.web.html import read_page

FIELDS = {"name": "企莞家", "topics": ["need.stated", "need.moved"]}


@pytest.fixture
def platform(make_runtime):
    """(platform, a system that is told, a browser of the administrator)."""
    runtime, _ = with_mailbox(make_runtime(SMALL_POOL[:1], sign_ins_per_minute=0, webhook_networks=LOOPBACK))
    make_person(runtime, Role.ADMINISTRATOR, "boss")
    with receiving() as receiver:
        yield runtime, receiver, signed_in(runtime, "boss")


def work(runtime):
    while work_task(runtime, "tests", PERFORMERS):
        pass


def test_made_tried_seen_and_deleted(platform):
    runtime, receiver, boss = platform
    assert "还没有推送地址" in boss.get("/webhooks").text
    inside = boss.send("/webhooks", **FIELDS, url="https://10.0.0.1/hooks")
    assert (inside.status_code, "内网" in inside.text) == (422, True)
    made = boss.send("/webhooks", **FIELDS, url=receiver.url)
    secret = re.search(r"whsec_[\w+/=]+", made.text)
    assert secret
    path = re.search(r'action="(/webhooks/whk_\w+)"', made.text).group(1)
    assert secret.group() not in boss.get(path).text, "it is shown once"
    assert boss.send(path, do="try").status_code == 303
    work(runtime)
    page = read_page(boss.get(path).text).words
    assert "试发 送达" in page
    assert "对方答复 204" in page
    assert len(receiver.got) == 1
    assert "whsec_" in boss.send(path, do="rotate").text
    assert boss.send(path, do="change", name="新名", url=receiver.url, topics=["need.stated"]).status_code == 303
    refused = boss.send(path, do="change", name="", url=receiver.url, topics=["need.stated"])
    assert (refused.status_code, "请填推送给谁" in refused.text) == (422, True)
    assert boss.send(path, do="pause").status_code == 303
    assert "已暂停" in boss.get("/webhooks").text
    assert boss.send(path, do="pause").status_code == 409
    number = read_page(boss.get(path).text).all("input", name="number")[0].attributes["value"]
    assert boss.send(path, do="replay", number=number).status_code == 303
    assert "等待 1 条" in read_page(boss.get(path).text).words
    assert boss.get(f"{path}?state=sold").status_code == 422
    assert boss.send(path, page="/webhooks", do="remove").headers["location"] == "/webhooks"
    assert boss.get(path).status_code == 404


def test_the_same_by_api(platform):
    runtime, receiver, _ = platform
    token = create_token(runtime, "boss@example.com", TokenWish("测试", ("webhooks:write",), 1))
    bare = create_token(runtime, "boss@example.com", TokenWish("测试", ("needs:read",), 1))
    client = TestClient(create_api(runtime), headers={"Authorization": f"Bearer {token}"})
    wish = FIELDS | {"url": receiver.url}
    assert client.post("/api/v1/webhooks", json=wish, headers={"Authorization": f"Bearer {bare}"}).status_code == 403
    assert client.post("/api/v1/webhooks", json=wish | {"topics": ["need.sold"]}).json()["fields"]["topics"]
    made = client.post("/api/v1/webhooks", json=wish).json()
    path = f"/api/v1/webhooks/{made['id']}"
    assert made["secret"].startswith("whsec_")
    assert "secret" not in client.get(path).json()
    assert client.post(f"{path}/steps", json={"action": "try"}).json()["state"] == "active"
    work(runtime)
    (line,) = client.get(f"{path}/deliveries").json()["deliveries"]
    assert (line["topic"], line["state"], line["status"], line["tries"]) == ("trial", "delivered", 204, 1)
    assert client.post(f"{path}/replays", json={"number": line["number"]}).json() == {"replayed": 1}
    work(runtime)
    assert len(receiver.got) == 2
    assert client.get("/api/v1/webhooks").json()["webhooks"][0]["counts"]["delivered"] == 2
    assert client.post(f"{path}/secret").json()["secret"] != made["secret"]
    assert client.put(path, json=wish | {"name": "新名"}).json()["name"] == "新名"
    assert client.get(f"{path}/deliveries", params={"state": "sold"}).status_code == 422
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_a_name_that_does_not_resolve_now_is_kept_and_tried(platform):
    runtime, _, boss = platform
    made = boss.send("/webhooks", **FIELDS, url="https://portal.invalid/hooks")
    assert "whsec_" in made.text
    path = re.search(r'action="(/webhooks/whk_\w+)"', made.text).group(1)
    boss.send(path, do="try")
    work(runtime)
    page = read_page(boss.get(path).text).words
    assert "没有查到这个域名的地址" in page
    assert "起没有收下一条" in page
