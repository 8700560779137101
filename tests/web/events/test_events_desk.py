"""活动管理: drafts too, and 家 and 家次 of the year apart."""

from tests.events import planned
from tests.web.html import read_page


def test_staff_see_drafts_and_the_year(hall):
    draft = planned(hall.runtime, hall.actors["broker"], publish=False)
    page = read_page(hall.browsers["broker"].get("/workbench/events").text)
    assert f"/workbench/events/{draft.id}" in page.links()
    assert "/workbench/events/new" in page.links()
    assert "家次：每到一场算一次" in page.words
    assert "/workbench/events/new" not in read_page(hall.browsers["reviewer"].get("/workbench/events").text).links()
    assert hall.browsers["manufacturer"].get("/workbench/events").status_code == 403
