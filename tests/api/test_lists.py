"""Providers, scenarios and pools on the small pool."""

import json

PROVIDERS = "/api/v1/providers"


def _by_name(client, query: str = "") -> dict[str, dict]:
    answer = client.get(f"{PROVIDERS}?{query}")
    assert answer.status_code == 200, answer.text
    return {item["short_name"]: item for item in answer.json()["items"]}


def test_only_listed_providers_are_told(client):
    assert set(_by_name(client)) == {"屿栈数据", "砺岑视觉", "楠舟", "双池暂停"}


def test_pools_are_those_of_today(client):
    found = _by_name(client)
    assert found["屿栈数据"]["pools"] == ["municipal", "provincial"]
    assert found["双池暂停"]["pools"] == ["provincial"]  # suspended in the other


def test_filters_take_codes_and_names(client):
    assert set(_by_name(client, "pool=市级")) == {"屿栈数据", "砺岑视觉"}
    assert "屿栈数据" in _by_name(client, "scenario=DEV02")
    assert "砺岑视觉" not in _by_name(client, "scenario=DEV02")
    assert _by_name(client, "group=DEV").keys() == _by_name(client, "group=设备互联与数据采集").keys() >= {"屿栈数据", "双池暂停"}
    assert set(_by_name(client, "town=道滘")) == {"双池暂停"}
    assert set(_by_name(client, "delivery=SaaS")) == {"楠舟"}
    assert set(_by_name(client, "industry=线路板")) == {"砺岑视觉"}
    assert set(_by_name(client, "pool=provincial&industry=SMT")) == {"双池暂停"}
    assert set(_by_name(client, "text=楠舟")) == {"楠舟"}
    assert set(_by_name(client, "text=屿栈注塑自动化")) == {"屿栈数据"}  # a former name
    assert len(_by_name(client, "pool=&town=&text=")) == 4


def test_pages_hold_everything_once(client):
    seen = []
    for number in (1, 2):
        page = client.get(f"{PROVIDERS}?size=3&page={number}").json()
        assert (page["total"], page["pages"], page["size"], page["page"]) == (4, 2, 3, number)
        seen += [item["id"] for item in page["items"]]
    assert len(seen) == len(set(seen)) == 4
    assert client.get(f"{PROVIDERS}?size=3&page=9").json()["page"] == 2


def test_a_profile_is_whole_and_its_contact_is_the_units(client):
    listed = _by_name(client)["屿栈数据"]
    profile = client.get(f"{PROVIDERS}/{listed['id']}").json()
    assert {name: profile[name] for name in listed} == listed
    assert profile["former_names"] == ["东莞市屿栈注塑自动化有限公司"]
    assert profile["qualifications"] == ["软件企业证书", "ISO27001（2025-05到期）"]
    assert [(line["pool"], line["standing"], line["valid_until"]) for line in profile["memberships"]] == [
        ("municipal", "active", "2028-11-15"),
        ("provincial", "active", "2029-03-12"),
    ]
    offer = profile["capabilities"][0]
    assert (offer["price_min_wan"], offer["price_max_wan"], offer["weeks"], offer["delivery"]) == (6, 18, 4, "现场")
    assert {"code": "DEV02", "origin": "declared"}.items() <= offer["scenarios"][0].items()
    assert profile["cases"][0]["outcome"].startswith("夜班停机发现时间")
    assert profile["contact"] == {"phone": "0769-00000001", "email": "contact@h001.example"}


def test_no_person_and_no_mobile_number_is_told_anywhere(client):
    told = client.get(f"{PROVIDERS}?size=100").text
    for item in json.loads(told)["items"]:
        told += client.get(f"{PROVIDERS}/{item['id']}").text
    assert "13800001234" not in told  # stands in a contact of the small pool
    assert "王女士" not in told


def test_a_suspended_membership_is_told_and_a_firm_out_of_all_pools_is_not(client, runtime):
    suspended = client.get(f"{PROVIDERS}/{_by_name(client)['双池暂停']['id']}").json()
    assert {line["pool"]: line["standing"] for line in suspended["memberships"]} == {"municipal": "suspended", "provincial": "active"}


def test_scenarios_hold_the_whole_taxonomy_with_counts(client):
    told = client.get("/api/v1/scenarios").json()
    assert len(told["groups"]) == 10
    scenarios = {scenario["code"]: scenario for group in told["groups"] for scenario in group["scenarios"]}
    assert len(scenarios) == 70
    assert told["listed"] == 4
    assert scenarios["DEV02"]["providers"] >= 1
    for code, scenario in scenarios.items():
        assert scenario["providers"] == client.get(f"{PROVIDERS}?scenario={code}").json()["total"], code


def test_pools_are_counted_without_doubles(client):
    told = client.get("/api/v1/pools").json()
    members = {pool["code"]: pool["members"] for pool in told["pools"]}
    assert members == {"municipal": 5, "provincial": 3}
    assert (told["firms"], told["in_several"], told["listed"]) == (6, 2, 4)
    municipal = told["pools"][0]
    assert municipal["standings"] == {"active": 3, "expired": 1, "suspended": 1}
    assert sum(edition["members"] for edition in municipal["editions"]) == 5
