"""Mobile numbers that a provider wrote into its texts are masked wherever the API quotes them."""

from datetime import UTC, date, datetime

from service.api.schemas.matches import matches_out
from service.api.schemas.providers import provider_out
from service.domain.contacts import open_contact
from service.domain.matching import Evidence, Fit, Match, MatchList, Reason
from service.domain.providers import Capability, Provider, StoredCapability, StoredCase, SuccessCase, UnitContact
from service.domain.reading import NeedReading, NeedText
from service.domain.taxonomy import Taxonomy

_MOBILE = "13912345678"
_TODAY = date(2026, 1, 5)
_PROVIDER = Provider(
    id="prv_1",
    uscc="91441900DEM000014R",
    source_id=None,
    name="东莞市屿栈数据科技有限公司",
    short_name=None,
    former_names=(),
    city=None,
    town=None,
    founded=None,
    staff=None,
    summary=f"联系{_MOBILE}",
    is_demo=True,
    version=1,
    updated_at=datetime(2026, 1, 4, tzinfo=UTC),
    capabilities=(StoredCapability("cap_1", Capability(f"采集{_MOBILE}", f"找王工{_MOBILE}"), (), ()),),
    cases=(StoredCase("cas_1", SuccessCase(f"问{_MOBILE}", customer=_MOBILE, outcome=_MOBILE, capability=_MOBILE), (), ()),),
    qualifications=(f"证书 {_MOBILE}",),
    contact=open_contact(UnitContact("王女士", f"0769-22001234 {_MOBILE}", f"{_MOBILE}@example.com")),
)


def test_profile():
    told = provider_out(_PROVIDER, _TODAY).model_dump_json()
    assert _MOBILE not in told
    assert "139****5678" in told
    assert "0769-22001234" in told


def test_evidence_loses_its_marks_when_masking_may_have_moved_them():
    def reason(text: str) -> Reason:
        return Reason("case", "做过类似项目", Evidence(text, f"案例 {_MOBILE}", ((0, 2),)))

    match = Match(1, 80.0, Fit.STRONG, _PROVIDER, (reason("采集停机"), reason(f"采集 {_MOBILE}")), (), ())
    found = MatchList(NeedReading(NeedText("采集", "采集")), True, (match,), (), 1, 0, {}, 1.0)
    answer = matches_out(found, Taxonomy(), _TODAY, limit=10, include_weak=False)
    assert _MOBILE not in answer.model_dump_json()
    plain, masked = (reason.evidence for reason in answer.matches[0].reasons)
    assert plain.marks == [(0, 2)]
    assert masked.marks == []
