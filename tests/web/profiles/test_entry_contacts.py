"""联系人, for staff: a paper is recorded, its person gets a link, and an ending needs a reason."""

import re

from service.domain.consents import CURRENT_TEXT
from tests.people import WebPerson
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page


def test_a_paper_is_recorded_masked_and_ended(platform, zhao):
    runtime, firm = platform
    path = f"/entries/{firm}/contacts"
    wrong = zhao.send(path, do="record", post=HOSTILE[:20], name=HOSTILE[:30], mobile="1", signed_on="昨天")
    assert wrong.status_code == 422
    assert "<script>alert" not in wrong.text
    paper = {"post": "技术负责人", "name": "诸葛晓梅", "mobile": "13800138000", "document_no": "同意〔2026〕3号", "signed_on": "2026-01-02"}
    made = zhao.send(path, do="record", months="12", wording=CURRENT_TEXT, agreed="yes", **paper)
    link = re.search(r"/consent\?t=[\w-]+", made.text)[0]
    page = zhao.get(path).text
    assert_clean(page)
    assert "诸** 138****8000" in read_page(page).words
    assert "诸葛晓梅" not in page
    assert "13800138000" not in page
    person = WebPerson(runtime)
    assert "13800138000" in person.get(link).text
    consent = re.search(r'name="consent" value="(con_\w+)"', page)[1]
    assert zhao.send(path, do="end", consent=consent, reason="").status_code == 422
    other = re.search(r"/consent\?t=[\w-]+", zhao.send(path, do="link", consent=consent, reason="本人来电").text)[0]
    assert (person.get(link).status_code, person.get(other).status_code) == (404, 200)
    assert zhao.send(path, do="end", consent=consent, reason="本人来电").status_code == 303
    assert "13800138000" not in person.get(other).text
