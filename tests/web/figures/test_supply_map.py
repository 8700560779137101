"""供需地图: needs against those who can do them, small cells hidden, gaps told in words."""

from service.domain.people import Role
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.planted_year import plant_year
from tests.web.html import assert_clean, read_page


def test_gaps_come_first_and_small_cells_are_hidden(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.BROKER, "chen")
    plant_year(runtime, 6, 120)
    page = signed_in(runtime, "chen").get("/figures/map?year=2025")
    assert_clean(page.text)
    words = read_page(page.text).words
    assert "没有一家报过能做" in words
    assert "需 <5*" in words
    assert [count for count in range(1, 5) if f"需 {count} 能做" in words or f"需 {count} 没人做" in words] == []
