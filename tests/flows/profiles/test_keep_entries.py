"""What staff and factories do with an entry: memberships, verification, links of cases, letting files speak again."""

from datetime import date, timedelta

import pytest

from service.domain.people import Role, RoleGrant
from service.domain.permissions import ANONYMOUS, Actor
from service.domain.pools import MembershipState
from service.domain.providers import EvidenceGrade
from service.errors import Conflict, Invalid, NotFound, Refused
from service.flows.directory.browse_providers import get_provider
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.profiles.confirm_case import CaseAnswer, confirm_case, make_case_link, see_case_link
from service.flows.profiles.confirm_profile import confirm_profile
from service.flows.profiles.keep_membership import MembershipTerms, MembershipWish, keep_membership
from service.flows.profiles.release_part import release_part
from service.flows.profiles.see_entry import list_entries, see_entry
from service.flows.profiles.see_profile import see_profile
from service.flows.profiles.verify_evidence import revoke_evidence, verify_evidence
from tests.factories import SMALL_POOL
from tests.flows.profiles.test_edit_profile import load
from tests.flows.stored import provider_id

ZHAO = Actor("per_zhao", "赵", (RoleGrant(Role.REVIEWER),))


@pytest.fixture
def world(make_platform):
    """(runtime, person of the firm, id of the firm)."""
    runtime = make_platform(SMALL_POOL[:2])
    firm = provider_id(runtime.database, "屿栈数据")
    return runtime, Actor("per_wang", "王", (RoleGrant(Role.PROVIDER, firm),)), firm


def do(runtime, firm, step, *, pool="municipal", reason="年审", terms=None):
    version = see_entry(runtime, ZHAO, firm).provider.version
    keep_membership(runtime, ZHAO, firm, MembershipWish(pool, step, reason, version, terms or MembershipTerms()))


def found(runtime) -> set[str]:
    answer = match_need(runtime, MatchRequest("三十几台啤机，晚班到底开没开", include_weak=True))
    return {match.provider.display_name for match in (*answer.matches, *answer.weak)}


def test_a_suspended_firm_is_gone_at_the_next_search_and_files_do_not_bring_it_back(world):
    runtime, _, firm = world
    assert "屿栈数据" in found(runtime)
    do(runtime, firm, "suspend")
    do(runtime, firm, "remove", pool="provincial")
    assert "屿栈数据" not in found(runtime)
    assert {each.pool: each.state for each in see_entry(runtime, ZHAO, firm).provider.memberships} == {
        "municipal": MembershipState.SUSPENDED,
        "provincial": MembershipState.WITHDRAWN,
    }
    do(runtime, firm, "resume")
    assert "屿栈数据" in found(runtime)


def test_an_admission_says_by_which_document_and_when(world):
    runtime, _, firm = world
    do(runtime, firm, "remove", pool="provincial")
    with pytest.raises(Invalid) as error:
        do(runtime, firm, "admit", pool="provincial", reason=" ", terms=MembershipTerms(valid_until=date(2020, 1, 1)))
    assert set(error.value.fields) == {"reason", "document_no", "admitted_on"}
    terms = MembershipTerms("平台商", "第三批", "演示〔2026〕9号", date(2026, 1, 5), date(2029, 1, 5))
    do(runtime, firm, "admit", pool="provincial", terms=terms)
    held = see_entry(runtime, ZHAO, firm).provider.memberships[1]
    assert (held.batch, held.document_no, held.valid_until) == ("第三批", "演示〔2026〕9号", date(2029, 1, 5))
    with pytest.raises(Conflict, match="不能“入池”"):
        do(runtime, firm, "admit", pool="provincial", terms=terms)
    with pytest.raises(Conflict, match="刚被改过"):
        keep_membership(runtime, ZHAO, firm, MembershipWish("municipal", "suspend", "年审", 1))
    with pytest.raises(Invalid):
        do(runtime, firm, "suspend", pool="lunar")


def test_a_factory_confirms_its_case_once_and_the_word_is_on_the_card(world):
    runtime, wang, firm = world
    case = see_profile(runtime, wang, firm).provider.cases[0]
    secret = make_case_link(runtime, wang, firm, case.id).partition("t=")[2]
    assert see_case_link(runtime, secret).case == case.content
    with pytest.raises(Refused):
        confirm_case(runtime, wang, secret, CaseAnswer("长安某塑胶厂", agrees=True))
    with pytest.raises(Invalid):
        confirm_case(runtime, ANONYMOUS, secret, CaseAnswer(" ", agrees=True))
    confirm_case(runtime, ANONYMOUS, secret, CaseAnswer("东莞市长安某塑胶有限公司", agrees=True))
    public = get_provider(runtime, firm)
    assert public.cases[0].grade is EvidenceGrade.CASE_CONFIRMED
    assert public.capabilities[0].grade is EvidenceGrade.CASE_CONFIRMED
    for used in (secret, "nothing"):
        with pytest.raises(NotFound):
            see_case_link(runtime, used)


def test_a_link_ends_by_time_by_a_newer_one_and_by_no(world):
    runtime, wang, firm = world
    case = see_profile(runtime, wang, firm).provider.cases[0].id
    first = make_case_link(runtime, wang, firm, case).partition("t=")[2]
    second = make_case_link(runtime, wang, firm, case).partition("t=")[2]
    with pytest.raises(NotFound):
        see_case_link(runtime, first)
    confirm_case(runtime, ANONYMOUS, second, CaseAnswer("某厂", agrees=False, words="没有这么多"))
    assert get_provider(runtime, firm).cases[0].grade is EvidenceGrade.SELF_TOLD
    third = make_case_link(runtime, wang, firm, case).partition("t=")[2]
    runtime.clock.advance(timedelta(days=14))
    with pytest.raises(NotFound):
        see_case_link(runtime, third)
    with pytest.raises(NotFound):
        make_case_link(runtime, wang, firm, "cas_nothing")


def test_the_bureau_verifies_a_text_and_takes_it_back(world):
    runtime, wang, firm = world
    item = see_entry(runtime, ZHAO, firm).provider.capabilities[0].id
    with pytest.raises(Invalid):
        verify_evidence(runtime, ZHAO, firm, item, "")
    with pytest.raises(Refused):
        verify_evidence(runtime, wang, firm, item, "我自己看过")
    verify_evidence(runtime, ZHAO, firm, item, "现场看过")
    assert get_provider(runtime, firm).capabilities[0].grade is EvidenceGrade.VERIFIED
    proof = see_entry(runtime, ZHAO, firm).proofs[item][0].id
    revoke_evidence(runtime, ZHAO, firm, proof, "记错了")
    assert get_provider(runtime, firm).capabilities[0].grade is EvidenceGrade.WITH_CASE
    with pytest.raises(NotFound):
        revoke_evidence(runtime, ZHAO, firm, proof, "再来")


def test_one_click_confirms_and_staff_let_the_file_speak_again(world):
    runtime, wang, firm = world
    confirm_profile(runtime, wang, firm, "qualifications")
    with pytest.raises(NotFound):
        confirm_profile(runtime, wang, firm, "case:cas_nothing")
    load(runtime, qualifications=("别的证书",))
    assert see_profile(runtime, wang, firm).published.fields["qualifications"] == SMALL_POOL[0].qualifications
    release_part(runtime, ZHAO, firm, "qualifications", "以名单为准")
    load(runtime, qualifications=("别的证书",))
    assert see_profile(runtime, wang, firm).published.fields["qualifications"] == ("别的证书",)
    with pytest.raises(NotFound):
        release_part(runtime, ZHAO, firm, "qualifications", "再来")
    with pytest.raises(Refused):
        list_entries(runtime, wang, "", 1)
    assert list_entries(runtime, ZHAO, "屿栈", 1).total == 1
