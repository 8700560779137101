"""服务商管理: one firm."""

from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import fields_of


def test_a_membership_is_suspended_resumed_and_corrected(platform, zhao):
    _, firm = platform
    path = f"/entries/{firm}"
    assert_clean(zhao.get(path).text)
    drawn = fields_of(zhao.get(path).text, f"{path}/memberships")
    answer = zhao.client.post(f"{path}/memberships", data=drawn | {"step": "suspend", "pool": "municipal", "reason": HOSTILE[:90]})
    assert answer.headers["location"] == f"{path}?done=membership"
    page = zhao.get(path).text
    assert "暂停" in read_page(page).words
    wrong = fields_of(page, f"{path}/memberships") | {"step": "correct", "pool": "municipal", "admitted_on": "明天", "reason": "更正"}
    answer = zhao.client.post(f"{path}/memberships", data=wrong)
    assert answer.status_code == 422
    assert "日期写成 2026-01-05 这样" in read_page(answer.text).words
    stale = zhao.client.post(f"{path}/memberships", data=wrong | {"step": "resume", "admitted_on": "", "version": "1"})
    assert stale.status_code == 409


def test_an_item_is_verified_and_a_part_released(platform, zhao, wang):
    _, firm = platform
    path = f"/entries/{firm}"
    drawn = fields_of(zhao.get(path).text, f"{path}/evidence")
    assert zhao.client.post(f"{path}/evidence", data=drawn | {"reason": HOSTILE}).status_code == 303
    page = zhao.get(path).text
    assert "局核验" in read_page(page).words
    assert "<script>alert" not in page
    assert zhao.client.post(f"{path}/evidence", data=drawn | {"reason": " "}).status_code == 422
    wang.send(f"/profile/{firm}/confirmations", page=f"/profile/{firm}", part="qualifications")
    released = fields_of(zhao.get(path).text, f"{path}/release")
    assert released["part"] == "qualifications"
    assert zhao.client.post(f"{path}/release", data=released | {"reason": "以名单为准"}).status_code == 303
    assert "改不动的 0 处" in read_page(zhao.get(path).text).words
