"""联系人同意: the person himself, without an account and without JavaScript."""

import re

from tests.people import WebPerson
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import fields_of


def test_a_person_agrees_looks_takes_away_and_withdraws(platform, wang):
    runtime, firm = platform
    path = f"/profile/{firm}/contacts"
    asked = re.search(r"/consent\?t=[\w-]+", wang.send(path, do="ask", post="销售负责人").text)[0]
    person = WebPerson(runtime)
    page = person.get(asked)
    assert_clean(page.text)
    assert "我们没有保存您的任何信息" in read_page(page.text).words
    drawn = fields_of(page.text, "/consent") | {"months": "12"}
    typed = {"name": HOSTILE[:30], "mobile": "13800138000"}
    unticked = person.client.post("/consent", data=drawn | typed | {"do": "give"})
    assert unticked.status_code == 422
    assert "同意的话请打勾" in read_page(unticked.text).words
    given = person.client.post("/consent", data=drawn | typed | {"do": "give", "agreed": "yes"})
    assert given.status_code == 200
    assert "<script>alert" not in given.text
    own = re.search(r"/consent\?t=[\w-]+", read_page(given.text).words)[0]
    assert own != asked
    mine = person.get(own)
    assert_clean(mine.text)
    assert "还没有人看过" in read_page(mine.text).words
    taken = person.client.post("/consent/export", data=fields_of(mine.text, "/consent/export"))
    assert taken.headers["content-disposition"].startswith("attachment")
    assert taken.json()["手机号"] == "13800138000"
    assert "13800138000" not in wang.get(path).text
    ended = person.client.post("/consent", data=fields_of(mine.text, "/consent") | {"do": "withdraw"})
    assert "已撤回" in read_page(ended.text).words
    assert "13800138000" not in ended.text
    assert person.get("/consent?t=nothing").status_code == 404
    assert person.get("/consent").status_code == 404
