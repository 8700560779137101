"""先试一句: the draft is found by a sentence before it is submitted; nothing is stored, and nobody else finds it."""

from sqlalchemy import func, select

from service.flows.matching.match_need import MatchRequest, match_need
from service.store.rows import AuditRow, EmbeddingRow, ExposureRow
from service.store.unit_of_work import reading
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import edit

NEED = "贴布机的火箭温控曲线想在手机上看"


def counts(runtime):
    with reading(runtime.database) as session:
        return [session.scalar(select(func.count()).select_from(row)) for row in (AuditRow, EmbeddingRow, ExposureRow)]


def test_the_draft_fares_better_than_what_is_published_and_nothing_is_kept(platform, wang):
    runtime, firm = platform
    here = f"/profile/{firm}/try"
    assert_clean(wang.get(here).text)
    first = read_page(wang.send(here, q=NEED).text).words
    assert "试的是已公布的资料" in first
    edit(wang, firm, "capability:new", title="温控曲线", description="贴布机火箭温控曲线采集，手机上看曲线。", weeks="3")
    before = counts(runtime)
    answer = wang.send(here, q=NEED)
    assert_clean(answer.text)
    words = read_page(answer.text).words
    assert "贴布机火箭温控曲线采集" in words
    assert "贴布机火箭温控曲线采集" not in first
    assert counts(runtime) == before, "nothing is stored"
    found = match_need(runtime, MatchRequest(NEED, include_weak=True))
    assert not [match for match in (*found.matches, *found.weak) if "火箭" in str(match.provider.capabilities)]
    assert wang.send(here, q="？！").status_code == 422
    assert wang.send(here, q="长" * 6_000).status_code == 413


def test_what_the_draft_says_it_does_not_do_is_told(platform, wang):
    _, firm = platform
    assert wang.get("/profile/prv_somebody_else/try").status_code == 404
    edit(wang, firm, "basics", summary="十二年只做注塑车间。不做MES。")
    words = read_page(wang.send(f"/profile/{firm}/try", q="想上一套MES系统").text).words
    assert "不会" in words or "找不到" in words
