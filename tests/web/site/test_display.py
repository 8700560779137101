"""显示方式: large text and high contrast."""

from starlette.testclient import TestClient

from tests.web.html import read_page
from web.app import build_site
from web.display import Display, read_display


def test_large_text_and_contrast_are_kept_in_one_cookie(runtime):
    person = TestClient(build_site(runtime))
    answer = person.post("/display", data={"choice": "large-on", "back": "/ranking?x=1"}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/ranking?x=1"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = person.post("/display", data={"choice": "contrast-on", "back": "/"}, follow_redirects=True)
    html = read_page(page.text).all("html")[0].attributes
    assert html["data-text"] == "large"
    assert html["data-contrast"] == "high"
    person.post("/display", data={"choice": "large-off", "back": "/"})
    assert "data-text" not in read_page(person.get("/").text).all("html")[0].attributes


def test_display_choices_are_read_with_suspicion():
    assert read_display("large.contrast") == Display(large=True, contrast=True)
    assert read_display("x" * 5_000) == Display()
    assert Display().with_choice("cookie-on") == Display()
    assert Display().with_choice("large-maybe") == Display()
