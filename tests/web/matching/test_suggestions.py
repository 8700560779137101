"""The list under the sentence box, as the script fetches it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest


def hrefs(html: str) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(href.replace("&amp;", "&")).query) for href in re.findall(r'href="([^"]+)"', html)]


def test_each_line_asks_in_the_persons_own_words(site) -> None:
    answer = site.post("/suggestions", data={"q": "注塑机联网"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert hrefs(answer.text)[0] == {"q": ["注塑机联网"], "s": ["DEV02"]}


def test_a_number_typed_along_stands_in_no_link(site) -> None:
    text = site.post("/suggestions", data={"q": "注塑机联网 找王先生 13800138000"}).text
    assert hrefs(text)
    assert "13800138000" not in text
    assert "王先生" not in text


@pytest.mark.parametrize("text", ["", "想租厂房", "<script>alert(1)</script>"])
def test_nothing_near_is_an_empty_answer(site, text: str) -> None:
    assert site.post("/suggestions", data={"q": text}).text.strip() == ""


def test_what_is_typed_is_escaped(site) -> None:
    text = site.post("/suggestions", data={"q": '注塑机联网"><script>alert(1)</script>'}).text
    assert "<script" not in text


def test_it_is_not_a_page(site) -> None:
    assert site.get("/suggestions").status_code == 405
    assert "/suggestions" not in site.get("/sitemap").text


def test_another_site_cannot_ask(site) -> None:
    assert site.post("/suggestions", data={"q": "注塑"}, headers={"Origin": "https://other.example"}).status_code == 403


def test_a_form_too_large_is_answered_with_a_page(site) -> None:
    answer = site.post("/suggestions", content=b"q=" + b"a" * 300_000, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "内容太长了" in answer.text
    assert "256 KB" in answer.text
    assert answer.headers["connection"] == "close"
