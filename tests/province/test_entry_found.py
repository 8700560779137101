"""The way of an entry on Elasticsearch: edited, returned with reasons, mended, published, found by a new sentence, withdrawn, gone."""

import threading

import pytest

from indexer.follow import follow
from service.domain.people import Role, RoleGrant
from service.domain.permissions import Actor
from service.domain.profile_changes import ChangeState, Remark
from service.domain.profile_sections import section_mark, typed_section
from service.flows.profiles.edit_profile import SectionWish, edit_profile
from service.flows.profiles.review_change import Decision, list_reviews, review_change, see_review, take_change
from service.flows.profiles.see_profile import see_profile
from service.flows.profiles.step_change import StepWish, step_change
from service.flows.profiles.withdraw_entry import withdraw_entry
from service.runtime import Runtime
from tests.province.conftest import Province, found, found_names

pytestmark = pytest.mark.elasticsearch

ZHAO = Actor("per_zhao", "赵", (RoleGrant(Role.REVIEWER),))
SENTENCE = "锅炉房烟气在线监测，超标马上提醒"
OFFER = {"title": "锅炉房烟气在线监测", "description": "锅炉房烟气在线监测，超标马上短信提醒。"}


def quoted(runtime: Runtime) -> bool:
    """Whether what was written last is quoted: a word that the sentence itself does not have."""
    return "短信提醒" in repr(found(runtime, SENTENCE))


def save_and_send(runtime: Runtime, wang: Actor, firm: str, **typed: str) -> None:
    wanted = see_profile(runtime, wang, firm).wanted
    section = next((part for part, held in wanted.parts().items() if getattr(held, "title", "") == OFFER["title"]), "capability:new")
    assert edit_profile(
        runtime, wang, firm, SectionWish(section, typed_section(wanted, section) | typed, section_mark(wanted, section))
    ).saved
    change = see_profile(runtime, wang, firm).change
    assert change
    step_change(runtime, wang, firm, StepWish("submit", change.version, ""))


def decide(runtime: Runtime, *, approve: bool) -> None:
    change = list_reviews(runtime, ZHAO, 1).items[0].change.id
    take_change(runtime, ZHAO, change)
    seen = see_review(runtime, ZHAO, change)
    remarks = () if approve else tuple(Remark(part, "advert", "请删去“第一”") for part in seen.differences)
    review_change(runtime, ZHAO, change, Decision(approve, seen.change.version, seen.provider.version, remarks))


def test_from_a_draft_to_gone_again(runtime: Runtime, province: Province) -> None:
    follow(runtime, once=True, stop=threading.Event())
    firm = province.ids["东莞市屿栈数据科技有限公司"]
    wang = Actor("per_wang", "王", (RoleGrant(Role.PROVIDER, firm),))
    assert not quoted(runtime)
    save_and_send(runtime, wang, firm, **OFFER | {"description": f"{OFFER['description']}全市第一。"})
    decide(runtime, approve=False)
    returned = see_profile(runtime, wang, firm)
    assert returned.change.state is ChangeState.RETURNED
    save_and_send(runtime, wang, firm, **OFFER)
    decide(runtime, approve=True)
    follow(runtime, once=True, stop=threading.Event())
    assert quoted(runtime)
    withdraw_entry(runtime, wang, firm, withdrawn=True)
    assert "屿栈数据" not in found_names(runtime, SENTENCE), "gone at once, before the index knows"
