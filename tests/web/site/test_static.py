"""Static files."""

from tests.web.html import read_page
from web.assets import Assets


def test_static_files_are_kept_for_a_year_under_their_hash(site):
    address = read_page(site.get("/").text).all("link", rel="stylesheet")[0].attributes["href"]
    answer = site.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    stale = site.get("/static/000000000000/site.css")
    assert stale.text == answer.text
    assert stale.headers["cache-control"] == "no-cache"
    assert site.get("/static/x/none.css").status_code == 404
    assert site.get("/static/x/..%2Fapp.py").status_code == 404


def test_styles_and_script_stay_light():
    """All kinds of pages together, as written; compressed it is a quarter, and tests/browser measures what a page weighs."""
    assert sum(len(asset.content) for asset in Assets().all()) <= 72 * 1024
