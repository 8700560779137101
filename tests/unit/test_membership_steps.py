"""入池资格: every state × step."""

from datetime import date

import pytest

from service.domain.membership_steps import DESCRIBING, STEP_WORDS, MembershipStep, MembershipTerms, step_membership
from service.domain.pools import Membership, MembershipState
from tests.factories import municipal

M, T = MembershipState, MembershipStep
ALLOWED = {
    None: {T.ADMIT: M.ACTIVE},
    M.ACTIVE: {T.SUSPEND: M.SUSPENDED, T.REMOVE: M.WITHDRAWN, T.CORRECT: M.ACTIVE},
    M.SUSPENDED: {T.RESUME: M.ACTIVE, T.REMOVE: M.WITHDRAWN, T.CORRECT: M.SUSPENDED},
    M.WITHDRAWN: {T.ADMIT: M.ACTIVE},
    M.WAITING: {T.ADMIT: M.ACTIVE, T.REMOVE: M.WITHDRAWN},
}
TERMS = MembershipTerms("平台商", "第三批", "演示〔2026〕9号", date(2026, 11, 1), None)


@pytest.mark.parametrize("state", [None, *M])
@pytest.mark.parametrize("step", T)
def test_a_step_leads_where_it_should_or_nowhere(state, step):
    before = municipal(state=state) if state else None
    after = step_membership(before, "municipal", step, TERMS)
    assert (after.state if after else None) == ALLOWED[state].get(step)
    if after and step in DESCRIBING:
        assert after == Membership("municipal", "平台商", "第三批", "演示〔2026〕9号", date(2026, 11, 1), None, after.state)
    elif after:
        assert (after.document_no, after.valid_until) == (before.document_no, before.valid_until)


def test_every_step_has_a_word():
    assert set(STEP_WORDS) == set(T)
