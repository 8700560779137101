"""能力地图."""

import re

from tests.web.html import read_page


def test_the_map_names_what_nobody_does(site):
    words = read_page(site.get("/coverage").text).words
    assert re.search(r"有 \d+ 个场景还没有服务商", words)
    assert "自报 1例" in words
