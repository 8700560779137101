"""改一栏: what is wrong stands at its field, and two people at once lose nothing."""

import pytest

from service.domain.people import Role
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in
from tests.web.html import read_page
from tests.web.profiles.filling import edit, fields_of


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(platform, wang):
    _, firm = platform
    answer = edit(wang, firm, "capability:new", title="联网", description="采集", price_min_wan="9", price_max_wan="5")
    page = read_page(answer.text)
    assert answer.status_code == 422
    assert "价格上限不能低于下限" in page.words
    assert [each.attributes["value"] for each in page.all("input", name="price_min_wan")] == ["9"]


def test_two_people_at_once(platform, wang):
    runtime, firm = platform
    make_person(runtime, Role.PROVIDER, "li", SMALL_POOL[0].uscc)
    li = signed_in(runtime, "li")
    path = f"/profile/{firm}/edit/basics"
    mine, theirs = (fields_of(person.get(path).text, path) for person in (wang, li))
    assert wang.client.post(path, data=mine | {"staff": "41"}).status_code == 303
    answer = li.client.post(path, data=theirs | {"staff": "42", "summary": "李写的。"})
    assert answer.status_code == 409
    words = read_page(answer.text).words
    assert "wang" in words
    assert "2 处不同" in words
    again = fields_of(answer.text, path)
    assert (again["staff"], again["summary"]) == ("42", "李写的。")
    assert li.client.post(path, data=again).status_code == 303
    assert fields_of(wang.get(path).text, path)["staff"] == "42"


def test_an_item_that_a_colleague_took_out(platform, wang):
    runtime, firm = platform
    make_person(runtime, Role.PROVIDER, "li", SMALL_POOL[0].uscc)
    li = signed_in(runtime, "li")
    href = next(each for each in read_page(li.get(f"/profile/{firm}").text).links() if "/edit/case:cas_" in each)
    drawn = fields_of(li.get(href).text, href)
    wang.client.post(href, data=fields_of(wang.get(href).text, href) | {"do": "remove"})
    answer = li.client.post(href, data=drawn | {"summary": "李改过的案例"})
    assert answer.status_code == 409
    assert "刚被同事删去" in read_page(answer.text).words
    assert "李改过的案例" in answer.text
    assert li.get(href).status_code == 404


def test_a_case_is_edited_before_and_after(platform, wang):
    _, firm = platform
    href = next(each for each in read_page(wang.get(f"/profile/{firm}").text).links() if "/edit/case:cas_" in each)
    drawn = fields_of(wang.get(href).text, href)
    assert (drawn["subject-0"], drawn["before-0"], drawn["after-0"]) == ("夜班停机发现时间", "2小时", "5分钟")
    wang.client.post(href, data=drawn | {"after-0": "3分钟"})
    assert "3分钟" in read_page(wang.get(f"/profile/{firm}").text).words


@pytest.mark.parametrize("section", ["nothing", "membership:municipal", "grade"])
def test_what_is_the_bureaus_cannot_be_edited(platform, wang, section):
    _, firm = platform
    assert wang.get(f"/profile/{firm}/edit/{section}").status_code == 404
    assert wang.send(f"/profile/{firm}/edit/{section}", page=f"/profile/{firm}", seen="").status_code == 404


def test_fields_that_no_form_has_come_in_nowhere(platform, wang):
    """Mass assignment: grades, memberships and codes sent along are not taken."""
    _, firm = platform
    edit(wang, firm, "basics", staff="41", uscc="91441900MA00000000", is_demo="0", version="99", memberships="municipal", source_id="x")
    words = read_page(wang.get(f"/profile/{firm}").text).words
    assert "差在 1 处" in words
