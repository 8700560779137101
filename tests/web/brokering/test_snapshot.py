"""当时的名单: reasons, weights and index as they were."""

from service.domain.people import Role
from tests.brokering import state
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import read_page


def test_the_list_as_it_was_shown(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.BROKER, "chen")
    browser = signed_in(runtime, "chen")
    need = state(runtime).need
    words = read_page(browser.get(f"/workbench/needs/{need.id}/list").text).words
    for part in ("当时的名单：XQ-2026-0001", "屿栈数据", "检索引擎 embedded", "权重 words"):
        assert part in words
