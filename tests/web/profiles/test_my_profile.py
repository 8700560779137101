"""我的资料: what a firm sees and does, and what nobody else does."""

import pytest

from service.domain.people import Role
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in
from tests.web.conftest import HOSTILE
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import decide, edit, step


def words(person, firm, query="") -> str:
    return read_page(person.get(f"/profile/{firm}{query}").text).words


def test_the_way_leads_from_the_account_to_the_firm(platform, wang):
    _, firm = platform
    assert "/profile" in read_page(wang.get("/account").text).links()
    assert wang.get("/profile").headers["location"] == f"/profile/{firm}"
    page = wang.get(f"/profile/{firm}")
    assert_clean(page.text)
    assert "已公布的资料没有改动" in read_page(page.text).words


def test_a_draft_is_shown_beside_what_is_published_and_thrown_away(platform, wang):
    _, firm = platform
    answer = edit(wang, firm, "basics", summary="十二年只做注塑车间的联网。", staff="41")
    assert answer.headers["location"] == f"/profile/{firm}?done=saved"
    told = words(wang, firm, "?done=saved")
    assert "差在 2 处" in told
    assert "已存进草稿" in told
    assert "十二年" not in wang.get(f"/providers/{firm}").text
    assert step(wang, firm, "discard").status_code == 303
    assert "没有改动" in words(wang, firm)


def test_from_edit_to_return_to_mend_to_public_page_and_back(platform, wang, zhao):
    _, firm = platform
    edit(wang, firm, "capability:new", title="温控曲线", description="贴布机温控曲线采集。", excludes="ERP", weeks="3")
    edit(wang, firm, "basics", summary="全国第一。")
    assert step(wang, firm, "submit", words="请审").status_code == 303
    assert edit_refused(wang, firm)
    assert (
        decide(zhao, "return", **{"reason~summary": "advert", "words~summary": "删去第一"}).headers["location"] == "/reviews?done=returned"
    )
    told = words(wang, firm)
    assert "退回：1 处要改，其余不用动" in told
    assert "有广告用语" in told
    assert "审核人 zhao" in told
    edit(wang, firm, "basics", summary="十年只做车间联网。")
    step(wang, firm, "submit")
    assert decide(zhao, "approve").headers["location"] == "/reviews?done=approved"
    public = read_page(wang.get(f"/providers/{firm}").text).words
    assert "贴布机温控曲线采集" in public
    assert "不做：ERP" in public
    told = words(wang, firm)
    assert "公布过的改动" in told
    wang.send(f"/profile/{firm}/listing", page=f"/profile/{firm}", listed="no")
    assert wang.get(f"/providers/{firm}").status_code == 404
    wang.send(f"/profile/{firm}/listing", page=f"/profile/{firm}", listed="yes")
    assert wang.get(f"/providers/{firm}").status_code == 200


def edit_refused(person, firm) -> bool:
    answer = edit(person, firm, "basics", staff="77")
    page = read_page(answer.text)
    return (
        answer.status_code == 409 and "等待审核" in page.words and any(each.attributes.get("value") == "77" for each in page.all("input"))
    )


def test_an_appeal_needs_words_and_keeps_what_was_typed(platform, wang, zhao):
    _, firm = platform
    edit(wang, firm, "basics", staff="41")
    step(wang, firm, "submit")
    decide(zhao, "return", **{"reason~staff": "unproved"})
    assert step(wang, firm, "appeal", words=" ").status_code == 422
    assert step(wang, firm, "appeal", words="社保清单可查").status_code == 303
    assert "申诉中" in words(wang, firm)
    assert "社保清单可查" in read_page(zhao.get("/reviews").text).words


def test_an_old_page_does_nothing_and_says_so(platform, wang):
    _, firm = platform
    edit(wang, firm, "basics", staff="41")
    answer = wang.send(f"/profile/{firm}/steps", page=f"/profile/{firm}", step="submit", version="9")
    assert answer.status_code == 409
    assert "刚被同事改过" in read_page(answer.text).words
    assert wang.send(f"/profile/{firm}/steps", page=f"/profile/{firm}", step="approve", version="1").status_code == 422


@pytest.mark.parametrize("section", ["basics", "contact", "qualifications", "capability:new", "case:new"])
def test_what_is_typed_is_shown_as_text(platform, wang, zhao, section):
    _, firm = platform
    fields = {
        "basics": {"summary": HOSTILE, "short_name": HOSTILE[:30]}, "contact": {"contact_name": HOSTILE[:38]},
        "qualifications": {"text-0": HOSTILE},
        "capability:new": {"title": HOSTILE[:50], "description": HOSTILE, "industries": HOSTILE},
        "case:new": {"summary": HOSTILE, "customer": HOSTILE[:50], "rest": HOSTILE},
    }[section]  # fmt: skip
    assert edit(wang, firm, section, **fields).status_code == 303
    step(wang, firm, "submit", words=HOSTILE)
    pages = [wang.get(f"/profile/{firm}").text, zhao.get("/reviews").text]
    decide(zhao, "return", **{f"reason~{part_of(pages[0])}": "other", f"words~{part_of(pages[0])}": HOSTILE})
    pages += [wang.get(f"/profile/{firm}").text, wang.get(f"/profile/{firm}/edit/{section}").text]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert_clean(pages[2])


def part_of(page: str) -> str:
    anchor = next(each.attributes["id"] for each in read_page(page).all("article") if "id" in each.attributes)
    part = anchor.removeprefix("d-")
    return part.replace("capability-", "capability:").replace("case-", "case:")


def test_another_firms_entry_is_not_there(platform, wang):
    runtime, firm = platform
    make_person(runtime, Role.PROVIDER, "other", SMALL_POOL[1].uscc)
    other = signed_in(runtime, "other")
    assert other.get(f"/profile/{firm}").status_code == 404
    assert other.send(f"/profile/{firm}/listing", page="/account", listed="no").status_code == 404
    assert wang.get("/profile/prv_nothing").status_code == 404
