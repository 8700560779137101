"""联系人, for a firm: a link is made, shown once, and taken back."""

import re

from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import fields_of


def test_a_firm_asks_and_takes_back(platform, wang):
    _, firm = platform
    path = f"/profile/{firm}/contacts"
    assert wang.get("/contacts").headers["location"] == path
    empty = wang.get(path)
    assert "还没有联系人" in read_page(empty.text).words
    assert_clean(empty.text)
    refused = wang.send(path, do="ask", post=HOSTILE)
    assert refused.status_code == 422
    assert "<script>alert" not in refused.text
    made = wang.send(path, do="ask", post="销售负责人")
    link = re.search(r"/consent\?t=[\w-]+", made.text)[0]
    page = wang.get(path).text
    assert link not in page, "the link is shown once"
    assert "等本人答复" in read_page(page).words
    assert wang.send(path, do="end", consent="con_nobody").status_code == 404
    assert wang.client.post(path, data=fields_of(page, path)).status_code == 303
    ended = read_page(wang.get(f"{path}?done=end").text).words
    assert "已经结束的" in ended
    assert wang.get(link).status_code == 404
