"""曝光: whoever is shown, opened and compared is counted, and nobody's words are kept."""

from collections import Counter

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from service.copies.flush_exposure import flush_exposure
from service.domain.exposure import Exposure, ExposureKind
from service.store.rows import ExposureRow
from tests.factories import SMALL_POOL
from tests.flows.stored import provider_id, rows
from tests.web.html import assert_clean, read_page
from web.app import build_site

NEED = "三十几台啤机，晚班到底开没开我在家看不到"


@pytest.fixture
def runtime(make_runtime):
    return make_runtime(SMALL_POOL[:2])


def test_a_list_a_page_and_a_comparison_are_counted_and_no_words_kept(runtime):
    site = TestClient(build_site(runtime), follow_redirects=False)
    firm = provider_id(runtime.database, "屿栈数据")
    for _ in range(5):
        site.get("/search", params={"q": NEED})
    opened = site.get(f"/providers/{firm}")
    site.get(f"/providers/{firm}", headers={"If-None-Match": opened.headers["etag"]})
    site.get("/providers/prv_nothing")
    site.get("/compare", params=[("p", firm)])
    flush_exposure(runtime)
    flush_exposure(runtime)
    counted = Counter()
    for row in rows(runtime.database, ExposureRow, provider_id=firm):
        counted[row.kind] += row.count
    assert counted == {ExposureKind.SHOWN: 5, ExposureKind.OPENED: 2, ExposureKind.COMPARED: 1}
    assert {row.month for row in rows(runtime.database, ExposureRow)} == {"2026-01"}
    with runtime.database.connect() as connection:
        kept = connection.execute(text("SELECT * FROM exposures")).all()
    assert "啤机" not in str(kept)
    page = site.get("/exposure")
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "屿栈数据 5 少于 5 少于 5" in words
    assert "/exposure" in read_page(site.get("/ranking").text).links()
    assert "2025年12月" in read_page(site.get("/exposure?month=2025-12").text).words
    assert site.get("/exposure?month=1999-01").status_code == 200


def test_a_firm_that_is_gone_is_left_out(runtime):
    runtime.copies.exposure.add([Exposure("2026-01", "prv_gone", ExposureKind.OPENED)])
    flush_exposure(runtime)
    assert rows(runtime.database, ExposureRow) == []
