"""资源池: members, standings, the file to download."""

import io

from python_calamine import CalamineWorkbook

from tests.web.html import read_page


def test_the_members_file_is_offered_with_the_same_filters(site):
    page = read_page(site.get("/pools/municipal?standing=expired").text)
    answer = site.get(page.link("members.xlsx"))
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert "members.xlsx" in answer.headers["content-disposition"]
    assert "20260105" in answer.headers["content-disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("服务商").to_python()
    assert [row[0] for row in rows[1:]] == ["东莞市已满期信息有限公司"]


def test_a_member_without_a_public_page_is_named_but_not_linked(site):
    page = read_page(site.get("/pools/municipal").text)
    assert "东莞市已满期信息有限公司" in page.words
    assert "暂不公开详情" in page.words
    assert "已到期" in page.words
    assert "已暂停" in page.words
    assert "东莞市已退出公司" not in page.words
