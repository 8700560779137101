"""A firm's entry from the first draft to what the search finds: drafts, conflicts, review, reverting, withdrawing, files crossing."""

from dataclasses import replace

import pytest

from service.domain.people import Role, RoleGrant
from service.domain.permissions import Actor
from service.domain.profile_changes import ChangeState, Remark
from service.domain.profile_sections import section_mark, typed_section
from service.errors import Conflict, Invalid, NotFound, Refused
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.profiles.edit_profile import SectionWish, edit_profile
from service.flows.profiles.load_pool import LoadTerms, load_pool, read_knowledge
from service.flows.profiles.revert_profile import revert_profile
from service.flows.profiles.review_change import Decision, list_reviews, review_change, see_review, take_change
from service.flows.profiles.see_profile import see_profile
from service.flows.profiles.step_change import StepWish, step_change
from service.flows.profiles.withdraw_entry import withdraw_entry
from service.store.rows import AuditRow, ConfirmationRow
from tests.factories import SMALL_POOL
from tests.flows.profiles.test_load_pool import GIVEN, record
from tests.flows.stored import count, provider_id, rows

NEED = "贴布机的火箭温控曲线想在手机上看"
TEXT = "贴布机火箭温控曲线采集，手机上看曲线。"


@pytest.fixture
def world(make_platform):
    """(runtime, person of the firm, colleague, reviewer, second reviewer, id of the firm)."""
    runtime = make_platform(SMALL_POOL[:2])
    firm = provider_id(runtime.database, "屿栈数据")
    people = [Actor(f"per_{name}", name, (RoleGrant(Role.PROVIDER, firm),)) for name in ("王", "李")]
    reviewers = [Actor(f"per_{name}", name, (RoleGrant(Role.REVIEWER),)) for name in ("赵", "钱")]
    return runtime, *people, *reviewers, firm


def save(runtime, actor, firm, section, **changes):
    """Open the form of a section, change some fields, and save it."""
    wanted = see_profile(runtime, actor, firm).wanted
    typed = typed_section(wanted, section) | changes
    return edit_profile(runtime, actor, firm, SectionWish(section, typed, section_mark(wanted, section)))


def submit(runtime, actor, firm, step="submit", words=""):
    change = see_profile(runtime, actor, firm).change
    step_change(runtime, actor, firm, StepWish(step, change.version, words))
    return change.id


def decide(runtime, reviewer, change_id, *, remarks=(), words=""):
    take_change(runtime, reviewer, change_id)
    seen = see_review(runtime, reviewer, change_id)
    wish = Decision(not remarks, seen.change.version, seen.provider.version, tuple(remarks), words)
    review_change(runtime, reviewer, change_id, wish)


def found(runtime) -> list[str]:
    """Who is found by a sentence that nobody's entry holds at first."""
    answer = match_need(runtime, MatchRequest(NEED, include_weak=True))
    return [
        match.provider.display_name
        for match in (*answer.matches, *answer.weak)
        if any("火箭" in c.content.description for c in match.provider.capabilities)
    ]


def test_from_draft_to_found_to_withdrawn_to_gone(world):
    runtime, wang, _, zhao, _, firm = world
    assert save(runtime, wang, firm, "capability:new", title="温控曲线", description=TEXT, weeks="3").saved
    assert found(runtime) == []
    change_id = submit(runtime, wang, firm, words="新加一项")
    assert [(line.change.id, line.firm) for line in list_reviews(runtime, zhao, 1).items] == [(change_id, SMALL_POOL[0].name)]
    decide(runtime, zhao, change_id)
    assert found(runtime) == ["屿栈数据"]
    assert list_reviews(runtime, zhao, 1).total == 0
    withdraw_entry(runtime, wang, firm, withdrawn=True)
    assert found(runtime) == []
    withdraw_entry(runtime, wang, firm, withdrawn=False)
    assert found(runtime) == ["屿栈数据"]


def test_returned_with_reasons_mended_and_approved(world):
    runtime, wang, _, zhao, _, firm = world
    save(runtime, wang, firm, "basics", summary="全国第一的采集。", staff="41")
    change_id = submit(runtime, wang, firm)
    decide(runtime, zhao, change_id, remarks=[Remark("summary", "advert", "删去“全国第一”")])
    state = see_profile(runtime, wang, firm)
    assert state.change.state is ChangeState.RETURNED
    assert [(each.part, each.words) for each in state.reviews[0].remarks] == [("summary", "删去“全国第一”")]
    assert state.published.fields["staff"] == 40, "nothing of a returned change is published"
    save(runtime, wang, firm, "basics", summary="十二年只做采集。")
    decide(runtime, zhao, submit(runtime, wang, firm))
    published = see_profile(runtime, wang, firm)
    assert (published.change, published.published.fields["summary"], published.published.fields["staff"]) == (None, "十二年只做采集。", 41)
    assert {row.part for row in rows(runtime.database, ConfirmationRow)} == {"summary", "staff"}


def test_an_appeal_is_read_by_somebody_else(world):
    runtime, wang, _, zhao, qian, firm = world
    save(runtime, wang, firm, "basics", staff="41")
    change_id = submit(runtime, wang, firm)
    decide(runtime, zhao, change_id, remarks=[Remark("staff", "unproved")])
    with pytest.raises(Invalid):
        submit(runtime, wang, firm, "appeal", " ")
    submit(runtime, wang, firm, "appeal", "社保清单已附")
    with pytest.raises(Refused):
        take_change(runtime, zhao, change_id)
    decide(runtime, qian, change_id, remarks=[Remark("staff", "unproved", "清单是去年的")])
    state = see_profile(runtime, wang, firm)
    assert state.change.state is ChangeState.UPHELD
    assert state.reviews[0].appeal == "社保清单已附"
    with pytest.raises(Conflict):
        submit(runtime, wang, firm, "appeal", "再来一次")


def test_two_people_at_once_lose_nothing(world):
    runtime, wang, li, _, _, firm = world
    published = see_profile(runtime, wang, firm).wanted
    both = {who: SectionWish("basics", typed_section(published, "basics") | typed, section_mark(published, "basics")) for who, typed in (
        (wang, {"staff": "41"}), (li, {"staff": "42"}),
    )}  # fmt: skip
    other = SectionWish(
        "contact", typed_section(published, "contact") | {"contact_phone": "0769-11112222"}, section_mark(published, "contact")
    )
    assert edit_profile(runtime, wang, firm, both[wang]).saved
    assert edit_profile(runtime, li, firm, other).saved, "another section is nobody's conflict"
    told = edit_profile(runtime, li, firm, both[li])
    assert (told.saved, told.theirs["staff"]) == (False, "41")
    assert see_profile(runtime, wang, firm).wanted.fields["staff"] == 41
    assert edit_profile(runtime, li, firm, replace(both[li], seen=told.mark)).saved, "having seen the other's word, he may insist"
    assert see_profile(runtime, wang, firm).wanted.fields["staff"] == 42


def test_a_section_that_a_colleague_removed_is_told(world):
    runtime, wang, li, _, _, firm = world
    wanted = see_profile(runtime, wang, firm).wanted
    section = f"capability:{next(iter(wanted.capabilities))}"
    wish = SectionWish(section, typed_section(wanted, section), section_mark(wanted, section))
    assert edit_profile(runtime, wang, firm, replace(wish, remove=True)).saved
    assert edit_profile(runtime, li, firm, wish).theirs == {}
    contact = SectionWish("contact", {}, section_mark(wanted, "contact"), remove=True)
    with pytest.raises(Invalid):
        edit_profile(runtime, li, firm, contact)


def test_what_is_with_the_bureau_waits_and_can_be_called_back(world):
    runtime, wang, _, zhao, _, firm = world
    save(runtime, wang, firm, "basics", staff="41")
    change_id = submit(runtime, wang, firm)
    with pytest.raises(Conflict, match="等待审核"):
        save(runtime, wang, firm, "basics", staff="43")
    submit(runtime, wang, firm, "recall")
    assert save(runtime, wang, firm, "basics", staff="43").saved
    submit(runtime, wang, firm)
    take_change(runtime, zhao, change_id)
    with pytest.raises(Conflict):
        submit(runtime, wang, firm, "recall")
    take_change(runtime, zhao, change_id, put_back=True)
    submit(runtime, wang, firm, "recall")
    submit(runtime, wang, firm, "discard")
    assert see_profile(runtime, wang, firm).change is None


def test_what_came_by_file_meanwhile_stays_and_is_shown_to_the_reviewer(world):
    runtime, wang, _, zhao, _, firm = world
    save(runtime, wang, firm, "basics", summary="新的一句话。")
    change_id = submit(runtime, wang, firm)
    take_change(runtime, zhao, change_id)
    seen = see_review(runtime, zhao, change_id)
    stale = Decision(True, seen.change.version, seen.provider.version)
    load(runtime, summary="文件里的一句话。", staff=99)
    with pytest.raises(Conflict, match="又变了"):
        review_change(runtime, zhao, change_id, stale)
    seen = see_review(runtime, zhao, change_id)
    assert seen.overtaken == {"summary": "文件里的一句话。"}
    review_change(runtime, zhao, change_id, replace(stale, published=seen.provider.version))
    published = see_profile(runtime, wang, firm).published.fields
    assert (published["summary"], published["staff"]) == ("新的一句话。", 99)
    notes = load(runtime, summary="文件里的一句话。", staff=98).outcomes[0].notes
    assert [note.field for note in notes if note.kind == "confirmed"] == ["summary"]
    published = see_profile(runtime, wang, firm).published.fields
    assert (published["summary"], published["staff"]) == ("新的一句话。", 98)


def test_an_earlier_version_comes_back_as_a_draft(world):
    runtime, wang, _, zhao, _, firm = world
    save(runtime, wang, firm, "basics", staff="41")
    first = submit(runtime, wang, firm)
    decide(runtime, zhao, first)
    revert_profile(runtime, wang, firm, first)
    assert see_profile(runtime, wang, firm).differences == {"staff": (41, 40)}
    with pytest.raises(Conflict, match="已经有一份草稿"):
        revert_profile(runtime, wang, firm, first)
    with pytest.raises(NotFound):
        revert_profile(runtime, wang, firm, "chg_nothing")


def test_nobody_reaches_another_firms_entry_or_reviews_his_own(world):
    runtime, wang, _, zhao, _, firm = world
    stranger = Actor("per_x", "x", (RoleGrant(Role.PROVIDER, "prv_other"),))
    for step in (lambda: see_profile(runtime, stranger, firm), lambda: withdraw_entry(runtime, stranger, firm, withdrawn=True)):
        with pytest.raises(NotFound):
            step()
    with pytest.raises(Refused):
        list_reviews(runtime, wang, 1)
    save(runtime, wang, firm, "basics", staff="41")
    change_id = submit(runtime, wang, firm)
    with pytest.raises(Refused):
        take_change(runtime, Actor("per_y", "y", (RoleGrant(Role.REVIEWER), RoleGrant(Role.PROVIDER, firm))), change_id)
    take_change(runtime, zhao, change_id)
    seen = see_review(runtime, zhao, change_id)
    without_reason = Decision(False, seen.change.version, seen.provider.version)
    with pytest.raises(Invalid):
        review_change(runtime, zhao, change_id, without_reason)
    other = provider_id(runtime.database, "砺岑视觉")
    actor = Actor("per_z", "z", (RoleGrant(Role.PROVIDER, other),))
    save(runtime, actor, other, "basics")
    with pytest.raises(Conflict, match="没有差别"):
        submit(runtime, actor, other)


def test_every_step_is_in_the_audit_log(world):
    runtime, wang, _, zhao, _, firm = world
    save(runtime, wang, firm, "basics", staff="41")
    decide(runtime, zhao, submit(runtime, wang, firm))
    told = [row.action for row in rows(runtime.database, AuditRow)]
    assert [each for each in told if each.startswith(("profile", "review", "approve"))] == [
        "profile_edited", "profile_submit", "review_take", "approve", "profile_approved",
    ]  # fmt: skip
    assert count(runtime.database, AuditRow, actor="per_赵") == 3


def load(runtime, **changes):
    """The bureau's list comes in again."""
    knowledge = read_knowledge(runtime.database)
    told = record(1, uscc=SMALL_POOL[0].uscc, name=SMALL_POOL[0].name, capabilities=None, cases=None, pools=(), given=GIVEN, **changes)
    return load_pool(runtime.database, [told], LoadTerms(knowledge.taxonomy, runtime.clock.now(), "DEM"))
