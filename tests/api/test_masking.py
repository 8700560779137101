"""What a provider wrote into its texts, as the API tells it."""

from datetime import UTC, date, datetime

from service.api.schemas.providers import provider_out
from service.domain.contacts import open_contact
from service.domain.open_profile import open_profile
from service.domain.providers import Capability, Provider, StoredCapability, StoredCase, SuccessCase, UnitContact

_MOBILE = "13912345678"
_TODAY = date(2026, 1, 5)
_STORED = Provider(
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
_PROVIDER = open_profile(_STORED)


def test_profile():
    told = provider_out(_PROVIDER, _TODAY).model_dump_json()
    assert _MOBILE not in told
    assert "139****5678" in told
    assert "0769-22001234" in told
