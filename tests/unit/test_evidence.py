"""依据: a grade stands for the text it was given for, and a capability has the grade of the case behind it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.domain.evidence import EvidenceProof, ProofKind, graded, text_mark
from service.domain.providers import EvidenceGrade
from tests.unit.made_providers import capability, case

AT = datetime(2026, 11, 1, tzinfo=UTC)
OFFER = capability("联网采集", id="cap_1")
CASE = case(id="cas_1", capability="联网采集")
G, K = EvidenceGrade, ProofKind


def proof(item, kind):
    return EvidenceProof("prf_1", item.id, kind, text_mark(item.content), "某厂", "", AT)


@pytest.mark.parametrize(
    ("proofs", "offer", "told"),
    [
        ((), G.WITH_CASE, G.SELF_TOLD),
        (((CASE, K.MANUFACTURER),), G.CASE_CONFIRMED, G.CASE_CONFIRMED),
        (((CASE, K.BUREAU),), G.CASE_CONFIRMED, G.VERIFIED),
        (((OFFER, K.BUREAU),), G.VERIFIED, G.SELF_TOLD),
        (((CASE, K.MANUFACTURER), (CASE, K.BUREAU)), G.CASE_CONFIRMED, G.VERIFIED),
    ],
)
def test_the_grade_is_that_of_the_best_proof(proofs, offer, told):
    found = {}
    for item, kind in proofs:
        found.setdefault(item.id, []).append(proof(item, kind))
    offers, cases = graded([OFFER], [CASE], found)
    assert (offers[0].grade, cases[0].grade) == (offer, told)


def test_a_capability_that_no_case_names_is_self_told():
    offers, _ = graded([OFFER], [case(id="cas_1", capability="别的")], {})
    assert offers[0].grade is G.SELF_TOLD


def test_another_text_is_not_vouched_for_but_another_price_is():
    found = {CASE.id: [proof(CASE, K.MANUFACTURER)], OFFER.id: [proof(OFFER, K.BUREAU)]}
    changed = replace(CASE, content=replace(CASE.content, outcome="翻了三倍"))
    dearer = replace(OFFER, content=replace(OFFER.content, price_min_fen=1))
    offers, cases = graded([dearer], [changed], found)
    assert (offers[0].grade, cases[0].grade) == (G.VERIFIED, G.SELF_TOLD)
