"""站点地图."""

import re

from tests.web.html import read_page
from web.registry import ROUTERS, page_paths
from web.views.site.sitemap import SECTIONS


def test_the_site_map_holds_every_registered_page(site):
    paths = set(page_paths(ROUTERS))
    assert {"/", "/search", "/providers", "/pools", "/help", "/sitemap"} <= paths
    told = {path for pages in SECTIONS.values() for path in pages}
    assert paths <= told, "a page without words on the site map"
    page = read_page(site.get("/sitemap").text)
    assert paths <= set(page.links())
    assert "其他" not in re.findall(r"<h2[^>]*>([^<]+)<", site.get("/sitemap").text)
    assert "/pools/provincial" in page.links()
