"""The sentence box posts; what was typed stands in no address."""

from tests.web.html import read_page


def test_the_box_posts_and_what_was_typed_stands_in_no_address(site):
    box = read_page(site.get("/").text)
    assert [form.attributes["method"] for form in box.all("form", action="/search")] == ["post"]
    answer = site.post("/search", data={"q": "停机太多，找我 13812345678", "town": "441900119"}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/search?q=")
    assert "138" not in answer.headers["location"]
    assert answer.headers["location"].endswith("&town=441900119&cleaned=1")
