"""个人信息说明 shows the whole table to everybody."""

from service.domain.personal_kinds import PERSONAL
from tests.web.html import read_page


def test_every_kind_is_told(site):
    words = read_page(site.get("/privacy").text).words
    for kind in PERSONAL:
        for told in (kind.name, kind.purpose, kind.seen_by, kind.kept):
            assert told in words


def test_people_find_it_before_they_sign_up(site):
    assert "/privacy" in read_page(site.get("/sign-up").text).links()
    assert "/privacy" in read_page(site.get("/").text).links()
