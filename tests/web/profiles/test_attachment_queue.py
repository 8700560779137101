"""附件核对: staff refuse with a reason or accept with what the paper says."""

import re

from tests.papers import png
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import fields_of
from tests.web.profiles.test_attachments import upload


def test_a_paper_is_decided(platform, wang, zhao):
    _, firm = platform
    assert "没有等待核对的附件" in read_page(zhao.get("/attachments").text).words
    upload(wang, firm, png())
    page = zhao.get("/attachments").text
    assert_clean(page)
    path = re.search(r"/attachments/att_\w+", page)[0]
    drawn = fields_of(page, path)
    refused = zhao.client.post(path, data=drawn | {"do": "refuse", "valid_until": HOSTILE[:10]})
    assert refused.status_code == 422
    unexplained = zhao.client.post(path, data=drawn | {"do": "refuse", "valid_until": ""})
    assert "请写明为什么不通过" in read_page(unexplained.text).words
    assert zhao.client.post(path, data=drawn | {"do": "accept", "valid_until": "2027-05-31"}).status_code == 303
    again = zhao.client.post(path, data=drawn | {"do": "accept", "valid_until": "2027-05-31"})
    assert again.status_code == 409
    public = read_page(zhao.get(f"/providers/{firm}").text).words
    assert "证书已核对，有效至2027年5月31日" in public
