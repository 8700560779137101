"""案例确认: a factory without an account answers once."""

import re

from tests.people import WebPerson
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import fields_of


def test_a_factory_confirms_and_the_word_stands_on_the_public_page(platform, wang):
    runtime, firm = platform
    page = wang.get(f"/profile/{firm}").text
    path = f"/profile/{firm}/case-links"
    made = wang.client.post(path, data=fields_of(page, path)).text
    link = re.search(r"/confirm-case\?t=[\w-]+", made)[0]
    assert link not in wang.get(f"/profile/{firm}").text, "the link is shown once"
    factory = WebPerson(runtime)
    asked = factory.get(link)
    assert_clean(asked.text)
    drawn = fields_of(asked.text, "/confirm-case")
    empty = factory.client.post("/confirm-case", data=drawn | {"unit": " ", "do": "confirm"})
    assert empty.status_code == 422
    answer = factory.client.post("/confirm-case", data=drawn | {"unit": HOSTILE[:70], "do": "confirm", "words": HOSTILE})
    assert answer.status_code == 200
    assert "谢谢" in read_page(answer.text).words
    assert "<script>alert" not in answer.text
    assert factory.client.post("/confirm-case", data=drawn | {"unit": "再来", "do": "confirm"}).status_code == 404
    assert "案例经企业确认" in read_page(factory.get(f"/providers/{firm}").text).words


def test_a_link_that_is_none_is_not_there(platform):
    assert WebPerson(platform[0]).get("/confirm-case?t=nothing").status_code == 404
